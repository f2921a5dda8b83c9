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
#include <mutex>
#include <vector>

#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "services/rpc/peer_sockets.h"
#include "services/rpc/queue_mark.h"

namespace placard {

class AnswerCalls {
 public:
  // Called for one call at a time by a thread, on gRPC's threads: must not
  // wait. `answer` is empty, and is sent if the status is OK.
  using Answerer = std::function<grpc::Status(
      const grpc::CallbackServerContext& context,
      const grpc::ByteBuffer& request, grpc::ByteBuffer& answer)>;

  explicit AnswerCalls(Answerer answerer);

  AnswerCalls(const AnswerCalls&) = delete;
  AnswerCalls& operator=(const AnswerCalls&) = delete;

  // What a raw callback method returns for a call. The arguments are those of
  // the method.
  grpc::ServerUnaryReactor* Open(grpc::CallbackServerContext* context,
                                 const grpc::ByteBuffer* request,
                                 grpc::ByteBuffer* answer);

 private:
  struct Call {
    grpc::CallbackServerContext* context;
    const grpc::ByteBuffer* request;
    grpc::ByteBuffer* answer;
    grpc::ServerUnaryReactor* reactor;
    grpc::Status status;  // once it is answered
    int socket;           // to its peer, once that is looked for
  };

  void OnMark();
  void Take(std::vector<Call>& taken);
  void Send(std::vector<Call>& calls);
  void SortBySocket(std::vector<Call>& calls);

  const Answerer answerer_;
  PeerSockets sockets_;
  QueueMark<AnswerCalls, &AnswerCalls::OnMark> mark_{this};

  std::mutex mu_;
  // Guarded by mu_.
  std::vector<Call> waiting_;
  bool marking_ = false;  // a mark is on its way
};

}  // namespace placard
