#include "engine/filler/page_filler.h"

#include <algorithm>

namespace placard {

FillResult PageFiller::Fill(const FillProblem& problem, PairHash pair_hash) {
  PageSearch::Outcome outcome;
  if (!FillInOrder(problem)) outcome = search_.Find(problem, chosen_);
  Place(problem, pair_hash);
  return {.ads = ads_,
          .phantoms = chosen_.phantoms,
          .optimal = outcome.optimal,
          .nodes = outcome.nodes};
}

std::optional<FillResult> PageFiller::FillWhole(const FillProblem& problem,
                                                PairHash pair_hash) {
  if (!FillInOrder(problem) || !matching_.full()) return std::nullopt;
  Place(problem, pair_hash);
  return FillResult{.ads = ads_};
}

// Takes in order what fits. False if something that fits was in the way of
// another, or lacked another: what is taken then may not be the best.
bool PageFiller::FillInOrder(const FillProblem& problem) {
  matching_.Reset(problem.places);
  taken_.Reset(problem);
  chosen_.Clear();
  bool grouped = false;
  for (uint32_t i = 0; i < problem.candidates.size(); ++i) {
    if (matching_.full()) break;
    const FillCandidate& candidate = problem.candidates[i];
    const bool lacks_master =
        candidate.master != kNoNumber && !taken_.HasLineItem(candidate.master);
    if (lacks_master || taken_.Excludes(candidate)) {
      if (CoveredByChosen(problem, candidate)) continue;
      if (matching_.Fits(candidate.slots)) return false;
    } else if (matching_.Add(candidate.slots)) {
      taken_.Take(i);
      chosen_.positions.push_back(i);
      grouped |= candidate.group != kNoNumber;
    }
  }
  if (problem.phantoms.has_value()) chosen_.phantoms = matching_.free_places();
  return !grouped || GroupsWhole(problem);
}

// Whether one that is chosen stands in for it wherever it may be: the two count
// as one, which may fill what the chosen one may.
bool PageFiller::CoveredByChosen(const FillProblem& problem,
                                 const FillCandidate& candidate) const {
  const uint32_t widest = WidestUnit(candidate);
  if (widest == kNoNumber) return false;
  const std::optional<uint32_t> holder = taken_.HolderOf(widest);
  if (!holder.has_value()) return false;
  const FillCandidate& chosen = problem.candidates[*holder];
  return WidestUnit(chosen) == widest && (candidate.slots & ~chosen.slots) == 0;
}

bool PageFiller::GroupsWhole(const FillProblem& problem) {
  group_line_items_.Clear(problem.group_line_items.size());
  line_item_seen_.Clear(problem.line_items);
  for (const uint32_t i : chosen_.positions) {
    const FillCandidate& candidate = problem.candidates[i];
    if (candidate.group == kNoNumber) continue;
    bool& seen = line_item_seen_[candidate.line_item];
    if (!seen) ++group_line_items_[candidate.group];
    seen = true;
  }
  for (uint32_t g = 0; g < problem.group_line_items.size(); ++g) {
    const uint32_t chosen = group_line_items_[g];
    if (chosen != 0 && chosen != problem.group_line_items[g]) return false;
  }
  return true;
}

void PageFiller::Place(const FillProblem& problem, PairHash pair_hash) {
  slots_.clear();
  for (const uint32_t i : chosen_.positions) {
    slots_.push_back(problem.candidates[i].slots);
  }
  const bool spread = !problem.slot_draws.empty() &&
                      std::any_of(problem.places.begin(), problem.places.end(),
                                  [](uint8_t places) { return places > 1; });
  const std::span<const uint8_t> places =
      spread ? spread_.Loads(problem.places, slots_, problem.slot_draws)
             : problem.places;
  const std::span<const int> slots =
      cheapest_.Assign(places, slots_, [&](size_t ad, int slot) {
        return pair_hash(chosen_.positions[ad], slot);
      });
  ads_.clear();
  for (size_t ad = 0; ad < slots.size(); ++ad) {
    ads_.push_back({.candidate = chosen_.positions[ad], .slot = slots[ad]});
  }
}

}  // namespace placard
