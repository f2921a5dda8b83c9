// What the twin says to a request.
//
// Thread safety: thread-safe.
#pragma once

#include <string_view>

#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/status.h"
#include "services/rpc/one_piece.h"

namespace placard {

// Errors: INVALID_ARGUMENT when `request` is no DecideRequest or asks for no
// slot; `response` is as it was then.
// Cost: a parse, a message and its serialisation, all on an arena.
grpc::Status AnswerCanned(const grpc::ByteBuffer& request,
                          grpc::ByteBuffer& response);

// The same for one message of a stream, which has an answer in any case.
OnePiece AnswerOnStream(std::string_view request);

}  // namespace placard
