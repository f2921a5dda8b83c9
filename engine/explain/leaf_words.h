// What a page, its viewer, a slot or the instant has of what a leaf of a rule
// asks for, and what would give the leaf its other value.
//
// Thread safety: thread-compatible.
// Lifetime: what it is made from, and every leaf that it is asked about, must
// outlive it.
// Cost: what is found of a long keyword list is found once; allocates.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "engine/model/campaign.h"
#include "engine/model/page.h"
#include "engine/model/rule.h"
#include "engine/targeting/slow_evaluator.h"

namespace placard {

class LeafDescriber {
 public:
  LeafDescriber(const CatalogContents& contents, const PageRequest& request,
                absl::Time instant);

  // Where the leaf stands.
  struct Place {
    const absl::TimeZone& zone;  // the campaign's
    const Slot* slot = nullptr;  // null: it asks nothing of slots
    std::string_view whose;      // "the rule", "the campaign's blocks"
    bool unwanted = false;       // it holds, and should not
  };

  // "page has {nato, ukraine}"
  std::string Has(const Rule& leaf, const Place& place);
  // "add one of oil, gas to the page's keywords or widen the rule"
  std::string Change(const Rule& leaf, const Place& place);

 private:
  struct HasVisitor;
  struct ChangeVisitor;

  std::vector<std::string> FoundTerms(const std::vector<KeywordTerm>& terms);
  const std::vector<std::string>& Hits(const std::vector<KeywordTerm>& terms);
  std::string WhereFound(const KeywordTerm& term);
  std::string WithoutHits() const;
  bool PageHolds(const Rule& leaf, const Page& page) const;

  const CatalogContents& contents_;
  const Page& page_;
  const Viewer& viewer_;
  const absl::Time instant_;
  SlowEvaluator evaluator_;
  // Of each keyword, of the title and of the text.
  std::vector<Page> fields_;
  std::vector<std::string> field_names_;
  std::vector<SlowEvaluator> field_evaluators_;
  // By address of the terms: those found, each with where.
  std::map<const void*, std::vector<std::string>> hits_;
};

}  // namespace placard
