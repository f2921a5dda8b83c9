// Failures on the wire: gRPC's status, with a google.rpc.BadRequest that names
// every field at fault.
//
// A status travels in HTTP trailers, of which clients take 8 KiB by default:
// texts are cut and violations counted instead of listed before that.
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "engine/base/status.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

namespace placard {

grpc::Status ToGrpcStatus(const absl::Status& status,
                          const FieldViolations& violations = {});

// INVALID_ARGUMENT; OK for none.
grpc::Status ToGrpcStatus(const FieldViolations& violations);

// The same as a message, for answers that carry several. OK clears `out`.
void ToProtoError(const absl::Status& status, const FieldViolations& violations,
                  google::rpc::Status* out);

// What a server said is wrong; empty when it named no field. For clients.
FieldViolations ViolationsOf(const grpc::Status& status);

// Paths seen from one level further out: "line_items[2]" below "campaign" is
// "campaign.line_items[2]", and the whole is "campaign".
FieldViolations Below(std::string_view prefix, FieldViolations violations);

}  // namespace placard
