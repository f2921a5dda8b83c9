// One stream of the twin: answers each message as it comes.
//
// Lifetime: owns itself; gone when the stream has ended.
#pragma once

#include <deque>
#include <mutex>

#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"

namespace placard {

class StreamReactor final
    : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  StreamReactor();

 private:
  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnDone() override { delete this; }

  // Precondition of all: mu_ is held.
  void WriteNext();
  void FinishOnce(const grpc::Status& status);

  grpc::ByteBuffer request_;  // owned by whoever reads

  std::mutex mu_;
  std::deque<grpc::ByteBuffer> answers_;  // guarded by mu_; front: in writing
  bool reading_ = true;                   // guarded by mu_
  bool ended_ = false;     // guarded by mu_; the client sends no more
  bool finished_ = false;  // guarded by mu_
  grpc::Status status_;    // guarded by mu_; how to end
};

}  // namespace placard
