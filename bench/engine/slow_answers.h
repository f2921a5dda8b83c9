// What a few pages of a catalogue are to be answered with, found without the
// index, the selection and the filler: every rule is evaluated on strings, and
// all that match are put in order. The one place where the engine's benchmarks
// learn what is right.
//
// Knows what catalogues of modes have: tiers, priorities, weights and prices,
// paused campaigns, flights, sizes, floors, and one advertisement of a campaign
// on a page. The rest (companions, roadblocks, labels, limits, shares, blocks)
// they do not have; that is for the tests, whose oracle knows all.
//
// Thread safety: immutable; what takes a scratch is as the scratch is.
// Lifetime: the snapshot and the views must outlive it.
// Cost: of making it, one evaluation of each rule whose flight has the page's
// instant, about a microsecond.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "bench/workload/page_views.h"
#include "engine/catalog/snapshot.h"
#include "engine/model/decision.h"

namespace placard {

class SlowAnswers {
 public:
  struct Match {
    const Campaign* campaign = nullptr;
    const LineItem* line_item = nullptr;
  };

  // About the first views: few where there are many line items.
  SlowAnswers(const Snapshot& snapshot, std::span<const PageView> views);

  // Those it knows the answers to.
  std::span<const PageView> views() const { return views_; }

  // The line items that match the `page`th, with whatever slot, in rank order;
  // and whether that one is among them.
  std::span<const Match> matches(size_t page) const { return matches_[page]; }
  bool Matches(size_t page, const Match& line_item) const;

  // Whether a search of each for the best `top` (0: all) visits what it should,
  // in order.
  bool FindsBest(size_t top, SearchScratch& scratch) const;

  // Whether `request`, the `page`th with whatever history, may be answered so:
  // all that is shown matches and fits, no campaign is shown twice, and no slot
  // is empty, or has what stands behind another line item whatever the draw,
  // where that one could be shown instead.
  bool Allows(size_t page, const PageRequest& request,
              const Decision& decision) const;

 private:
  using MatchList = std::vector<Match>;

  static bool BeforeInRank(const Match& a, const Match& b);
  void FindMatches();
  bool FindsBestOf(size_t page, size_t top, SearchScratch& scratch) const;
  bool MayShow(size_t page, const Ad& ad, const Slot& slot) const;
  bool MayFill(const Match& match, const PageRequest& request,
               const Slot& slot) const;
  bool IsUnbeaten(size_t page, const PageRequest& request,
                  const Decision& decision, size_t slot) const;

  const Snapshot& snapshot_;
  const std::span<const PageView> views_;
  std::vector<MatchList> matches_;  // by page, in rank order
};

}  // namespace placard
