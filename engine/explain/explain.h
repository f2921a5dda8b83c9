// Why a page got what it got: the funnel of all line items, and for some of
// them everything that fails.
//
// Stands below engine.h, which decides: it takes the decision that it
// explains. Candidates come from the same search, and blocked creatives from
// the same snapshot, as the decision's; what a rule compares comes from the
// slow evaluator on strings, with which the index agrees.
//
// Thread safety: pure, but for `scratch`.
// Cost: one search without an end and one look at each line item's fields; for
// near misses up to NearMissesLookedAt rules of either kind evaluated on
// strings. Allocates. Not for the decision path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "engine/catalog/snapshot.h"
#include "engine/explain/explanation.h"
#include "engine/model/page.h"

namespace placard {

// For near misses, of those whose rule accepts the page and of those whose
// rule does not at most so many each, in rank order: 20,000, and fewer
// where the title and text that they are looked for in exceed 5,000 bytes.
size_t NearMissesLookedAt(const Page& page);

struct ExplainOptions {
  std::vector<std::string> line_items;  // by name; unknown ones are said to be
  // How many, fewest failing things first, then in rank order. They are among
  // the line items that are active, in flight and well-formed, and serve in no
  // slot.
  size_t near_misses = 0;
  // Else Explanation::funnel stays zero, which spares a look at each line item
  // of the catalogue if there are no near misses either.
  bool counts_funnel = true;
};

// `decision` is Decide's for the same snapshot, request, instant and seed.
Explanation Explain(const Snapshot& snapshot, const PageRequest& request,
                    absl::Time instant, uint64_t seed, const Decision& decision,
                    const ExplainOptions& options, SearchScratch& scratch);

}  // namespace placard
