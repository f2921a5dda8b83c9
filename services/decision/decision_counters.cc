#include "services/decision/decision_counters.h"

#include <algorithm>

namespace placard {
namespace {

void Add(std::atomic<uint64_t>& counter, uint64_t value) {
  if (value != 0) counter.fetch_add(value, std::memory_order_relaxed);
}

bool IsAtOrAbove(const SectionPath& path, const SectionPath& below) {
  return path.size() <= below.size() &&
         std::equal(path.begin(), path.end(), below.begin());
}

std::string Join(const SectionPath& path) {
  std::string out;
  for (const std::string& segment : path) {
    if (!out.empty()) out += '/';
    out += segment;
  }
  return out;
}

}  // namespace

bool IsUnknownSection(const SitePolicy& policy, const SectionPath& path) {
  return !policy.sections.empty() &&
         std::none_of(policy.sections.begin(), policy.sections.end(),
                      [&](const SectionPath& known) {
                        return IsAtOrAbove(path, known);
                      });
}

void DecisionCounters::Count(const PageRequest& request,
                             const Decision& decision,
                             const SitePolicy& policy) {
  std::array<uint64_t, 3> slots = {};
  std::array<uint64_t, kReasons> reasons = {};
  for (const SlotResult& slot : decision.slots) {
    ++slots[static_cast<size_t>(slot.outcome)];
    for (size_t i = 0; i < kReasons; ++i) reasons[i] += slot.reasons[i] != 0;
  }
  Add(pages_, 1);
  for (size_t i = 0; i < slots.size(); ++i) Add(slots_[i], slots[i]);
  for (size_t i = 0; i < kReasons; ++i) Add(reasons_[i], reasons[i]);
  for (const SectionPath& path : request.page.sections) {
    if (IsUnknownSection(policy, path)) CountUnknown(path);
  }
}

void DecisionCounters::CountUnknown(const SectionPath& path) {
  Add(unknown_sections_, 1);
  // Any example will do: who does not get the lock has none to add.
  const std::unique_lock lock(mu_, std::try_to_lock);
  if (lock.owns_lock()) unknown_section_ = Join(path);
}

DecisionTotals DecisionCounters::totals() const {
  constexpr auto kRelaxed = std::memory_order_relaxed;
  DecisionTotals totals = {.pages = pages_.load(kRelaxed),
                           .refused = refused_.load(kRelaxed),
                           .slots = {},
                           .reasons = {},
                           .unknown_sections = unknown_sections_.load(kRelaxed),
                           .unknown_section = ""};
  for (size_t i = 0; i < slots_.size(); ++i) {
    totals.slots[i] = slots_[i].load(kRelaxed);
  }
  for (size_t i = 0; i < kReasons; ++i) {
    totals.reasons[i] = reasons_[i].load(kRelaxed);
  }
  const std::lock_guard lock(mu_);
  totals.unknown_section = unknown_section_;
  return totals;
}

}  // namespace placard
