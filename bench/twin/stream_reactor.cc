#include "bench/twin/stream_reactor.h"

#include <utility>

#include "bench/twin/canned_answer.h"

namespace placard {
namespace {

// A client that does not read its answers is not read from either.
constexpr size_t kMostAnswers = 1024;

}  // namespace

StreamReactor::StreamReactor() { StartRead(&request_); }

void StreamReactor::OnReadDone(bool ok) {
  grpc::ByteBuffer answer;
  grpc::Status status;
  if (ok) status = AnswerCanned(request_, answer);
  const std::lock_guard lock(mu_);
  reading_ = false;
  if (!ok || !status.ok()) {
    ended_ = true;
    status_ = status;
    if (answers_.empty()) FinishOnce(status_);
    return;
  }
  answers_.emplace_back().Swap(&answer);  // a move would copy
  if (answers_.size() == 1) WriteNext();
  if (answers_.size() < kMostAnswers) {
    reading_ = true;
    StartRead(&request_);
  }
}

void StreamReactor::OnWriteDone(bool ok) {
  const std::lock_guard lock(mu_);
  answers_.pop_front();
  if (!ok) {
    ended_ = true;
    answers_.clear();
  }
  if (!answers_.empty()) WriteNext();
  if (!ended_ && !reading_) {
    reading_ = true;
    StartRead(&request_);
  }
  if (ended_ && answers_.empty()) FinishOnce(status_);
}

void StreamReactor::WriteNext() {
  // More to come: the transport may wait for it and send both at once.
  grpc::WriteOptions options;
  if (answers_.size() > 1) options.set_buffer_hint();
  StartWrite(&answers_.front(), options);
}

void StreamReactor::FinishOnce(const grpc::Status& status) {
  if (std::exchange(finished_, true)) return;
  // Under the lock it may be: OnDone waits until this reaction has returned.
  Finish(status);
}

}  // namespace placard
