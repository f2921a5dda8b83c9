#include "engine/engine.h"

#include <algorithm>

namespace placard {
namespace {

void Reset(size_t slots, Decision& decision) {
  decision.slots.resize(slots);
  for (SlotResult& result : decision.slots) {
    result.outcome = Outcome::kUnfilled;
    result.reasons.fill(0);
    result.ads.clear();  // keeps its capacity
  }
}

Outcome OutcomeOf(const SlotResult& result, int32_t paid) {
  if (paid > 0) return Outcome::kFilled;
  return result.ads.empty() ? Outcome::kUnfilled : Outcome::kHouse;
}

// Takes the candidates of a page in rank order, tier after tier.
class Filling {
 public:
  Filling(const Snapshot& snapshot, DecideScratch& scratch, Decision& decision)
      : snapshot_(snapshot),
        search_(scratch.search),
        slots_(scratch.slots),
        draw_(scratch.draw),
        why_not_(scratch.why_not),
        decision_(decision) {}

  Visit Offer(const SearchCandidate& candidate) {
    const Row& row = *candidate.row;
    const bool is_new = !in_tier_ || row.rank.tier() != draw_.tier();
    if (is_new) {
      if (!NextTier(row.rank.tier())) return Visit::kStop;
    } else if (draw_.DoneBefore(row)) {
      return Visit::kStop;
    }
    const bool in_draw = draw_.Offer(row, candidate.slots);
    const bool house = row.rank.tier() == Tier::kHouse;
    if (!house) why_not_.Add(row, candidate.slots, in_draw);
    const bool sampled = house || why_not_.full();
    if (!sampled) return Visit::kNext;
    if (draw_.level_full()) return Visit::kNextLevel;
    return PassOverUnfit(is_new);
  }

  void Finish() {
    if (in_tier_) draw_.Fill(decision_);
  }

 private:
  // So many that do not fit cost more than passing over them.
  static constexpr size_t kMany = 128;

  // Fills from the tier that ends; returns whether a slot is left to fill.
  bool NextTier(Tier tier) {
    Finish();
    in_tier_ = false;
    if (slots_.open() == 0) return false;
    draw_.Begin(tier, slots_);
    in_tier_ = true;
    return true;
  }

  // Nothing is said any more of line items that fit nowhere.
  Visit PassOverUnfit(bool in_new_tier) {
    const SizeMask sizes = slots_.OpenSizes();
    if (sizes == 0) return Visit::kStop;  // nothing ever fits
    if (++offered_ == kMany || (offered_ > kMany && in_new_tier)) {
      snapshot_.RestrictTo(sizes, search_);
    }
    return Visit::kNext;
  }

  const Snapshot& snapshot_;
  SearchScratch& search_;
  PageSlots& slots_;
  TierDraw& draw_;
  WhyNot& why_not_;
  Decision& decision_;
  bool in_tier_ = false;
  size_t offered_ = 0;  // since the sample was full
};

}  // namespace

void Decide(const Snapshot& snapshot, const PageRequest& request,
            absl::Time instant, uint64_t seed, DecideScratch& scratch,
            Decision& decision) {
  Reset(request.slots.size(), decision);
  snapshot.Prepare(request, instant, scratch.search);
  scratch.slots.Begin(snapshot, scratch.search, request, seed);
  scratch.why_not.Begin();

  Filling filling(snapshot, scratch, decision);
  snapshot.Search(scratch.search, [&](const SearchCandidate& candidate) {
    return filling.Offer(candidate);
  });
  filling.Finish();

  scratch.why_not.Explain(scratch.slots, decision);
  for (size_t i = 0; i < decision.slots.size(); ++i) {
    SlotResult& result = decision.slots[i];
    result.outcome = OutcomeOf(result, scratch.slots.paid(static_cast<int>(i)));
  }
  decision.ttl = std::clamp(snapshot.NextEdge(instant) - instant,
                            absl::ZeroDuration(), kMaxTtl);
}

}  // namespace placard
