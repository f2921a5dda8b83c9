// The blocks that hold on a page, one by one, and the documents with one of
// them taken away.
//
// Thread safety: ListHits is thread-compatible, the rest pure functions.
// Lifetime: what they are made from must outlive them.
// Cost: a look at every block of the documents in question, on strings.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "engine/model/campaign.h"
#include "engine/model/page.h"
#include "engine/targeting/slow_evaluator.h"

namespace placard {

// One thing that blocks, as BlockEffect says it on the wire.
struct BlockRule {
  std::string source;
  std::string path;   // empty: a keyword list
  std::string value;  // empty: a keyword list
  friend auto operator<=>(const BlockRule&, const BlockRule&) = default;
};

inline constexpr std::string_view kPageSource = "page";

// A label that pages exclude.
inline bool IsPageLabel(const BlockRule& rule) {
  return rule.source == kPageSource;
}

// Which keyword lists are on a page, whether they block or not.
class ListHits {
 public:
  // Whether any term of the list is on the evaluator's page.
  bool Hits(const KeywordList& list, SlowEvaluator& evaluator);

 private:
  std::map<std::string, Rule> rules_;  // by list
};

// The blocks of the site policy, of `campaigns` with their advertisers and
// creatives, and of the page's labels that hold on the page, in order. Of
// keyword lists those that run dry too.
std::set<BlockRule> BlocksOnPage(const CatalogContents& contents,
                                 const PageRequest& request, absl::Time instant,
                                 const std::vector<const Campaign*>& campaigns,
                                 SlowEvaluator& evaluator, ListHits& lists);

// The document of `contents` that says `rule`, without it; a keyword list runs
// dry, and one that runs dry blocks.
// Precondition: no page label; BlocksOnPage told `rule` of `contents`.
CatalogObject Toggled(const CatalogContents& contents, const BlockRule& rule);

// The document of `contents` that says `rule`, as it is.
CatalogObject Original(const CatalogContents& contents, const BlockRule& rule);

// Without the label. Precondition: IsPageLabel(rule).
PageRequest WithoutLabel(const PageRequest& request, const BlockRule& rule);

}  // namespace placard
