// google.protobuf.Timestamp and absl::Time.
//
// Thread safety: pure functions.
#pragma once

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace placard {

// Whether it lies in the years 1970 to 9999 and its nanoseconds in a second.
bool IsValidTimestamp(const google::protobuf::Timestamp& timestamp);

// Precondition: IsValidTimestamp(timestamp).
absl::Time ToTime(const google::protobuf::Timestamp& timestamp);

// Rounded down to nanoseconds. Precondition: within the years 1970 to 9999.
google::protobuf::Timestamp ToTimestamp(absl::Time time);

}  // namespace placard
