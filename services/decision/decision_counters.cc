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
  Stripe& mine = stripe();
  Add(mine.pages, 1);
  for (size_t i = 0; i < slots.size(); ++i) Add(mine.slots[i], slots[i]);
  for (size_t i = 0; i < kReasons; ++i) Add(mine.reasons[i], reasons[i]);
  for (const SectionPath& path : request.page.sections) {
    if (IsUnknownSection(policy, path)) CountUnknown(mine, path);
  }
}

void DecisionCounters::CountRefused() { Add(stripe().refused, 1); }

void DecisionCounters::CountTokenRefused(TokenRefusal why) {
  Add(stripe().tokens[static_cast<size_t>(why)], 1);
}

DecisionCounters::Stripe& DecisionCounters::stripe() {
  // Relaxed: any number will do, they only have to spread.
  static std::atomic<size_t> next = 0;
  thread_local const size_t kMine =
      next.fetch_add(1, std::memory_order_relaxed) % kStripes;
  return stripes_[kMine];
}

void DecisionCounters::CountUnknown(Stripe& stripe, const SectionPath& path) {
  Add(stripe.unknown_sections, 1);
  // Any example will do: who does not get the lock has none to add.
  const std::unique_lock lock(mu_, std::try_to_lock);
  if (lock.owns_lock()) unknown_section_ = Join(path);
}

DecisionTotals DecisionCounters::totals() const {
  constexpr auto kRelaxed = std::memory_order_relaxed;
  DecisionTotals totals;
  for (const Stripe& stripe : stripes_) {
    totals.pages += stripe.pages.load(kRelaxed);
    totals.refused += stripe.refused.load(kRelaxed);
    for (size_t i = 0; i < kTokenRefusals; ++i) {
      totals.tokens[i] += stripe.tokens[i].load(kRelaxed);
    }
    for (size_t i = 0; i < totals.slots.size(); ++i) {
      totals.slots[i] += stripe.slots[i].load(kRelaxed);
    }
    for (size_t i = 0; i < kReasons; ++i) {
      totals.reasons[i] += stripe.reasons[i].load(kRelaxed);
    }
    totals.unknown_sections += stripe.unknown_sections.load(kRelaxed);
  }
  const std::lock_guard lock(mu_);
  totals.unknown_section = unknown_section_;
  return totals;
}

}  // namespace placard
