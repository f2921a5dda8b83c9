// How a stream answers a request that it cannot decide.
//
// Thread safety: pure function.
#pragma once

#include "absl/status/status.h"
#include "grpcpp/support/byte_buffer.h"

namespace placard {

// A DecideResponse that says `status`, with the fields at fault, under the
// request's id as far as that can be read: `request` may be no DecideRequest.
// Precondition: `status` is not OK.
grpc::ByteBuffer Refusal(const grpc::ByteBuffer& request,
                         const absl::Status& status);

}  // namespace placard
