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

namespace placard {

struct DecisionTotals {
  uint64_t pages = 0;
  uint64_t refused = 0;  // requests that were not answered with a decision
  std::array<uint64_t, 3> slots = {};           // by Outcome
  std::array<uint64_t, kReasons> reasons = {};  // slots that it held for
  uint64_t unknown_sections = 0;
  std::string unknown_section;  // one of them
};

// Whether `policy` lists sections and neither `path` nor anything below it is
// among them.
bool IsUnknownSection(const SitePolicy& policy, const SectionPath& path);

// Thread safety: thread-safe. Counts are relaxed: each is right, two of them
// need not be of one moment.
// Cost: a few atomic additions a page; never blocks.
class DecisionCounters {
 public:
  void Count(const PageRequest& request, const Decision& decision,
             const SitePolicy& policy);
  void CountRefused() { refused_.fetch_add(1, std::memory_order_relaxed); }

  DecisionTotals totals() const;

 private:
  void CountUnknown(const SectionPath& path);

  std::atomic<uint64_t> pages_ = 0;
  std::atomic<uint64_t> refused_ = 0;
  std::array<std::atomic<uint64_t>, 3> slots_ = {};
  std::array<std::atomic<uint64_t>, kReasons> reasons_ = {};
  std::atomic<uint64_t> unknown_sections_ = 0;

  mutable std::mutex mu_;
  std::string unknown_section_;  // guarded by mu_
};

}  // namespace placard
