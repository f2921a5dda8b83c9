#include "bench/load/transport.h"
#include "engine/base/limits.h"
#include "engine/base/status.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace placard {

absl::StatusOr<std::vector<std::shared_ptr<grpc::Channel>>> Connect(
    const std::string& address, size_t count,
    std::chrono::milliseconds timeout) {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (size_t i = 0; i < count; ++i) {
    grpc::ChannelArguments arguments;
    // Channels with equal arguments would share one connection.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);  // a failure is to be seen
    arguments.SetMaxReceiveMessageSize(limits::kMessageBytes);
    channels.push_back(grpc::CreateCustomChannel(
        address, grpc::InsecureChannelCredentials(), arguments));
    channels.back()->GetState(/*try_to_connect=*/true);
  }
  const auto deadline = std::chrono::system_clock::now() + timeout;
  for (const auto& channel : channels) {
    if (!channel->WaitForConnected(deadline)) {
      return Unavailable("no connection to ", address, " within ",
                         timeout.count(), " ms");
    }
  }
  return channels;
}

}  // namespace placard
