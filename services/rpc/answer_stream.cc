#include "services/rpc/answer_stream.h"

#include <deque>
#include <utility>
#include <vector>

#include "grpc/grpc.h"
#include "services/rpc/queue_mark.h"

namespace placard {
namespace {

// What may wait for a client to take it. As answers mostly are, the first is
// reached before the second; of the largest, one waits.
constexpr size_t kMostAnswers = 1024;
constexpr size_t kMostBytes = 1 << 20;

}  // namespace

// Most of what a message costs is the system call that sends the answer, so
// answers to what came together are to leave together. All but the newest are
// written as what more will follow; the newest is held back until it is known
// that nothing does: a mark that is put behind what was asked for comes back
// before any message that was not there yet. If it finds no newer answer, the
// newest is written for good, and takes the others along.
//
// Lock order: no lock of another class is taken under mu_.
class AnswerStreams::Stream final
    : public OnePieceStream,
      public std::enable_shared_from_this<Stream> {
 public:
  Stream(AnswerStreams& streams, grpc_call* call, Answerer answerer)
      : streams_(streams), call_(call), answerer_(std::move(answerer)) {}

  void Start() {
    Next next;
    {
      const std::lock_guard lock(mu_);
      next = TakeNext();
    }
    Begin(next);
  }

  // Reads no more, and ends once all that was read is answered.
  void Stop() {
    Next next;
    {
      const std::lock_guard lock(mu_);
      if (!ended_) {
        status_ = {grpc::StatusCode::UNAVAILABLE, "the server is stopping"};
      }
      ended_ = true;
      next = TakeNext();
    }
    Begin(next);
  }

  void OnReadDone(bool ok) override {
    {
      const std::lock_guard lock(mu_);
      reading_ = false;
      if (finished_) return;
      answering_ = true;
    }
    OnePiece answer;
    if (ok) {
      answer = answerer_(request_.bytes());
      request_ = OnePiece();
    }
    Next next;
    {
      const std::lock_guard lock(mu_);
      answering_ = false;
      if (ok) {
        waiting_bytes_ += answer.bytes().size();
        waiting_.push_back(std::move(answer));
        quiet_ = false;
      }
      ended_ |= !ok;
      next = TakeNext();
    }
    Begin(next);
  }

  void OnWriteDone(bool ok) override {
    Next next;
    {
      const std::lock_guard lock(mu_);
      writing_ = false;
      waiting_bytes_ -= waiting_.front().bytes().size();
      waiting_.pop_front();
      if (!ok) {  // nobody is there to take the rest
        ended_ = true;
        waiting_.clear();
      }
      next = TakeNext();
    }
    Begin(next);
  }

  void OnDone() override {
    const std::lock_guard lock(streams_.mu_);
    streams_.open_.erase(shared_from_this());
  }

 private:
  // What is to begin, outside of the lock: a write may go all the way to the
  // socket.
  struct Next {
    bool read = false;
    bool mark = false;
    bool finish = false;
    const OnePiece* write = nullptr;
    grpc::WriteOptions how;
  };

  // Needs mu_.
  Next TakeNext() {
    Next next;
    if (!writing_ && !waiting_.empty()) TakeWrite(next);
    const bool full =
        waiting_.size() >= kMostAnswers || waiting_bytes_ >= kMostBytes;
    if (!ended_ && !reading_ && !answering_ && !full) {
      reading_ = next.read = true;
    }
    if (ended_ && !finished_ && !answering_ && !marking_ && waiting_.empty()) {
      finished_ = next.finish = true;
    }
    return next;
  }

  // Needs mu_.
  void TakeWrite(Next& next) {
    const bool last = waiting_.size() == 1;
    if (begun_ && last && !ended_ && !(quiet_ && marked_)) {
      // Whoever answers now will see to it.
      if (marking_ || answering_) return;
      marking_ = next.mark = quiet_ = true;
      marked_ = false;
      return;
    }
    writing_ = true;
    next.write = &waiting_.front();
    // The first takes the stream's head along, and is not done before that is.
    if (begun_ && !last) next.how.set_buffer_hint();
    begun_ = true;
  }

  void OnMark() {
    Next next;
    {
      const std::lock_guard lock(mu_);
      marking_ = false;
      marked_ = !answering_;
      next = TakeNext();
    }
    Begin(next);
  }

  // Reading first: another thread may answer while this one writes, and the
  // mark has to be behind what is there to be read. What is begun last is the
  // last touch: the stream may be over before this returns.
  void Begin(const Next& next) {
    if (next.read) StartRead(&request_);
    if (next.write != nullptr) StartWrite(next.write, next.how);
    if (next.mark) mark_.Put(call_);
    if (next.finish) Finish(status_);
  }

  AnswerStreams& streams_;
  grpc_call* const call_;  // lives until the stream has finished
  const Answerer answerer_;
  QueueMark<Stream, &Stream::OnMark> mark_{this};

  // Owned by the reader: gRPC while reading_, then OnReadDone.
  OnePiece request_;

  std::mutex mu_;
  // Guarded by mu_.
  std::deque<OnePiece> waiting_;  // answers; the first while writing_
  size_t waiting_bytes_ = 0;
  bool reading_ = false;
  bool answering_ = false;
  bool writing_ = false;
  bool begun_ = false;     // something was written
  bool marking_ = false;   // a mark is on its way
  bool marked_ = false;    // it has come back, and nobody was answering
  bool quiet_ = false;     // no answer since it was put
  bool ended_ = false;     // nothing more is read
  bool finished_ = false;  // nothing more is begun
  grpc::Status status_;    // how it ends; constant once finished_
};

OnePieceStream* AnswerStreams::Open(grpc::CallbackServerContext& context,
                                    Answerer answerer) {
  const auto stream =
      std::make_shared<Stream>(*this, context.c_call(), std::move(answerer));
  bool closed = false;
  {
    const std::lock_guard lock(mu_);
    open_.insert(stream);
    closed = closed_;
  }
  if (closed) {
    stream->Stop();
  } else {
    stream->Start();
  }
  return stream.get();
}

void AnswerStreams::Close() {
  std::vector<std::shared_ptr<Stream>> open;
  {
    const std::lock_guard lock(mu_);
    closed_ = true;
    open.assign(open_.begin(), open_.end());
  }
  for (const auto& stream : open) stream->Stop();
}

}  // namespace placard
