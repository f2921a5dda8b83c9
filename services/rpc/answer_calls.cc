#include "services/rpc/answer_calls.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace placard {
namespace {

// So that the first of them does not wait long for the last.
constexpr size_t kMostTogether = 32;

constexpr int kNoSocket = -1;

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

}  // namespace

AnswerCalls::AnswerCalls(Answerer answerer) : answerer_(std::move(answerer)) {}

// The first that waits puts the mark, which comes back behind all calls that
// were there already.
grpc::ServerUnaryReactor* AnswerCalls::Open(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* answer) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  bool first = false;
  {
    const std::lock_guard lock(mu_);
    waiting_.push_back({.context = context,
                        .request = request,
                        .answer = answer,
                        .reactor = reactor,
                        .status = {},
                        .socket = kNoSocket});
    first = !marking_;
    marking_ = true;
  }
  if (first) mark_.Put(context->c_call());
  return reactor;
}

void AnswerCalls::OnMark() {
  thread_local std::vector<Call> calls;
  Take(calls);
  for (Call& call : calls) {
    call.status = answerer_(*call.context, *call.request, *call.answer);
  }
  Send(calls);
  calls.clear();
}

// What is left is the next thread's.
void AnswerCalls::Take(std::vector<Call>& taken) {
  grpc_call* next = nullptr;
  {
    const std::lock_guard lock(mu_);
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(
                                            waiting_.size(), kMostTogether));
    taken.assign(waiting_.begin(), end);
    waiting_.erase(waiting_.begin(), end);
    marking_ = !waiting_.empty();
    if (marking_) next = waiting_.front().context->c_call();
  }
  if (next != nullptr) mark_.Put(next);
}

// Connection by connection, so that the first is not held up by the others.
void AnswerCalls::Send(std::vector<Call>& calls) {
  if (calls.size() > 1) SortBySocket(calls);
  for (auto next = calls.begin(); next != calls.end();) {
    const int socket = next->socket;
    const auto end = std::find_if(next, calls.end(), [socket](const Call& c) {
      return c.socket != socket;
    });
    std::optional<Cork> cork;
    if (socket != kNoSocket && end - next > 1) cork.emplace(socket);
    // The call may be over before Finish returns.
    for (; next != end; ++next) next->reactor->Finish(std::move(next->status));
  }
}

void AnswerCalls::SortBySocket(std::vector<Call>& calls) {
  for (Call& call : calls) {
    call.socket = sockets_.Find(call.context->peer()).value_or(kNoSocket);
  }
  std::sort(calls.begin(), calls.end(),
            [](const Call& a, const Call& b) { return a.socket < b.socket; });
}

}  // namespace placard
