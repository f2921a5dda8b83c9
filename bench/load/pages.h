// The pages that a load asks for: read from a file, or made up.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "placard/v1/decision.pb.h"

namespace placard {

// More are refused: they are all in memory while the load runs.
inline constexpr size_t kMostPages = 1'000'000;

// Reads `path` in the form that its name tells:
//   .tsv    a line of headings, then date, section and keywords (separated by
//           commas) on each line; every page gets `slots` slots of its own
//   .jsonl  a DecideRequest as JSON on each line
//   other   DecideRequests as protobuf, each after its length as a varint
//
// Requests are taken as they are, also those that the server will refuse.
//
// Errors: NOT_FOUND when the file cannot be opened; INVALID_ARGUMENT naming the
// line or message that is none, or when there are none or too many of them.
absl::StatusOr<std::vector<placard::v1::DecideRequest>> ReadPages(
    const std::string& path, size_t slots);

struct MadeUpPages {
  size_t pages = 10'000;
  size_t slots = 3;
  uint64_t seed = 1;
};

// News pages of a site with 400 sections three levels deep: 5 to 25 keywords of
// 50,000, few of them frequent and most rare (Zipf), a country, a device. The
// same arguments give the same pages.
std::vector<placard::v1::DecideRequest> MakeUpPages(const MadeUpPages& wanted);

// Adds `count` slots of the sizes that news pages have.
void AddSlots(size_t count, placard::v1::DecideRequest& request);

}  // namespace placard
