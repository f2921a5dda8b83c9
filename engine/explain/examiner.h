// Everything that keeps one line item from each slot of a page, found on
// strings: all that fails, not only what a decision would stop at.
//
// Thread safety: thread-compatible.
// Lifetime: what it is made from must outlive it, and it its misses.
// Cost: about a rule's evaluation for each distinct set of key-values among
// the slots; a block list is evaluated once.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "absl/time/time.h"
#include "engine/explain/candidates.h"
#include "engine/explain/miss.h"
#include "engine/explain/shown.h"
#include "engine/model/page.h"
#include "engine/targeting/slow_evaluator.h"

namespace placard {

class Examiner {
 public:
  Examiner(const CatalogContents& contents, const PageRequest& request,
           absl::Time instant, const Candidates& candidates,
           const Shown& shown);

  // In the order of Cause. Of a slot that the line item is in there are none,
  // unless it was forced into it; of any other there is one.
  std::vector<Miss> Examine(const Subject& subject);

 private:
  // Of one Blocks that the page hits.
  struct BlockHits {
    Rule rule;
    std::vector<Miss> misses;
  };
  struct SlotGroup {
    uint64_t slots = 0;  // with the same key-values
    const Slot* slot = nullptr;
  };
  using CreativesInSlot = std::vector<const Creative*>;

  void FindServability(const Subject& subject, std::vector<Miss>& out);
  void FindMissingLists(const Subject& subject, std::vector<Miss>& out);
  void FindRule(const Subject& subject, std::vector<Miss>& out);
  const BlockHits& HitsOf(const Blocks& blocks, const Miss& like);
  void FindOwnersBlocks(const Subject& subject, std::vector<Miss>& out);
  void FindCreatives(const Subject& subject, std::vector<Miss>& out);
  void FindBlockedLineItem(const Subject& subject, std::vector<Miss>& out);
  std::vector<Miss> HitsOf(const Creative& creative);
  void AddLabels(const std::vector<std::string>& labels, const Miss& like,
                 std::vector<Miss>& out) const;
  void FindPrice(const Subject& subject, std::vector<Miss>& out);
  void FindDraw(const Subject& subject, std::vector<Miss>& out);
  void FindConflicts(const Subject& subject, uint64_t serving,
                     std::vector<Miss>& out);
  void FindOutranked(const Subject& subject, uint64_t serving,
                     std::vector<Miss>& out);

  const CatalogContents& contents_;
  const PageRequest& request_;
  const absl::Time instant_;
  const Candidates& candidates_;
  const Shown& shown_;
  SlowEvaluator evaluator_;
  const uint64_t all_slots_;
  std::vector<SlotGroup> groups_;
  std::map<const Blocks*, std::unique_ptr<const BlockHits>> block_hits_;
  // By slot, of the line item that is being examined.
  std::vector<CreativesInSlot> usable_;
};

}  // namespace placard
