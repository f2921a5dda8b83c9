// The bare RPC: DecisionService without a decision. It reads requests as the
// server does and answers with messages of the same kind and size, so that the
// server's throughput divided by this one's is what deciding costs.
//
// Thread safety: thread-safe.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "grpcpp/server.h"

namespace placard {

class Twin {
 public:
  // Listens on `address`, such as 127.0.0.1:0 or unix:PATH, and serves until it
  // is destroyed.
  //
  // Decide answers every page with one picture in each slot. DecideStream does
  // the same for each message of a stream, on streams as the server's.
  //   INVALID_ARGUMENT  the bytes are no DecideRequest, or it asks for no slot;
  //                     a stream says so in the answer, and goes on.
  //
  // Errors: INVALID_ARGUMENT for an address that is not of this machine;
  // UNAVAILABLE when it cannot be listened on.
  static absl::StatusOr<std::unique_ptr<Twin>> Start(
      const std::string& address);

  ~Twin();

  // Where it can be reached; with the port, if that was 0.
  const std::string& address() const { return address_; }

 private:
  Twin(std::unique_ptr<grpc::Service> service,
       std::unique_ptr<grpc::Server> server, std::string address);

  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::string address_;
};

}  // namespace placard
