#include "services/placard/rpc.h"

#include "google/rpc/error_details.pb.h"

namespace placard {

FieldViolations ViolationsOf(const google::rpc::Status& status) {
  FieldViolations violations;
  for (const auto& detail : status.details()) {
    google::rpc::BadRequest bad;
    if (!detail.Is<google::rpc::BadRequest>() || !detail.UnpackTo(&bad)) {
      continue;
    }
    for (const auto& violation : bad.field_violations()) {
      violations.push_back({violation.field(), violation.description()});
    }
  }
  return violations;
}

absl::Status ToAbslStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details())) {
    const absl::Status violations = ToStatus(ViolationsOf(details));
    if (!violations.ok()) return absl::Status(code, violations.message());
  }
  return Error(code, status.error_message());
}

}  // namespace placard
