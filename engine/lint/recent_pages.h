// Pages that were asked for of late, to try rules on. What is not kept of them
// is taken as it suits the rule: the reader, and the time of day.
//
// Thread safety: thread-compatible.
// Lifetime: `contents` must outlive it.
// Cost: building is linear in the pages, and copies them. Questions cost the
// compilation of their rules, a probe for each word of the pages, and a look at
// each rule for each page until one satisfies it: ask many at once. A keyword
// list is looked for on all pages once.
#pragma once

#include <cstddef>
#include <deque>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "engine/model/campaign.h"
#include "engine/model/rule.h"
#include "engine/model/seen_page.h"
#include "engine/targeting/category_tree.h"
#include "engine/targeting/hashed_page.h"
#include "engine/targeting/id_set.h"
#include "engine/targeting/rule_compiler.h"

namespace placard {

class RecentPages {
 public:
  // Keyword lists block as they do at `now`.
  RecentPages(const CatalogContents& contents, std::span<const SeenPage> pages,
              absl::Time now);

  size_t size() const { return pages_.size(); }

  // What a line item asks for, beside what its campaign and advertiser block.
  struct Question {
    const Advertiser* advertiser = nullptr;  // may be null
    const Campaign* campaign = nullptr;
    const Rule* rule = nullptr;
  };
  // For each, whether some page, with some of its slots, may satisfy it.
  std::vector<bool> MaySatisfy(const std::vector<Question>& questions);

 private:
  struct Entry {
    PageRequest request;
    HashedPage page;
    IdSet lists;  // those it hits, as list_ids_ numbers them
  };

  void Load(const SeenPage& page);
  void FindLists(const Question& question);
  void FindList(const std::string& name);

  const CatalogContents& contents_;
  const absl::Time now_;
  const Advertiser nobody_;
  const CategoryTree categories_;
  ListIds list_ids_;  // those of the catalogue
  std::set<std::string> found_;
  std::deque<Entry> pages_;  // hashed pages point into their requests
};

// `rule` with each leaf about the reader or the time of day replaced by what
// helps it to hold.
Rule WithoutReader(const Rule& rule);

}  // namespace placard
