#include "services/rpc/answer_calls.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstddef>
#include <new>
#include <optional>
#include <utility>

#include "engine/base/prefetch.h"
#include "grpc/support/time.h"

namespace placard {
namespace {

// So that the first of them does not wait long for the last.
constexpr size_t kMostTogether = 32;

// While it lives, what is sent through a socket waits for more to come. To
// hold up another file's bytes by mistake does no harm: only TCP sockets have
// this option, and they lose it again before long.
class Cork {
 public:
  explicit Cork(int socket) : socket_(socket) { Set(1); }
  ~Cork() { Set(0); }

  Cork(const Cork&) = delete;
  Cork& operator=(const Cork&) = delete;

 private:
  void Set(int on) const {
    setsockopt(socket_, IPPROTO_TCP, TCP_CORK, &on, sizeof on);
  }

  const int socket_;
};

// The deadlines of some calls. gRPC has them by a clock of its own, and reads
// two clocks to say each by ours; it is asked for the first alone, and the
// others are told by their distance from that.
class Deadlines {
 public:
  absl::Time Of(const grpc::CallbackServerContext& context) {
    const gpr_timespec at = context.raw_deadline();
    if (gpr_time_cmp(at, gpr_inf_future(at.clock_type)) == 0) {
      return absl::InfiniteFuture();
    }
    if (!first_.has_value()) {
      first_ = at;
      first_time_ = absl::FromChrono(context.deadline());
    }
    return first_time_ + absl::Seconds(at.tv_sec - first_->tv_sec) +
           absl::Nanoseconds(at.tv_nsec - first_->tv_nsec);
  }

 private:
  std::optional<gpr_timespec> first_;
  absl::Time first_time_;
};

// Another thread may have read it.
void PrefetchRequest(std::string_view bytes) {
  constexpr size_t kLine = 64;
  constexpr size_t kMost = 1024;  // of an ordinary page
  for (size_t at = 0; at < std::min(bytes.size(), kMost); at += kLine) {
    PrefetchMemory(bytes.data() + at);
  }
}

}  // namespace

const std::string& AnswerCalls::Call::peer() {
  if (peer_.empty()) peer_ = context_.peer();
  return peer_;
}

void AnswerCalls::Destroy::operator()(Call* call) const { call->~Call(); }

AnswerCalls::AnswerCalls(Answerer answerer) : answerer_(std::move(answerer)) {}

// The first that waits puts the mark, which comes back behind all calls that
// were there already.
grpc::ServerUnaryReactor* AnswerCalls::Open(
    grpc::CallbackServerContext* context, const OnePiece* request,
    OnePiece* answer) {
  grpc_call* const grpc_call = context->c_call();
  OwnedCall call(new (grpc_call_arena_alloc(grpc_call, sizeof(Call)))
                     Call(*context, *request, *answer));
  grpc::ServerUnaryReactor* const reactor = &call->reactor_;
  bool first = false;
  {
    const std::lock_guard lock(mu_);
    waiting_.push_back(std::move(call));
    first = !marking_;
    marking_ = true;
  }
  if (first) mark_.Put(grpc_call);
  return reactor;
}

void AnswerCalls::OnMark() {
  thread_local Calls calls;
  Take(calls);
  if (calls.size() > 1) SortBySocket(calls);
  Answer(calls);
  Send(calls);
  calls.clear();
}

// What is left is the next thread's.
void AnswerCalls::Take(Calls& taken) {
  grpc_call* next = nullptr;
  {
    const std::lock_guard lock(mu_);
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(
                                            waiting_.size(), kMostTogether));
    taken.assign(std::make_move_iterator(waiting_.begin()),
                 std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    marking_ = !waiting_.empty();
    if (marking_) next = waiting_.front()->context_.c_call();
  }
  if (next != nullptr) mark_.Put(next);
}

void AnswerCalls::SortBySocket(Calls& calls) {
  for (const OwnedCall& call : calls) {
    call->socket_ = sockets_.Find(call->peer()).value_or(Call::kNoSocket);
  }
  std::sort(calls.begin(), calls.end(),
            [](const OwnedCall& a, const OwnedCall& b) {
              return a->socket_ < b->socket_;
            });
}

void AnswerCalls::Answer(const Calls& calls) const {
  Deadlines deadlines;
  for (size_t i = 0; i < calls.size(); ++i) {
    if (i + 1 < calls.size()) PrefetchRequest(calls[i + 1]->request());
    Call& call = *calls[i];
    call.deadline_ = deadlines.Of(call.context_);
    call.status_ = answerer_(call, call.answer_);
  }
}

// Connection by connection, so that the first is not held up by the others.
void AnswerCalls::Send(Calls& calls) {
  for (auto next = calls.begin(); next != calls.end();) {
    const int socket = (*next)->socket_;
    const auto end = std::find_if(
        next, calls.end(),
        [socket](const OwnedCall& c) { return c->socket_ != socket; });
    std::optional<Cork> cork;
    if (socket != Call::kNoSocket && end - next > 1) cork.emplace(socket);
    for (; next != end; ++next) {
      // What is of the call goes first: it may be over before Finish returns.
      grpc::ServerUnaryReactor& reactor = (*next)->reactor_;
      grpc::Status status = std::move((*next)->status_);
      next->reset();
      reactor.Finish(std::move(status));
    }
  }
}

}  // namespace placard
