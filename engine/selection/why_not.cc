#include "engine/selection/why_not.h"

#include <algorithm>

namespace placard {
namespace {

bool Shows(const SlotResult& result, const Row& row, const PageSlots& slots) {
  return std::any_of(result.ads.begin(), result.ads.end(), [&](const Ad& ad) {
    return ad.line_item == slots.line_item(row).line_item;
  });
}

// What keeps a line item that was in the draw, or could not be, from standing
// beside what is shown: of its creatives that are usable in `slots` the one
// that comes farthest counts. None: it might stand beside all of it.
std::optional<Reason> ConflictOf(const ServedLineItem& item, uint64_t slots,
                                 PageContest& contest) {
  const PageShown& shown = contest.ShownWithChosen();
  Reason farthest = Reason::kDuplicate;
  for (const ServedCreative& creative : item.creatives) {
    if (contest.slots.Usable(item, creative, slots) == 0) continue;
    const std::optional<Reason> reason = shown.Against(item, creative);
    if (!reason.has_value()) return std::nullopt;
    farthest = std::max(farthest, *reason);
  }
  return farthest;
}

// Whether it might only serve beside others that are not shown.
bool LacksOthers(const ServedLineItem& item, const PageShown& shown) {
  const Campaign& campaign = *item.campaign;
  const std::optional<uint32_t>& master = item.line_item->companion_of;
  return campaign.roadblock == Roadblock::kAll ||
         (master.has_value() &&
          !shown.ShowsLineItem(campaign.line_items[*master].name));
}

}  // namespace

void WhyNot::Add(const Row& row, uint64_t accepting, Standing standing) {
  if (full()) return;
  sample_.push_back(
      {.row = &row, .accepting = accepting, .standing = standing});
}

Reason WhyNot::ReasonFor(const Candidate& candidate, int slot,
                         PageContest& contest) {
  const PageSlots& slots = contest.slots;
  const Row& row = *candidate.row;
  const uint64_t bit = uint64_t{1} << slot;
  if ((candidate.accepting & bit) == 0) return Reason::kSlotTargeting;
  if (slots.Fitting(row, bit) == 0) return Reason::kSize;
  if (slots.Usable(row, bit) == 0) return Reason::kBlocked;
  if (slots.AboveFloor(row, bit) == 0) return Reason::kBelowFloor;
  if (slots.Eligible(row, bit) == 0) return Reason::kOutsideDraw;
  if (candidate.standing == Standing::kCut) return Reason::kOutsideDraw;
  if (candidate.standing == Standing::kOutOfShare) {
    return Reason::kShareOfVoice;
  }
  return ConflictOf(slots.line_item(row), bit, contest)
      .value_or(Reason::kRoadblock);
}

void WhyNot::Explain(PageContest& contest, Decision& decision) const {
  const PageSlots& slots = contest.slots;
  for (size_t i = 0; i < slots.size(); ++i) {
    SlotResult& result = decision.slots[i];
    const auto slot = static_cast<int>(i);
    if (contest.paid[i] == slots.slot(slot).count) continue;
    if (sample_.empty()) {
      result.reasons[static_cast<size_t>(Reason::kNoCandidate)] = 1;
    }
    for (const Candidate& candidate : sample_) {
      if (Shows(result, *candidate.row, slots)) continue;
      const Reason reason = ReasonFor(candidate, slot, contest);
      ++result.reasons[static_cast<size_t>(reason)];
    }
  }
}

std::span<const LineItemOutcome> WhyNot::Outcomes(PageContest& contest) {
  outcomes_.clear();
  const auto outcome_of = [&](const Row& row, size_t among) {
    return std::find_if(outcomes_.begin(),
                        outcomes_.begin() + static_cast<std::ptrdiff_t>(among),
                        [&](const LineItemOutcome& outcome) {
                          return outcome.name_hash == row.name_hash;
                        });
  };
  for (const PageCandidates::Source& ad : contest.chosen) {
    const auto known = outcome_of(*ad.row, outcomes_.size());
    if (known == outcomes_.end()) {
      outcomes_.push_back({.name_hash = ad.row->name_hash, .served = 1});
    } else {
      ++known->served;
    }
  }
  const size_t served = outcomes_.size();
  for (const Candidate& candidate : sample_) {
    const auto end = outcomes_.begin() + static_cast<std::ptrdiff_t>(served);
    if (outcome_of(*candidate.row, served) != end) continue;
    outcomes_.push_back({.name_hash = candidate.row->name_hash,
                         .reason = FurthestReason(candidate, contest)});
  }
  return outcomes_;
}

// As ReasonFor, of all slots at once. Who was in the draw may fill some slot,
// which spares most of it; if nothing keeps it off, others fill that.
std::optional<Reason> WhyNot::FurthestReason(const Candidate& candidate,
                                             PageContest& contest) {
  const PageSlots& slots = contest.slots;
  const Row& row = *candidate.row;
  if (candidate.standing == Standing::kCut) return Reason::kOutsideDraw;
  if (candidate.standing == Standing::kOutOfShare) {
    return Reason::kShareOfVoice;
  }
  if (candidate.standing == Standing::kKeptOff) {
    const uint64_t fitting = slots.Fitting(row, candidate.accepting);
    if (fitting == 0) return Reason::kSize;
    const uint64_t usable = slots.Usable(row, fitting);
    if (usable == 0) return Reason::kBlocked;
    const uint64_t paying = slots.AboveFloor(row, usable);
    if (paying == 0) return Reason::kBelowFloor;
    if (slots.Eligible(row, paying) == 0) return Reason::kOutsideDraw;
  }
  if (!contest.may_conflict(row)) {
    // Only as another one of a campaign that is shown.
    const bool is_shown =
        std::any_of(contest.chosen.begin(), contest.chosen.end(),
                    [&](const PageCandidates::Source& ad) {
                      return ad.row->campaign_key == row.campaign_key;
                    });
    if (is_shown) return Reason::kDuplicate;
  } else {
    const ServedLineItem& item = slots.line_item(row);
    const std::optional<Reason> conflict =
        ConflictOf(item, slots.Eligible(row, candidate.accepting), contest);
    if (conflict.has_value()) return conflict;
    if (LacksOthers(item, contest.ShownWithChosen())) return Reason::kRoadblock;
  }
  return std::nullopt;
}

}  // namespace placard
