#include "engine/lint/demands.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/base/status.h"
#include "engine/explain/words.h"

namespace placard {
namespace {

constexpr size_t kShownDemands = 4;

struct Adder {
  Demands& demands;
  const Rule& rule;
  bool holds;
  DemandSource source;

  void All(const std::vector<Rule>& rules) const {
    for (const Rule& part : rules) demands.Add(part, holds, source);
  }
  void OneOf(const std::vector<Rule>& rules) const {
    if (rules.size() == 1) return All(rules);
    demands.choices.push_back(
        {.rules = &rules, .hold = holds, .source = source});
  }

  void operator()(const AllOfRule& all) const {
    holds ? All(all.rules) : OneOf(all.rules);
  }
  void operator()(const AnyOfRule& any) const {
    holds ? OneOf(any.rules) : All(any.rules);
  }
  void operator()(const NotRule& opposite) const {
    demands.Add(opposite.rule.front(), !holds, source);
  }
  template <typename Leaf>
  void operator()(const Leaf&) const {
    demands.leaves.push_back({.leaf = &rule, .holds = holds, .source = source});
  }
};

// Who stays away.
constexpr std::array<std::string_view, 4> kSources = {
    "it", "its campaign", "its advertiser", "the site policy"};

}  // namespace

void Demands::Add(const Rule& rule, bool holds, DemandSource source) {
  std::visit(
      Adder{.demands = *this, .rule = rule, .holds = holds, .source = source},
      rule.kind);
}

BlockDemands::BlockDemands(const Advertiser* advertiser,
                           const Campaign& campaign, const SitePolicy& policy) {
  Add(campaign.blocks, DemandSource::kCampaign);
  if (advertiser != nullptr) {
    Add(advertiser->blocks, DemandSource::kAdvertiser);
  }
  if (!campaign.exempt_from_site_blocks) {
    Add(policy.blocks, DemandSource::kSite);
  }
}

void BlockDemands::Add(const Blocks& blocks, DemandSource source) {
  if (blocks == Blocks()) return;
  demands_.Add(blocked_.emplace_back(BlockedPages(blocks)), false, source);
}

std::string DemandWords(const Demand& demand) {
  const std::string_view who = kSources[static_cast<size_t>(demand.source)];
  if (demand.source == DemandSource::kRule) {
    return Concat(who, demand.holds ? " needs " : " excludes ",
                  LeafWords(*demand.leaf));
  }
  // Blocks say "not: not in these sections".
  const auto* sections = std::get_if<SectionRule>(&demand.leaf->kind);
  if (sections != nullptr && demand.holds) {
    return Concat(who, " blocks pages with ",
                  LeafWords(Rule{SectionRule{.include = sections->exclude}}));
  }
  return Concat(who, " blocks pages with ", LeafWords(*demand.leaf));
}

std::string DemandWords(const std::vector<const Demand*>& demands) {
  std::string words;
  const size_t shown = std::min(demands.size(), kShownDemands);
  for (size_t i = 0; i < shown; ++i) {
    if (i > 0) words += i + 1 == demands.size() ? " and " : ", ";
    words += DemandWords(*demands[i]);
  }
  if (shown < demands.size()) {
    words += Concat(", and ", demands.size() - shown, " more");
  }
  return words;
}

}  // namespace placard
