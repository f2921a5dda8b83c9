// What gRPC and the API call their codes.
//
// Thread safety: pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "placard/v1/decision.pb.h"

namespace placard {

// Precondition: code < 17.
inline std::string StatusName(size_t code) {
  static constexpr std::array<const char*, 17> kNames = {"OK",
                                                         "CANCELLED",
                                                         "UNKNOWN",
                                                         "INVALID_ARGUMENT",
                                                         "DEADLINE_EXCEEDED",
                                                         "NOT_FOUND",
                                                         "ALREADY_EXISTS",
                                                         "PERMISSION_DENIED",
                                                         "RESOURCE_EXHAUSTED",
                                                         "FAILED_PRECONDITION",
                                                         "ABORTED",
                                                         "OUT_OF_RANGE",
                                                         "UNIMPLEMENTED",
                                                         "INTERNAL",
                                                         "UNAVAILABLE",
                                                         "DATA_LOSS",
                                                         "UNAUTHENTICATED"};
  return kNames[code];
}

// Without the prefix; the number of one that this client does not know.
inline std::string ReasonName(placard::v1::ReasonCode code) {
  constexpr std::string_view kPrefix = "REASON_CODE_";
  const std::string& name = placard::v1::ReasonCode_Name(code);
  if (!name.starts_with(kPrefix)) return std::to_string(code);
  return name.substr(kPrefix.size());
}

}  // namespace placard
