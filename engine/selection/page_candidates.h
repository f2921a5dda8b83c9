// Who competes for the places of a page, as the filler wants it: numbered, best
// first, with what each may not stand beside.
//
// Line items come in rank order. Those of one level race; of a level the first
// kDrawSize that may fill a slot which is still open when the level begins are
// in the draw. A slot is open as long as what comes before the level, taken in
// order, leaves room in it. What may fill closed slots only is spare: it counts
// where the first choices exclude each other, so of the whole page kSpares are
// in the draw.
//
// Creatives that differ in what they exclude, or of which another line item
// shows some too, compete one by one.
//
// Thread safety: thread-compatible; part of a decision's scratch.
// Lifetime: what it begins with must stay.
// Cost: allocates nothing once warm.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/catalog/snapshot.h"
#include "engine/filler/fill_problem.h"
#include "engine/model/decision.h"
#include "engine/selection/feasible_set.h"
#include "engine/selection/level_order.h"
#include "engine/selection/number_table.h"
#include "engine/selection/page_shown.h"
#include "engine/selection/page_slots.h"
#include "engine/selection/rotation.h"

namespace placard {

inline constexpr size_t kSpares = 64;

// More than these are not looked at: whole pages of 64 slots of 20 places need
// fewer.
inline constexpr size_t kMaxCandidates = 4096;

// How far a line item came.
enum class Standing : uint8_t {
  kKeptOff,     // it may fill no slot, whoever else does
  kOutOfShare,  // the page is none of its share of voice
  kCut,         // others of its level came before it into the draw
  kInDraw,
};

class PageCandidates {
 public:
  // What a candidate is; `creative` is null where all that may be shown in its
  // slot are alike.
  struct Source {
    const Row* row = nullptr;
    const ServedCreative* creative = nullptr;
  };

  // `places`: how many advertisements each slot takes.
  void Begin(const Snapshot& snapshot, const PageSlots& slots,
             const PageShown& shown, const CreativeOrder& rotation,
             std::span<const uint8_t> places);

  // The next line item, in rank order, and the slots whose targeting accepts
  // it. Begins a new level where it is the first of one.
  Standing Offer(const Row& row, uint64_t accepting);

  // Whether it is of the level that the last one was of.
  bool InLevel(const Row& row) const {
    return level_.has_value() && level_->SharesLevelWith(row.rank);
  }
  // No more of this level can be in the draw.
  bool level_full() const { return drawn_ == kDrawSize; }
  bool spares_full() const { return spares_ == kSpares; }
  size_t spares() const { return spares_; }
  // Some that are not in the draw might have been worth it.
  bool left_out() const { return left_out_; }
  bool full() const { return candidates_.size() >= kMaxCandidates; }

  // Nothing more comes of this level. Makes candidates of its first entries,
  // as many as leave no slot open if there are that many.
  void CloseLevel();
  // Entries of the closed level are left, which come behind all candidates.
  bool has_rest() const { return next_entry_ < entries_.size(); }
  // Some of them are in no order yet: the level is a large one.
  bool has_unordered() const { return sorted_ < entries_.size(); }
  // Makes candidates of those that are in order already.
  void AddFirst();
  // Makes candidates of them all.
  void AddRest();

  // The slots that are open; see above. What is offered of a level shows when
  // it is closed.
  uint64_t open() { return feasible_.open(); }

  // Some may wait for another one that is of a level behind.
  bool waits() const { return waits_; }

  // What stands for the rest of the level, or if there is none for `next` and
  // all behind it, as if nothing were known of them; none where that cannot be:
  // something waits for another that may be among them.
  // Precondition: the level is closed.
  std::optional<Phantoms> PhantomsOfRest() const;
  std::optional<Phantoms> PhantomsFrom(const Row& next);

  // Precondition: the level is closed.
  FillProblem problem(std::optional<Phantoms> phantoms) const;
  const Source& source(uint32_t candidate) const { return sources_[candidate]; }

 private:
  void OpenLevel(const Row& row);
  void OpenStage(Rank rank);
  bool HasShare(const LineItem& line_item);
  uint64_t Joining(const Row& row, uint64_t slots) const;

  void AddCandidates(const LevelEntry& entry);
  void AddNext();
  void AddByCreative(const LevelEntry& entry, const ServedLineItem& item,
                     FillCandidate candidate);
  void Add(const FillCandidate& candidate, const Source& source);
  FillCandidate CandidateOf(const LevelEntry& entry,
                            const ServedLineItem* item);
  void NumberTogether(const ServedLineItem& item, FillCandidate& candidate);
  void AddClaims(const ServedLineItem& item, const ServedCreative& creative,
                 FillCandidate& candidate);
  uint32_t AdvertiserOf(const ServedLineItem& item);
  bool IsByCreative(const LevelEntry& entry) const;

  const Snapshot* snapshot_ = nullptr;
  const PageSlots* slots_ = nullptr;
  const PageShown* shown_ = nullptr;
  const CreativeOrder* rotation_ = nullptr;
  const SitePolicy* policy_ = nullptr;
  std::span<const uint8_t> places_;
  std::vector<uint64_t> slot_draws_;

  std::optional<Rank> stage_;
  std::optional<Rank> level_;
  std::vector<LevelEntry> entries_;  // of the level, in the draw
  size_t sorted_ = 0;                // of them, once it is closed
  size_t next_entry_ = 0;            // the first that is no candidate yet
  bool closed_ = false;
  size_t drawn_ = 0;
  int32_t share_end_ = 0;  // where the level's next share of voice begins
  uint64_t open_ = 0;      // when the level began
  size_t spares_ = 0;
  bool left_out_ = false;
  bool waits_ = false;  // something may wait for another level

  LevelOrder order_;
  FeasibleSet feasible_;
  NumberTable units_;
  NumberTable labels_;
  NumberTable parties_;
  NumberTable advertisers_;
  NumberTable line_items_;
  NumberTable groups_;

  std::vector<FillCandidate> candidates_;
  std::vector<Source> sources_;
  std::vector<LabelClaim> claims_;
  std::vector<StageGoal> goals_;
  std::vector<int32_t> limits_;             // by advertiser
  std::vector<uint32_t> group_line_items_;  // by group
  std::vector<CreativeOrder::Turn> turns_;  // of one line item's creatives
  std::vector<const ServedCreative*> by_turn_;
};

}  // namespace placard
