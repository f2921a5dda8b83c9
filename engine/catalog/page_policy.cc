#include "engine/catalog/page_policy.h"

#include <algorithm>
#include <utility>

#include "engine/base/status.h"

namespace placard {

PagePolicy::PagePolicy(std::shared_ptr<const SitePolicy> site,
                       const KeywordLists& lists, const ListIds& ids)
    : site_(std::move(site)),
      lists_(ids.size()),
      advertisers_(site_->blocked_advertisers.begin(),
                   site_->blocked_advertisers.end()),
      click_domains_(site_->blocked_click_domains.begin(),
                     site_->blocked_click_domains.end()) {
  for (const auto& [name, id] : ids) {
    const auto list = lists.find(name);
    if (list == lists.end()) {
      missing_.push_back(id);
    } else {
      lists_[id] = list->second;
    }
  }
  for (const auto& [name, list] : lists) {
    if (list->expires != absl::InfiniteFuture()) {
      expiries_.push_back(list->expires);
    }
  }
  std::sort(expiries_.begin(), expiries_.end());
  RuleCompiler compiler(ids, vocabulary_, rule_book_);
  site_rule_ = compiler.CompileShared(site_->blocks);
  IndexTerms();
}

void PagePolicy::IndexTerms() {
  std::vector<std::pair<uint32_t, uint32_t>> pairs;  // term, list
  for (uint32_t id = 0; id < lists_.size(); ++id) {
    if (lists_[id] == nullptr) continue;
    for (const KeywordTerm& term : lists_[id]->terms) {
      pairs.emplace_back(vocabulary_.Term(term), id);
    }
  }
  std::sort(pairs.begin(), pairs.end());
  term_ends_.resize(vocabulary_.size(FeatureKind::kTerm));
  size_t next = 0;
  for (uint32_t term = 0; term < term_ends_.size(); ++term) {
    for (; next < pairs.size() && pairs[next].first == term; ++next) {
      term_lists_.push_back(pairs[next].second);
    }
    term_ends_[term] = next;
  }
}

void PagePolicy::Find(const HashedPage& page, absl::Time instant,
                      Findings& findings) const {
  findings.lists.Reset(lists_.size());
  findings.query.Load(vocabulary_, page, instant, findings.lists,
                      rule_book_.shared.size());
  for (const uint32_t list : missing_) findings.lists.Insert(list);
  const IdSet& terms = findings.query.features(FeatureKind::kTerm);
  for (const uint32_t term : terms.ids()) {
    for (size_t i = term == 0 ? 0 : term_ends_[term - 1]; i < term_ends_[term];
         ++i) {
      const uint32_t list = term_lists_[i];
      if (lists_[list]->BlocksAt(instant)) findings.lists.Insert(list);
    }
  }
  findings.site_blocks = SharedHolds(rule_book_, site_rule_, findings.query);
}

absl::Time PagePolicy::NextExpiry(absl::Time after) const {
  const auto next = std::upper_bound(expiries_.begin(), expiries_.end(), after);
  return next == expiries_.end() ? absl::InfiniteFuture() : *next;
}

bool PagePolicy::Blocks(const Advertiser& advertiser,
                        const Creative& creative) const {
  if (!advertisers_.empty() && advertisers_.contains(advertiser.name)) {
    return true;
  }
  return !click_domains_.empty() && BlocksClickHost(creative.click_host);
}

// The host or any domain that it lies below.
bool PagePolicy::BlocksClickHost(std::string_view host) const {
  while (!click_domains_.contains(ToAbsl(host))) {
    const size_t dot = host.find('.');
    if (dot == std::string_view::npos) return false;
    host.remove_prefix(dot + 1);
  }
  return true;
}

}  // namespace placard
