#include "engine/engine.h"

#include <algorithm>

#include "engine/selection/page_choice.h"

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

// Takes the candidates of a page in rank order until no other can improve what
// fills it.
class Filling {
 public:
  Filling(const Snapshot& snapshot, DecideScratch& scratch)
      : snapshot_(snapshot),
        search_(scratch.search),
        slots_(scratch.contest.slots),
        candidates_(scratch.contest.candidates),
        pair_hash_{.slots = slots_, .candidates = candidates_},
        filler_(scratch.filler),
        why_not_(scratch.why_not) {}

  Visit Offer(const SearchCandidate& candidate) {
    const Row& row = *candidate.row;
    const bool house = row.rank.tier() == Tier::kHouse;
    const bool new_level = !candidates_.InLevel(row);
    if (new_level && DoneBefore(row)) return Visit::kStop;
    const Standing standing = candidates_.Offer(row, candidate.slots);
    if (!house) why_not_.Add(row, candidate.slots, standing);
    if (!house && !why_not_.full()) return Visit::kNext;
    if (candidates_.full()) return Visit::kStop;
    if (candidates_.level_full()) return Visit::kNextLevel;
    return PassOverUnfit();
  }

  // The best of all that was offered.
  FillResult Finish() {
    if (proven_) return fill_;
    candidates_.CloseLevel();
    if (RestIsIdle()) return fill_;
    candidates_.AddRest();
    fill_ = Fill(std::nullopt);
    if (candidates_.left_out() && fill_.nodes > 0) fill_.optimal = false;
    return fill_;
  }

 private:
  // So many that do not fit cost more than passing over them.
  static constexpr size_t kMany = 128;

  // So many spares are waited for before it is tried again to do without more.
  static constexpr size_t kSparesBetween = 16;

  FillResult Fill(std::optional<Phantoms> phantoms) {
    return filler_.Fill(candidates_.problem(phantoms), pair_hash_);
  }

  // Whether nothing from the row on, which begins a level, is asked for.
  bool DoneBefore(const Row& row) {
    candidates_.CloseLevel();
    if (candidates_.open() != 0) return false;
    if (RestIsIdle()) return true;
    candidates_.AddRest();
    if (candidates_.spares_full()) {
      return why_not_.full() || row.rank.tier() == Tier::kHouse;
    }
    if (candidates_.spares() < next_try_) return false;
    next_try_ = candidates_.spares() + kSparesBetween;
    return Proves(candidates_.PhantomsFrom(row));
  }

  // Whether the level's first entries are enough: its rest, and all that comes
  // behind, can improve nothing.
  bool RestIsIdle() {
    if (!candidates_.has_rest() || candidates_.open() != 0 ||
        candidates_.left_out()) {
      return false;
    }
    if (MayTry() && !candidates_.waits() && FillsInOrder()) return true;
    candidates_.AddFirst();
    return candidates_.has_rest() && Proves(candidates_.PhantomsOfRest());
  }

  // Whether it is asked yet if the level is enough.
  bool MayTry() const {
    return candidates_.has_unordered() ||
           (!candidates_.spares_full() && candidates_.spares() >= next_try_);
  }

  // Whether taking candidates in order as they fit leaves no place to any that
  // comes behind.
  bool FillsInOrder() {
    const std::optional<FillResult> fill =
        filler_.FillWhole(candidates_.problem(std::nullopt), pair_hash_);
    proven_ = fill.has_value();
    if (proven_) fill_ = *fill;
    return proven_;
  }

  bool Proves(std::optional<Phantoms> phantoms) {
    if (!phantoms.has_value()) return false;
    fill_ = Fill(phantoms);
    proven_ = fill_.phantoms == 0 && fill_.optimal;
    return proven_;
  }

  // Nothing is said any more of line items that fit nowhere.
  Visit PassOverUnfit() {
    const uint64_t wanted =
        candidates_.spares_full() ? candidates_.open() : slots_.all();
    if (wanted != wanted_) {
      wanted_ = wanted;
      sizes_ = slots_.Sizes(wanted);
      restricted_ = false;
    }
    if (sizes_ == 0) return Visit::kStop;  // nothing ever fits
    if (restricted_ || ++offered_ < kMany) return Visit::kNext;
    restricted_ = true;
    snapshot_.RestrictTo(sizes_, search_);
    return Visit::kNext;
  }

  struct PairDraws {
    const PageSlots& slots;
    const PageCandidates& candidates;

    uint32_t operator()(uint32_t candidate, int slot) const {
      const PageCandidates::Source& source = candidates.source(candidate);
      return slots.PairDraw(slot, source.row->name_hash, source.creative);
    }
  };

  const Snapshot& snapshot_;
  SearchScratch& search_;
  const PageSlots& slots_;
  PageCandidates& candidates_;
  PairDraws pair_hash_;
  PageFiller& filler_;
  WhyNot& why_not_;
  FillResult fill_;
  bool proven_ = false;
  size_t next_try_ = 0;             // how many spares there are then
  size_t offered_ = 0;              // since the sample was full
  uint64_t wanted_ = ~uint64_t{0};  // slots, and the sizes that they take
  SizeMask sizes_ = ~SizeMask{0};
  bool restricted_ = false;  // the search, to them
};

}  // namespace

void Decide(const Snapshot& snapshot, const PageRequest& request,
            absl::Time instant, uint64_t seed, const DeliveryView& delivery,
            DecideScratch& scratch, Decision& decision) {
  Reset(request.slots.size(), decision);
  snapshot.Prepare(request, instant, scratch.search);
  scratch.contest.Begin(snapshot, scratch.search, request, instant, seed,
                        delivery);
  scratch.why_not.Begin();

  Filling filling(snapshot, scratch);
  snapshot.Search(scratch.search, [&](const SearchCandidate& candidate) {
    return filling.Offer(candidate);
  });
  const FillResult fill = filling.Finish();
  decision.optimal = fill.optimal;
  ShowAds(fill, scratch.contest, decision);
  scratch.why_not.Explain(scratch.contest, decision);
  decision.ttl = std::clamp(snapshot.NextEdge(instant) - instant,
                            absl::ZeroDuration(), kMaxTtl);
}

void Decide(const Snapshot& snapshot, const PageRequest& request,
            absl::Time instant, uint64_t seed, DecideScratch& scratch,
            Decision& decision) {
  Decide(snapshot, request, instant, seed, NothingDelivered(), scratch,
         decision);
}

}  // namespace placard
