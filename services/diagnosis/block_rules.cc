#include "services/diagnosis/block_rules.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "engine/base/check.h"
#include "engine/catalog/served.h"
#include "engine/explain/words.h"

namespace placard {
namespace {

constexpr std::string_view kSiteSource = "sitePolicy";
constexpr std::string_view kKeywords = "blocks.keywords";
constexpr std::string_view kSections = "blocks.sections";
constexpr std::string_view kCategories = "blocks.categories";
constexpr std::string_view kAdvertisers = "blocked_advertisers";
constexpr std::string_view kDomains = "blocked_click_domains";
constexpr std::string_view kLabels = "exclusion_labels";

Rule RuleOf(const KeywordTerm& term) { return {KeywordRule{{term}}}; }
Rule RuleOf(const SectionTerm& term) {
  return {SectionRule{.include = {term}, .exclude = {}}};
}
Rule RuleOf(const CategoryId& category) { return {CategoryRule{{category}}}; }

template <typename T>
std::string ValueOf(const T& entry) {
  return LeafValues(RuleOf(entry)).front();
}

class Finder {
 public:
  Finder(const CatalogContents& contents, const PageRequest& request,
         absl::Time instant, SlowEvaluator& evaluator, ListHits& lists)
      : contents_(contents),
        request_(request),
        instant_(instant),
        evaluator_(evaluator),
        lists_(lists) {}

  void AddBlocks(std::string_view source, const Blocks& blocks) {
    AddEntries(source, kKeywords, blocks.keywords);
    AddEntries(source, kSections, blocks.sections);
    AddEntries(source, kCategories, blocks.categories);
    for (const std::string& list : blocks.keyword_lists) AddList(list);
  }

  void AddList(const std::string& name) {
    if (!lists_seen_.insert(name).second) return;
    const auto found = contents_.keyword_lists.find(name);
    if (found == contents_.keyword_lists.end()) return;
    const KeywordList& list = *found->second;
    if (list.expires <= instant_ || !lists_.Hits(list, evaluator_)) return;
    found_.insert({.source = name, .path = "", .value = ""});
  }

  void AddCampaign(const Campaign& campaign) {
    AddBlocks(campaign.name, campaign.blocks);
    AddLabels(campaign.exclusion_labels);
    for (const Creative& creative : campaign.creatives) {
      AddBlocks(creative.name, creative.blocks);
      AddLabels(creative.exclusion_labels);
      AddDomains(creative.click_host);
    }
    const auto advertiser = contents_.advertisers.find(campaign.advertiser);
    const Advertiser* owner = advertiser == contents_.advertisers.end()
                                  ? nullptr
                                  : advertiser->second.get();
    for (const LineItem& item : campaign.line_items) {
      ForEachKeywordList(
          {.campaign = &campaign, .line_item = &item, .advertiser = owner},
          [&](const std::string& list) { AddList(list); });
    }
    if (owner == nullptr) return;
    AddBlocks(owner->name, owner->blocks);
    AddLabels(owner->exclusion_labels);
    const auto& blocked = contents_.site_policy->blocked_advertisers;
    if (std::find(blocked.begin(), blocked.end(), owner->name) !=
        blocked.end()) {
      Add(kSiteSource, kAdvertisers, owner->name);
    }
  }

  void AddSite() { AddBlocks(kSiteSource, contents_.site_policy->blocks); }

  std::set<BlockRule> Take() && { return std::move(found_); }

 private:
  void Add(std::string_view source, std::string_view path, std::string value) {
    found_.insert({.source = std::string(source),
                   .path = std::string(path),
                   .value = std::move(value)});
  }

  template <typename T>
  void AddEntries(std::string_view source, std::string_view path,
                  const std::vector<T>& entries) {
    for (const T& entry : entries) {
      if (evaluator_.Holds(RuleOf(entry), absl::UTCTimeZone(), nullptr)) {
        Add(source, path, ValueOf(entry));
      }
    }
  }

  void AddLabels(const std::vector<std::string>& labels) {
    const std::vector<std::string>& excluded = request_.page.exclusion_labels;
    for (const std::string& label : labels) {
      if (std::find(excluded.begin(), excluded.end(), label) !=
          excluded.end()) {
        Add(kPageSource, kLabels, label);
      }
    }
  }

