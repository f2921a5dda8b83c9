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

Outcome OutcomeOf(const SlotResult& result) {
  if (result.ads.empty()) return Outcome::kUnfilled;
  // Paid advertisements come first.
  return result.ads.front().campaign->tier == Tier::kHouse ? Outcome::kHouse
                                                           : Outcome::kFilled;
}

// Takes the candidates of a page in rank order, tier after tier.
class Filling {
 public:
  Filling(DecideScratch& scratch, Decision& decision)
      : slots_(scratch.slots),
        draw_(scratch.draw),
        why_not_(scratch.why_not),
        decision_(decision) {}

  Visit Offer(const ServedLineItem& item, uint64_t accepting) {
    if (!in_tier_ || item.tier != draw_.tier()) {
      if (!NextTier(item.tier)) return Visit::kStop;
    } else if (draw_.DoneBefore(item)) {
      return Visit::kStop;
    }
    const bool in_draw = draw_.Offer(item, accepting);
    const bool house = item.tier == Tier::kHouse;
    if (!house) why_not_.Add(item, accepting, in_draw);
    const bool sampled = house || why_not_.full();
    return sampled && draw_.level_full() ? Visit::kNextLevel : Visit::kNext;
  }

  void Finish() {
    if (in_tier_) draw_.Fill(decision_);
  }

 private:
  // Fills from the tier that ends; returns whether a slot is left to fill.
  bool NextTier(Tier tier) {
    Finish();
    in_tier_ = false;
    if (slots_.open() == 0) return false;
    draw_.Begin(tier, slots_);
    in_tier_ = true;
    return true;
  }

  PageSlots& slots_;
  TierDraw& draw_;
  WhyNot& why_not_;
  Decision& decision_;
  bool in_tier_ = false;
};

}  // namespace

void Decide(const Snapshot& snapshot, const PageRequest& request,
            absl::Time instant, uint64_t seed, DecideScratch& scratch,
            Decision& decision) {
  Reset(request.slots.size(), decision);
  snapshot.Prepare(request, instant, scratch.search);
  scratch.slots.Begin(snapshot, scratch.search, request, seed);
  scratch.why_not.Begin();

  Filling filling(scratch, decision);
  snapshot.Search(scratch.search,
                  [&](const ServedLineItem& item, uint64_t accepting) {
                    return filling.Offer(item, accepting);
                  });
  filling.Finish();

  scratch.why_not.Explain(scratch.slots, decision);
  for (SlotResult& result : decision.slots) result.outcome = OutcomeOf(result);
  decision.ttl = std::clamp(snapshot.NextEdge(instant) - instant,
                            absl::ZeroDuration(), kMaxTtl);
}

}  // namespace placard
