// Sends page views to a server and compares every answer, slot by slot, with
// brute force on strings over the catalogue that the server was given.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "bench/workload/workload.h"
#include "engine/model/decision.h"
#include "grpcpp/channel.h"
#include "placard/v1/decision.pb.h"
#include "tests/support/leaf_coverage.h"

namespace placard {

// What was seen.
struct PageCheckReport {
  int64_t pages = 0;
  int64_t slots = 0;
  int64_t filled = 0;  // with paid advertisements
  int64_t house = 0;
  int64_t unfilled = 0;
  std::array<int64_t, kReasons> reasons = {};
  int64_t different_slots = 0;
  std::vector<std::string> first_differences;  // described; a few
  LeafCoverage leaves;  // of a sample of line items and pages
};

// Makes the server's catalogue hold exactly the workload's, and waits until it
// serves it.
// Errors: what the server answers; FAILED_PRECONDITION if an item is refused.
absl::Status ApplyWorkload(const std::shared_ptr<grpc::Channel>& channel,
                           const CatalogContents& contents);

// Asks for every page view, with its seed and instant, and compares outcome,
// reasons and advertisements of every slot. Progress goes to stderr.
// Errors: what the server answers to a page; a difference is none.
absl::StatusOr<PageCheckReport> CheckPages(
    const std::shared_ptr<grpc::Channel>& channel, const Workload& workload);

// A table for people.
std::string Print(const PageCheckReport& report);

}  // namespace placard
