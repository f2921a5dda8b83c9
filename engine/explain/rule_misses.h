// Why a rule has the wrong value on a page: the leaves that would have to
// change, down through groups and negations.
//
// Thread safety: thread-compatible.
// Lifetime: misses point into the rule.
// Cost: the rule is evaluated once a level of its tree.
#pragma once

#include <vector>

#include "absl/time/time.h"
#include "engine/explain/miss.h"
#include "engine/model/page.h"
#include "engine/targeting/slow_evaluator.h"

namespace placard {

class RuleMisses {
 public:
  // About one slot of the evaluator's page, or (null) about none.
  RuleMisses(SlowEvaluator& evaluator, const absl::TimeZone& zone,
             const Slot* slot)
      : evaluator_(evaluator), zone_(zone), slot_(slot) {}

  // Appends what keeps `rule` from having the value `wanted`, each a copy of
  // `like` with its leaf; nothing if it has that value. Everything appended
  // would have to change, but of alternatives only one.
  void Find(const Rule& rule, bool wanted, const Miss& like,
            std::vector<Miss>& out);

 private:
  SlowEvaluator& evaluator_;
  const absl::TimeZone& zone_;
  const Slot* slot_;
};

}  // namespace placard
