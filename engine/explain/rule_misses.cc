#include "engine/explain/rule_misses.h"

#include <utility>
#include <variant>

namespace placard {

// A group that is all_of and should hold wants that of each part, and so does
// one that is any_of and should not hold. The other two pass by any one part,
// none of which has the value now.
void RuleMisses::Find(const Rule& rule, bool wanted, const Miss& like,
                      std::vector<Miss>& out) {
  if (evaluator_.Holds(rule, zone_, slot_) == wanted) return;
  if (const auto* negation = std::get_if<NotRule>(&rule.kind)) {
    return Find(negation->rule.front(), !wanted, like, out);
  }
  const auto* all = std::get_if<AllOfRule>(&rule.kind);
  const auto* any = std::get_if<AnyOfRule>(&rule.kind);
  const std::vector<Rule>* parts = all != nullptr   ? &all->rules
                                   : any != nullptr ? &any->rules
                                                    : nullptr;
  if (parts == nullptr || parts->empty()) {
    Miss& miss = out.emplace_back(like);
    miss.leaf = &rule;
    miss.unwanted = !wanted;
    return;
  }
  const bool asks_each = (all != nullptr) == wanted;
  if (asks_each || parts->size() == 1) {
    for (const Rule& part : *parts) Find(part, wanted, like, out);
    return;
  }
  Miss group = like;
  for (const Rule& part : *parts) {
    Find(part, wanted, like, group.alternatives.emplace_back());
  }
  out.push_back(std::move(group));
}

}  // namespace placard
