// Leaves of one kind that no page satisfies together.
//
// Sound: what is found, no page satisfies (by engine/targeting/slow_evaluator,
// while the keyword lists that count still block). Not complete: viewers and
// pages may be impossible for reasons of the world, such as a region of another
// country.
//
// Thread safety: thread-compatible.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "engine/lint/demands.h"
#include "engine/lint/term_set.h"
#include "engine/model/campaign.h"

namespace placard {

// The lists' terms, made into sets once each.
//
// Lifetime: `contents` must outlive it.
class ListTerms {
 public:
  explicit ListTerms(const CatalogContents& contents) : contents_(contents) {}

  // Null for a list that does not block from `now` until `end`.
  const TermSet* Blocking(const std::string& list, absl::Time now,
                          absl::Time end);

 private:
  const CatalogContents& contents_;
  std::map<std::string, TermSet> sets_;
};

// The terms of leaves, by address, made into sets once each.
//
// Lifetime: the leaves must stay where they are.
class LeafTerms {
 public:
  const TermSet& Of(const Rule& keywords);

 private:
  std::map<const Rule*, TermSet> sets_;
};

// What leaves are judged by.
struct LeafWorld {
  const CatalogContents& contents;  // its taxonomies
  ListTerms& lists;
  LeafTerms& leaves;
  absl::Time now;  // the time that is left begins
  absl::Time end;  // ... and ends, exclusively
};

// Those that contradict each other, or nothing.
std::vector<const Demand*> FindConflict(const std::vector<Demand>& demands,
                                        const LeafWorld& world);

// About how many comparisons FindConflict makes: linear in the keywords,
// quadratic in the values of each other kind.
int64_t ConflictWork(const std::vector<Demand>& demands);

}  // namespace placard
