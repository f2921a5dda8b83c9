// What a miss asks for, what there is instead, and what would have to change.
//
// Thread safety: thread-compatible.
// Lifetime: what it is made from must outlive it.
// Cost: linear in what is compared; allocates.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "engine/explain/candidates.h"
#include "engine/explain/leaf_words.h"
#include "engine/explain/miss.h"
#include "engine/model/page.h"

namespace placard {

class MissWords {
 public:
  MissWords(const CatalogContents& contents, const PageRequest& request,
            absl::Time instant, const Candidates& candidates);

  // As Failure has them.
  struct Words {
    std::string path;
    std::string asks;
    std::string has;
    std::string change;
  };

  // Precondition: the miss has no alternatives.
  Words Say(const Subject& subject, const Miss& miss);

  // The name of the resource that asks.
  std::string SourceOf(const Subject& subject, const Miss& miss) const;

 private:
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

  std::string WhatShows(const Miss& miss) const;
  const Slot& FirstSlot(const Miss& miss) const;

  const CatalogContents& contents_;
  const PageRequest& request_;
  const absl::Time instant_;
  const Candidates& candidates_;
  LeafDescriber leaves_;
};

}  // namespace placard
