#include "services/codec/timestamp.h"

#include <cstdint>

namespace placard {
namespace {

constexpr int64_t kFirstSecond = 0;               // 1970-01-01T00:00:00Z
constexpr int64_t kLastSecond = 253'402'300'799;  // 9999-12-31T23:59:59Z
constexpr int32_t kNanosInSecond = 1'000'000'000;

}  // namespace

bool IsValidTimestamp(const google::protobuf::Timestamp& timestamp) {
  return kFirstSecond <= timestamp.seconds() &&
         timestamp.seconds() <= kLastSecond && 0 <= timestamp.nanos() &&
         timestamp.nanos() < kNanosInSecond;
}

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return timestamp;
}

}  // namespace placard
