#include "engine/base/status.h"

namespace placard {

absl::Status Annotate(const absl::Status& status, std::string_view context) {
  if (status.ok()) return status;
  return absl::Status(status.code(),
                      Concat(context, ": ", ToStd(status.message())));
}

absl::Status ToStatus(const FieldViolations& violations) {
  if (violations.empty()) return absl::OkStatus();
  std::string message;
  for (const FieldViolation& violation : violations) {
    if (!message.empty()) message += "; ";
    message += Concat(violation.field, ": ", violation.description);
  }
  return InvalidArgument(message);
}

}  // namespace placard
