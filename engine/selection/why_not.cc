#include "engine/selection/why_not.h"

#include <algorithm>

#include "engine/base/hash.h"

namespace placard {
namespace {

std::vector<LineItemOutcome>::iterator Find(
    std::vector<LineItemOutcome>& outcomes, uint64_t name_hash) {
  return std::find_if(outcomes.begin(), outcomes.end(),
                      [&](const LineItemOutcome& outcome) {
                        return outcome.name_hash == name_hash;
                      });
}

template <typename T>
bool Contains(const std::vector<T>& values, const T& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

}  // namespace

void WhyNot::Add(const Row& row, uint64_t accepting, bool in_draw) {
  if (full()) return;
  sample_.push_back({.row = &row, .accepting = accepting, .in_draw = in_draw});
}

Reason WhyNot::ReasonFor(const Candidate& candidate, int slot,
                         const PageSlots& slots) {
  const Row& row = *candidate.row;
  const uint64_t bit = uint64_t{1} << slot;
  if ((candidate.accepting & bit) == 0) return Reason::kSlotTargeting;
  if (slots.Fitting(row, bit) == 0) return Reason::kSize;
  if (slots.Usable(row, bit) == 0) return Reason::kBlocked;
  if (slots.AboveFloor(row, bit) == 0) return Reason::kBelowFloor;
  if (!candidate.in_draw) return Reason::kOutsideDraw;
  return Reason::kDuplicate;
}

void WhyNot::Explain(const PageSlots& slots, Decision& decision) const {
  for (size_t i = 0; i < slots.size(); ++i) {
    SlotResult& result = decision.slots[i];
    const auto slot = static_cast<int>(i);
    if (slots.paid(slot) == slots.slot(slot).count) continue;
    if (sample_.empty()) {
      result.reasons[static_cast<size_t>(Reason::kNoCandidate)] = 1;
    }
    for (const Candidate& candidate : sample_) {
      if (slots.Shows(slot, candidate.row->key)) continue;
      const Reason reason = ReasonFor(candidate, slot, slots);
      ++result.reasons[static_cast<size_t>(reason)];
    }
  }
}

void WhyNot::AddServed(const Decision& decision) {
  shown_campaigns_.clear();
  campaigns_outside_.clear();
  for (const SlotResult& slot : decision.slots) {
    for (const Ad& ad : slot.ads) {
      const uint64_t hash = HashBytes(ad.line_item->name);
      const auto known = Find(outcomes_, hash);
      if (known != outcomes_.end()) {
        ++known->served;
        continue;
      }
      outcomes_.push_back({.name_hash = hash, .served = 1});
      AddShownCampaign(hash, *ad.campaign);
    }
  }
}

// By key, which is at hand in rows, if it can be.
void WhyNot::AddShownCampaign(uint64_t line_item, const Campaign& campaign) {
  const auto sampled = std::find_if(
      sample_.begin(), sample_.end(), [&](const Candidate& candidate) {
        return candidate.row->name_hash == line_item;
      });
  if (sampled != sample_.end()) {
    shown_campaigns_.push_back(sampled->row->campaign_key);
  } else if (campaign.tier != Tier::kHouse) {
    campaigns_outside_.push_back(&campaign);
  }
}

bool WhyNot::IsCampaignShown(const Row& row, const PageSlots& slots) const {
  if (Contains(shown_campaigns_, row.campaign_key)) return true;
  return !campaigns_outside_.empty() &&
         Contains(campaigns_outside_, slots.line_item(row).campaign);
}

std::span<const LineItemOutcome> WhyNot::Outcomes(const PageSlots& slots,
                                                  const Decision& decision) {
  outcomes_.clear();
  AddServed(decision);
  const auto served = static_cast<std::ptrdiff_t>(outcomes_.size());
  for (const Candidate& candidate : sample_) {
    const uint64_t hash = candidate.row->name_hash;
    const auto shown_end = outcomes_.begin() + served;
    const auto is_it = [&](const LineItemOutcome& outcome) {
      return outcome.name_hash == hash;
    };
    if (std::any_of(outcomes_.begin(), shown_end, is_it)) continue;
    outcomes_.push_back(
        {.name_hash = hash, .reason = FurthestReason(candidate, slots)});
  }
  return outcomes_;
}

// As ReasonFor, of all slots at once; but where a slot is full, it is full of
// others.
std::optional<Reason> WhyNot::FurthestReason(const Candidate& candidate,
                                             const PageSlots& slots) const {
  const Row& row = *candidate.row;
  const uint64_t fitting = slots.Fitting(row, candidate.accepting);
  if (fitting == 0) return Reason::kSize;
  const uint64_t usable = slots.Usable(row, fitting);
  if (usable == 0) return Reason::kBlocked;
  const uint64_t paying = slots.AboveFloor(row, usable);
  if (paying == 0) return Reason::kBelowFloor;
  const bool races =
      row.rank.tier() == Tier::kPricePriority || row.rank.value() > 0;
  if (!races) return Reason::kOutsideDraw;
  bool all_full = true;
  ForEachSlot(paying,
              [&](int i) { all_full &= slots.paid(i) == slots.slot(i).count; });
  // In slots that tiers before filled nobody draws.
  if (!candidate.in_draw && !all_full) return Reason::kOutsideDraw;
  if (!all_full || IsCampaignShown(row, slots)) return Reason::kDuplicate;
  return std::nullopt;
}

}  // namespace placard
