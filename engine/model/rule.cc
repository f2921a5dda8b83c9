#include "engine/model/rule.h"

#include <utility>

namespace placard {

Rule BlockedPages(const Blocks& blocks) {
  AnyOfRule hits;
  if (!blocks.keywords.empty()) {
    hits.rules.push_back(Rule{KeywordRule{blocks.keywords}});
  }
  for (const std::string& list : blocks.keyword_lists) {
    hits.rules.push_back(Rule{KeywordListRule{list}});
  }
  if (!blocks.sections.empty()) {
    hits.rules.push_back(
        Not(Rule{SectionRule{.include = {}, .exclude = blocks.sections}}));
  }
  if (!blocks.categories.empty()) {
    hits.rules.push_back(Rule{CategoryRule{blocks.categories}});
  }
  return Rule{std::move(hits)};
}

}  // namespace placard
