// Calls with one message each way, where what comes together is answered
// together.
//
// Most of what a short call costs is the system call that sends its answer.
// While a thread answers, others of gRPC's read on; so when many calls come,
// several wait, up to 32 are answered one after the other, and those of a
// connection leave in one segment. A call that comes alone is answered as soon
// as it is read.
//
// Thread safety: thread-safe. Has a thread of its own; see PeerSockets.
// Lifetime: must outlive the gRPC server.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/server_callback.h"
#include "services/rpc/one_piece.h"
#include "services/rpc/peer_sockets.h"
#include "services/rpc/queue_mark.h"

namespace placard {

class AnswerCalls {
 public:
  class Call;
  // Called for one call at a time by a thread, on gRPC's threads: must not
  // wait. `answer` is empty, and is sent if the status is OK.
  using Answerer = std::function<grpc::Status(Call& call, OnePiece& answer)>;

  explicit AnswerCalls(Answerer answerer);

  AnswerCalls(const AnswerCalls&) = delete;
  AnswerCalls& operator=(const AnswerCalls&) = delete;

  // What a method returns for a call. The arguments are those of the method;
  // see NewUnaryHandler.
  grpc::ServerUnaryReactor* Open(grpc::CallbackServerContext* context,
                                 const OnePiece* request, OnePiece* answer);

 private:
  struct Destroy {
    void operator()(Call* call) const;
  };
  // Lives in memory of gRPC's call, which ends some time after its answer.
  using OwnedCall = std::unique_ptr<Call, Destroy>;
  using Calls = std::vector<OwnedCall>;

  void OnMark();
  void Take(Calls& taken);
  void SortBySocket(Calls& calls);
  void Answer(const Calls& calls) const;
  static void Send(Calls& calls);

  const Answerer answerer_;
  PeerSockets sockets_;
  QueueMark<AnswerCalls, &AnswerCalls::OnMark> mark_{this};

  std::mutex mu_;
  // Guarded by mu_.
  Calls waiting_;
  bool marking_ = false;  // a mark is on its way
};

// One call as it came; until it is answered.
//
// Thread safety: thread-compatible.
class AnswerCalls::Call {
 public:
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  const grpc::CallbackServerContext& context() const { return context_; }

  // The bytes of its message.
  std::string_view request() const { return request_.bytes(); }

  // As its context says them, for less: without allocating each time, and
  // without reading clocks for each call. InfiniteFuture for no deadline.
  const std::string& peer();
  absl::Time deadline() const { return deadline_; }

 private:
  friend class AnswerCalls;

  static constexpr int kNoSocket = -1;

  Call(grpc::CallbackServerContext& context, const OnePiece& request,
       OnePiece& answer)
      : context_(context),
        reactor_(*context.DefaultReactor()),
        request_(request),
        answer_(answer) {}

  grpc::CallbackServerContext& context_;
  grpc::ServerUnaryReactor& reactor_;
  const OnePiece& request_;
  OnePiece& answer_;
  std::string peer_;  // once it is asked for
  absl::Time deadline_;
  int socket_ = kNoSocket;  // to the peer, if that is known
  grpc::Status status_;
};

}  // namespace placard
