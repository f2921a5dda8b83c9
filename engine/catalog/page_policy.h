// What is found of a page once for all line items: which keyword lists it hits,
// and whether the site policy keeps advertisements off it.
//
// A list is numbered by the catalogue, and rules mention the number; so a list
// may change without any line item's row changing.
//
// Thread safety: immutable.
// Lifetime: keeps the documents that it was built from.
// Cost: building is linear in the lists' terms.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"
#include "engine/model/campaign.h"
#include "engine/targeting/compiled_rule.h"
#include "engine/targeting/hashed_page.h"
#include "engine/targeting/id_set.h"
#include "engine/targeting/query.h"
#include "engine/targeting/rule_compiler.h"
#include "engine/targeting/vocabulary.h"

namespace placard {

// By name.
using KeywordLists = std::map<std::string, std::shared_ptr<const KeywordList>>;

class PagePolicy {
 public:
  // What is found of one page; reused between requests.
  struct Findings {
    Query query;
    IdSet lists;  // hit and blocking now, by number
    bool site_blocks = false;
  };

  // Precondition: `ids` has the lists of `lists` and all that anything names.
  PagePolicy(std::shared_ptr<const SitePolicy> site, const KeywordLists& lists,
             const ListIds& ids);

  // A list that does not exist counts as hit: what names it is kept off.
  void Find(const HashedPage& page, absl::Time instant,
            Findings& findings) const;

  const SitePolicy& site() const { return *site_; }

  // When the next list expires after `after`; InfiniteFuture for none.
  absl::Time NextExpiry(absl::Time after) const;

  // Whether the site policy keeps any creative off every page.
  bool blocks_any() const {
    return !advertisers_.empty() || !click_domains_.empty();
  }
  // Whether it keeps this one off.
  bool Blocks(const Advertiser& advertiser, const Creative& creative) const;

 private:
  void IndexTerms();
  bool BlocksClickHost(std::string_view host) const;

  std::shared_ptr<const SitePolicy> site_;
  std::vector<std::shared_ptr<const KeywordList>> lists_;  // by number or null
  std::vector<uint32_t> missing_;                          // numbers
  std::vector<absl::Time> expiries_;  // of those that expire, in order
  Vocabulary vocabulary_;
  RuleBook rule_book_;
  uint32_t site_rule_ = 0;
  // By term: the lists that have it, from ends[term - 1] to ends[term].
  std::vector<uint32_t> term_lists_;
  std::vector<size_t> term_ends_;
  absl::flat_hash_set<std::string> advertisers_;
  absl::flat_hash_set<std::string> click_domains_;
};

}  // namespace placard
