#include "engine/explain/candidates.h"

#include <algorithm>

#include "absl/numeric/int128.h"
#include "engine/base/hash.h"

namespace placard {
namespace {

uint64_t BitOf(size_t slot) { return uint64_t{1} << slot; }

bool FitsSome(const Creative& creative, const std::vector<Size>& sizes) {
  return std::any_of(sizes.begin(), sizes.end(), [&](const Size& size) {
    return Fits(size, creative.size);
  });
}

}  // namespace

Candidates::Candidates(const Snapshot& snapshot, const PageRequest& request,
                       absl::Time instant, uint64_t seed,
                       SearchScratch& scratch)
    : snapshot_(snapshot),
      request_(request),
      scratch_(scratch),
      draw_base_(Mix(seed, HashBytes(request.request_id))),
      site_floor_(snapshot.site_policy().FloorFor(request.page)) {
  for (size_t i = 0; i < request.slots.size(); ++i) {
    if (request.slots[i].count > 0) open_ |= BitOf(i);
  }
  snapshot.Prepare(request, instant, scratch);
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
  const ServedLineItem& item = snapshot_.line_item(*candidate.row);
  CandidateFact fact = {
      .item = &item, .rank = candidate.row->rank, .accepting = candidate.slots};
  for (const ServedCreative& creative : item.creatives) {
    uint64_t fitting = 0;
    for (size_t i = 0; i < request_.slots.size(); ++i) {
      if ((fact.accepting & BitOf(i)) == 0) continue;
      if (FitsSome(*creative.creative, request_.slots[i].sizes)) {
        fitting |= BitOf(i);
      }
    }
    fact.fitting |= fitting;
    if ((fitting & ~fact.usable) == 0) continue;
    if (!snapshot_.CreativeBlocked(item, creative, scratch_)) {
      fact.usable |= fitting;
    }
  }
  const bool bids = fact.rank.tier() == Tier::kPricePriority;
  for (size_t i = 0; i < request_.slots.size(); ++i) {
    const Micros floor = std::max(request_.slots[i].floor, site_floor_);
    if (bids && fact.rank.value() < floor.value()) continue;
    fact.paying |= fact.usable & BitOf(i);
  }
  return fact;
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
      if (races && (fact.paying & open_) != 0) fact.place = ++place;
    }
    ShareVoice(std::span(facts_).subspan(begin, end - begin));
    begin = end;
  }
}

// Shares lie end to end on a circle of 100; the page is one point of it.
void Candidates::ShareVoice(std::span<CandidateFact> level) {
  const uint64_t draw = Mix(draw_base_, HashBytes("share of voice"));
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
