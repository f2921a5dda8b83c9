// Puts what was found of a line item in words.
//
// Thread safety: thread-compatible.
// Lifetime: what it is made from must outlive it.
// Cost: linear in what failed; allocates.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "engine/explain/candidates.h"
#include "engine/explain/miss.h"
#include "engine/explain/miss_words.h"
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
  // Unless enough have been put in words.
  void AddFailure(const Subject& subject, const Miss& miss, uint64_t slots,
                  std::vector<Failure>& out);
  Failure FailureOf(const Subject& subject, const Miss& miss, uint64_t slots);
  SlotVerdict VerdictOf(const Subject& subject, size_t slot,
                        const std::vector<Miss>& misses) const;

  const PageRequest& request_;
  const Candidates& candidates_;
  const Shown& shown_;
  MissWords words_;
  // How many failing things of this line item have been met.
  int32_t met_ = 0;
};

// The sum of what fails in the easiest slot; see CostOf.
int32_t LeastCost(const std::vector<Miss>& misses, size_t slots);

}  // namespace placard
