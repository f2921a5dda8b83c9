// One call of BatchApply.
#pragma once

#include <string>

#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "services/campaign/campaign_calls.h"
#include "services/rpc/worker_pool.h"

namespace placard {

// Reads a message, applies it on one of `workers`, answers it, reads the next:
// a client that sends faster than the store writes is slowed down by the
// transport, not by our memory.
//
// Lifetime: deletes itself when the call is over; `calls` and `workers` must
// outlive it.
// Errors: INVALID_ARGUMENT ends the call for a message that cannot be parsed or
// that holds none or too many resources; what an earlier message wrote stays.
grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* StartApplyStream(
    CampaignCalls& calls, WorkerPool& workers, std::string actor);

}  // namespace placard
