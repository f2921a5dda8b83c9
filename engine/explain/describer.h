// Puts what was found of a line item in words.
//
// Thread safety: thread-compatible.
// Lifetime: what it is made from must outlive it.
// Cost: linear in what failed; allocates.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "engine/explain/candidates.h"
#include "engine/explain/leaf_words.h"
#include "engine/explain/miss.h"
#include "engine/explain/shown.h"
#include "engine/model/page.h"

namespace placard {

class Describer {
 public:
  Describer(const CatalogContents& contents, const PageRequest& request,
            absl::Time instant, const Candidates& candidates,
            const Shown& shown);

  // `misses`: all, in the order of Cause.
  LineItemExplanation Describe(const Subject& subject,
                               const std::vector<Miss>& misses);

 private:
  struct Words;  // asks, has, change

  Failure FailureOf(const Subject& subject, const Miss& miss);
  Words WordsOf(const Subject& subject, const Miss& miss);
  Words ServabilityWords(const Subject& subject, const Miss& miss) const;
  Words FlightWords(const Campaign& campaign) const;
  Words RuleWords(const Subject& subject, const Miss& miss);
  Words BlockWords(const Subject& subject, const Miss& miss);
  Words SizeWordsOf(const Subject& subject, const Miss& miss) const;
  Words FloorWords(const Subject& subject, const Miss& miss) const;
  Words DrawWords(const Subject& subject, const Miss& miss) const;
  Words ConflictWords(const Subject& subject, const Miss& miss) const;
  Words LimitWords(const Subject& subject, const Miss& miss) const;
  Words RoadblockWords(const Subject& subject, const Miss& miss) const;
  Words OutrankedWords(const Subject& subject, const Miss& miss) const;

  std::string SourceOf(const Subject& subject, const Miss& miss) const;
  std::string WhatShows(const Miss& miss) const;
  const Slot& FirstSlot(const Miss& miss) const;
  Winner WinnerOver(const Subject& subject, const Ad& winner) const;
  SlotVerdict VerdictOf(const Subject& subject, size_t slot,
                        const std::vector<Miss>& misses) const;

  const CatalogContents& contents_;
  const PageRequest& request_;
  const absl::Time instant_;
  const Candidates& candidates_;
  const Shown& shown_;
  LeafDescriber leaves_;
};

// The sum of what fails in the easiest slot; see CostOf.
int32_t LeastCost(const std::vector<Miss>& misses, size_t slots);

}  // namespace placard
