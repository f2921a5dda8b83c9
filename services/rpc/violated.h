// A refusal that remembers every field at fault on its way to the client.
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "engine/base/status.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

namespace placard {

// INVALID_ARGUMENT that carries `violations`; OK for none.
absl::Status Violated(const FieldViolations& violations);

// The same for one field.
absl::Status Violated(std::string_view field, std::string_view description);

// What Violated was given; empty for any other status.
FieldViolations ViolationsIn(const absl::Status& status);

// `status` as seen from one level further out: see Below in
// services/codec/status.h.
absl::Status Below(std::string_view prefix, const absl::Status& status);

// Both with the fields at fault.
grpc::Status ToWire(const absl::Status& status);
void ToWire(const absl::Status& status, google::rpc::Status* out);

}  // namespace placard
