#include "engine/explain/candidates.h"

namespace placard {

Candidates::Candidates(const Snapshot& snapshot, const PageRequest& request,
                       absl::Time instant, uint64_t seed,
                       SearchScratch& scratch)
    : snapshot_(snapshot) {
  snapshot.Prepare(request, instant, scratch);
  contest_.Begin(snapshot, scratch, request, instant, seed, NothingDelivered());
  snapshot.Search(scratch, [&](const SearchCandidate& candidate) {
    facts_.push_back(LookAt(candidate));
    return Visit::kNext;
  });
  by_line_item_.reserve(facts_.size());
  for (size_t i = 0; i < facts_.size(); ++i) {
    by_line_item_.emplace(facts_[i].item->line_item, i);
  }
}

const CandidateFact* Candidates::Find(const LineItem* line_item) const {
  const auto found = by_line_item_.find(line_item);
  return found == by_line_item_.end() ? nullptr : &facts_[found->second];
}

CandidateFact Candidates::LookAt(const SearchCandidate& candidate) {
  const Row& row = *candidate.row;
  const PageSlots& slots = contest_.slots;
  const uint64_t usable = slots.Usable(row, candidate.slots);
  if (!contest_.candidates.InLevel(row)) wanted_ = 0;
  const Standing standing = contest_.candidates.Offer(row, candidate.slots);
  wanted_ += standing >= Standing::kCut;
  return {.item = &snapshot_.line_item(row),
          .rank = row.rank,
          .accepting = candidate.slots,
          .fitting = slots.Fitting(row, candidate.slots),
          .usable = usable,
          .paying = slots.AboveFloor(row, usable),
          .standing = standing,
          .place = wanted_};
}

}  // namespace placard
