#include "engine/explain/candidates.h"

#include <span>

#include "absl/numeric/int128.h"
#include "engine/base/hash.h"

namespace placard {
namespace {

constexpr uint64_t kShareHash = HashBytes("share of voice");

}  // namespace

Candidates::Candidates(const Snapshot& snapshot, const PageRequest& request,
                       absl::Time instant, uint64_t seed,
                       SearchScratch& scratch)
    : snapshot_(snapshot) {
  snapshot.Prepare(request, instant, scratch);
  slots_.Begin(snapshot, scratch, request, seed);
  snapshot.Search(scratch, [&](const SearchCandidate& candidate) {
    facts_.push_back(LookAt(candidate));
    return Visit::kNext;
  });
  PlaceInLevels();
  by_line_item_.reserve(facts_.size());
  for (size_t i = 0; i < facts_.size(); ++i) {
    by_line_item_.emplace(facts_[i].item->line_item, i);
  }
}

const CandidateFact* Candidates::Find(const LineItem* line_item) const {
  const auto found = by_line_item_.find(line_item);
  return found == by_line_item_.end() ? nullptr : &facts_[found->second];
}

CandidateFact Candidates::LookAt(const SearchCandidate& candidate) const {
  const Row& row = *candidate.row;
  const uint64_t usable = slots_.Usable(row, candidate.slots);
  return {.item = &snapshot_.line_item(row),
          .rank = row.rank,
          .accepting = candidate.slots,
          .fitting = slots_.Fitting(row, candidate.slots),
          .usable = usable,
          .paying = slots_.AboveFloor(row, usable)};
}

void Candidates::PlaceInLevels() {
  for (size_t begin = 0; begin < facts_.size();) {
    const Rank rank = facts_[begin].rank;
    size_t place = 0;
    size_t end = begin;
    for (; end < facts_.size() && facts_[end].rank.SharesLevelWith(rank);
         ++end) {
      CandidateFact& fact = facts_[end];
      const bool races =
          rank.tier() == Tier::kPricePriority || fact.rank.value() > 0;
      if (races && (fact.paying & slots_.open()) != 0) fact.place = ++place;
    }
    ShareVoice(std::span(facts_).subspan(begin, end - begin));
    begin = end;
  }
}

// Shares lie end to end on a circle of 100; the page is one point of it.
void Candidates::ShareVoice(std::span<CandidateFact> level) {
  const uint64_t draw = slots_.Draw(kShareHash);
  const auto point =
      static_cast<int32_t>(absl::Uint128High64(absl::uint128(draw) * 100));
  int32_t begin = 0;
  for (CandidateFact& fact : level) {
    const int32_t share = fact.item->line_item->share_of_voice;
    if (share == 0 || !fact.in_draw()) continue;
    const int32_t from_begin = (point - begin % 100 + 100) % 100;
    fact.in_share = from_begin < share;
    begin += share;
  }
}

}  // namespace placard
