// The gRPC server with its health and reflection, and how it ends.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/impl/service_type.h"
#include "grpcpp/server.h"

namespace placard {

// Thread safety: SetServing may be called by any thread, Shutdown by one.
class GrpcServer {
 public:
  // Listens at `address` and answers, but says in its health that it is not
  // serving. `services` must outlive it.
  // Errors: UNAVAILABLE when it cannot listen there.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Start(
      const std::string& address, const std::vector<grpc::Service*>& services);

  // Where it listens, with the port that was picked for port 0.
  const std::string& address() const { return address_; }

  void SetServing(bool serving);

  // Takes no more calls, and cancels those that are not done at `deadline`.
  void Shutdown(absl::Time deadline);

 private:
  GrpcServer(std::string address, std::unique_ptr<grpc::Server> server)
      : address_(std::move(address)), server_(std::move(server)) {}

  const std::string address_;
  const std::unique_ptr<grpc::Server> server_;
};

}  // namespace placard