  void AddDomains(const std::string& host) {
    SitePolicy one;
    for (const std::string& domain :
         contents_.site_policy->blocked_click_domains) {
      one.blocked_click_domains = {domain};
      if (one.BlocksClickHost(host)) Add(kSiteSource, kDomains, domain);
    }
  }

  const CatalogContents& contents_;
  const PageRequest& request_;
  const absl::Time instant_;
  SlowEvaluator& evaluator_;
  ListHits& lists_;
  std::set<std::string> lists_seen_;
  std::set<BlockRule> found_;
};

template <typename T>
void EraseValue(std::vector<T>& entries, const std::string& value) {
  std::erase_if(entries,
                [&](const T& entry) { return ValueOf(entry) == value; });
}

void Erase(const BlockRule& rule, Blocks& blocks) {
  if (rule.path == kKeywords) EraseValue(blocks.keywords, rule.value);
  if (rule.path == kSections) EraseValue(blocks.sections, rule.value);
  if (rule.path == kCategories) EraseValue(blocks.categories, rule.value);
}

CatalogObject Without(const BlockRule& rule, const SitePolicy& policy) {
  auto copy = std::make_shared<SitePolicy>(policy);
  Erase(rule, copy->blocks);
  if (rule.path == kAdvertisers) {
    std::erase(copy->blocked_advertisers, rule.value);
  }
  if (rule.path == kDomains) {
    std::erase(copy->blocked_click_domains, rule.value);
  }
  return std::shared_ptr<const SitePolicy>(std::move(copy));
}

CatalogObject Without(const BlockRule&, const KeywordList& list) {
  auto copy = std::make_shared<KeywordList>(list);
  copy->dry_run = !copy->dry_run;
  return std::shared_ptr<const KeywordList>(std::move(copy));
}

CatalogObject Without(const BlockRule& rule, const Advertiser& advertiser) {
  auto copy = std::make_shared<Advertiser>(advertiser);
  Erase(rule, copy->blocks);
  return std::shared_ptr<const Advertiser>(std::move(copy));
}

CatalogObject Without(const BlockRule& rule, const Campaign& campaign) {
  auto copy = std::make_shared<Campaign>(campaign);
  if (rule.source == copy->name) Erase(rule, copy->blocks);
  for (Creative& creative : copy->creatives) {
    if (rule.source == creative.name) Erase(rule, creative.blocks);
  }
  return std::shared_ptr<const Campaign>(std::move(copy));
}

CatalogObject Without(const BlockRule&, const Taxonomy&) {
  PLACARD_CHECK(false);  // taxonomies block nothing
  return std::shared_ptr<const Taxonomy>();
}

}  // namespace

bool ListHits::Hits(const KeywordList& list, SlowEvaluator& evaluator) {
  const auto [rule, is_new] = rules_.try_emplace(list.name);
  if (is_new) rule->second = {KeywordRule{list.terms}};
  return evaluator.Holds(rule->second, absl::UTCTimeZone(), nullptr);
}

std::set<BlockRule> BlocksOnPage(const CatalogContents& contents,
                                 const PageRequest& request, absl::Time instant,
                                 const std::vector<const Campaign*>& campaigns,
                                 SlowEvaluator& evaluator, ListHits& lists) {
  Finder finder(contents, request, instant, evaluator, lists);
  finder.AddSite();
  for (const Campaign* campaign : campaigns) finder.AddCampaign(*campaign);
  return std::move(finder).Take();
}

CatalogObject Original(const CatalogContents& contents, const BlockRule& rule) {
  if (rule.source == kSiteSource) return contents.site_policy;
  if (rule.path.empty()) return contents.keyword_lists.at(rule.source);
  const auto advertiser = contents.advertisers.find(rule.source);
  if (advertiser != contents.advertisers.end()) return advertiser->second;
  return contents.campaigns.at(
      rule.source.substr(0, rule.source.find("/creatives/")));
}

CatalogObject Toggled(const CatalogContents& contents, const BlockRule& rule) {
  return std::visit(
      [&](const auto& document) { return Without(rule, *document); },
      Original(contents, rule));
}

PageRequest WithoutLabel(const PageRequest& request, const BlockRule& rule) {
  PageRequest without = request;
  std::erase(without.page.exclusion_labels, rule.value);
  return without;
}

}  // namespace placard
