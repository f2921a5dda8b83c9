#include "services/rpc/violated.h"

#include <optional>
#include <string>

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"
#include "services/codec/status.h"

namespace placard {
namespace {

constexpr std::string_view kPayload =
    "type.googleapis.com/google.rpc.BadRequest";

}  // namespace

absl::Status Violated(const FieldViolations& violations) {
  absl::Status status = ToStatus(violations);
  if (status.ok()) return status;
  google::rpc::BadRequest bad;
  for (const FieldViolation& violation : violations) {
    auto* out = bad.add_field_violations();
    out->set_field(violation.field);
    out->set_description(violation.description);
  }
  status.SetPayload(ToAbsl(kPayload), absl::Cord(bad.SerializeAsString()));
  return status;
}

absl::Status Violated(std::string_view field, std::string_view description) {
  return Violated(
      {{.field = std::string(field), .description = std::string(description)}});
}

FieldViolations ViolationsIn(const absl::Status& status) {
  FieldViolations violations;
  google::rpc::BadRequest bad;
  const absl::optional<absl::Cord> payload =
      status.GetPayload(ToAbsl(kPayload));
  if (!payload.has_value() || !bad.ParseFromString(std::string(*payload))) {
    return violations;
  }
  for (const auto& each : bad.field_violations()) {
    violations.push_back(
        {.field = each.field(), .description = each.description()});
  }
  return violations;
}

absl::Status Below(std::string_view prefix, const absl::Status& status) {
  const FieldViolations violations = ViolationsIn(status);
  if (violations.empty()) return status;
  return Violated(Below(prefix, violations));
}

grpc::Status ToWire(const absl::Status& status) {
  return ToGrpcStatus(status, ViolationsIn(status));
}

void ToWire(const absl::Status& status, google::rpc::Status* out) {
  ToProtoError(status, ViolationsIn(status), out);
}

}  // namespace placard
