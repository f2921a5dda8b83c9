// What has been decided since the start, for logs and metrics.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

#include "engine/model/campaign.h"
#include "engine/model/decision.h"
#include "engine/model/page.h"
#include "services/token/token_codec.h"

namespace placard {

struct DecisionTotals {
  uint64_t pages = 0;
  uint64_t refused = 0;  // requests that were not answered with a decision
  std::array<uint64_t, kTokenRefusals> tokens = {};  // refused, by TokenRefusal
  std::array<uint64_t, 3> slots = {};                // by Outcome
  std::array<uint64_t, kReasons> reasons = {};       // slots that it held for
  uint64_t unknown_sections = 0;
  std::string unknown_section;  // one of them
};

// Whether `policy` lists sections and neither `path` nor anything below it is
// among them.
bool IsUnknownSection(const SitePolicy& policy, const SectionPath& path);

// Threads count apart from each other, so that they do not wait for one cache
// line; totals() adds them up.
//
// Thread safety: thread-safe. Counts are relaxed: each is right, two of them
// need not be of one moment.
// Cost: a few atomic additions a page; never blocks.
class DecisionCounters {
 public:
  void Count(const PageRequest& request, const Decision& decision,
             const SitePolicy& policy);
  void CountRefused();
  void CountTokenRefused(TokenRefusal why);

  DecisionTotals totals() const;

 private:
  static constexpr size_t kStripes = 16;

  struct alignas(64) Stripe {
    std::atomic<uint64_t> pages = 0;
    std::atomic<uint64_t> refused = 0;
    std::array<std::atomic<uint64_t>, kTokenRefusals> tokens = {};
    std::array<std::atomic<uint64_t>, 3> slots = {};
    std::array<std::atomic<uint64_t>, kReasons> reasons = {};
    std::atomic<uint64_t> unknown_sections = 0;
  };

  Stripe& stripe();
  void CountUnknown(Stripe& stripe, const SectionPath& path);

  std::array<Stripe, kStripes> stripes_;

  mutable std::mutex mu_;
  std::string unknown_section_;  // guarded by mu_
};

}  // namespace placard
