// What the twin says to a request.
//
// Thread safety: thread-safe.
#pragma once

#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/status.h"

namespace placard {

// Errors: INVALID_ARGUMENT when `request` is no DecideRequest or asks for no
// slot; `response` is as it was then.
// Cost: a parse, a message and its serialisation, all on an arena.
grpc::Status AnswerCanned(const grpc::ByteBuffer& request,
                          grpc::ByteBuffer& response);

// The same for one message of a stream, which has an answer in any case.
void AnswerOnStream(const grpc::ByteBuffer& request, grpc::ByteBuffer& answer);

}  // namespace placard
