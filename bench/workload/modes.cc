#include "bench/workload/modes.h"

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "bench/workload/hard_rules.h"
#include "bench/workload/mode_pages.h"
#include "bench/workload/mode_rules.h"
#include "engine/base/check.h"
#include "engine/base/status.h"

namespace placard {
namespace {

constexpr size_t kLineItemsPerCampaign = 5;
constexpr size_t kCampaignsPerAdvertiser = 10;

bool IsNarrowFirst(Mode mode) {
  return mode == Mode::kDenseNarrowFirst || mode == Mode::kSparseNarrowFirst ||
         mode == Mode::kNoSectionNarrowFirst;
}

RuleMix MixOf(Mode mode) {
  RuleMix mix;
  switch (mode) {
    case Mode::kSparse:
    case Mode::kSparseNarrowFirst:
    case Mode::kManyWords:
    case Mode::kOneSection:
    case Mode::kNoSection:
    case Mode::kNoSectionNarrowFirst:
      mix.fewest_words = 3;
      mix.head_words = 200;
      mix.country_percent = 100;
      mix.has_sections = mode != Mode::kNoSection &&
                         mode != Mode::kNoSectionNarrowFirst &&
                         mode != Mode::kOneSection;
      break;
    case Mode::kRunOfSite:
      mix.run_of_site_percent = 20;
      break;
    default:
      break;
  }
  return mix;
}

class ModeMaker {
 public:
  explicit ModeMaker(const ModeShape& shape)
      : shape_(shape),
        mix_(MixOf(shape.mode)),
        hard_(HardLineItems(shape.mode, shape.line_items)),
        dice_(Mix(shape.seed, HashBytes("mode campaigns"))) {}

  Workload Make() {
    MakeRules();
    AddShared();
    OrderByShare();
    const size_t campaigns =
        (shape_.line_items + kLineItemsPerCampaign - 1) / kLineItemsPerCampaign;
    for (size_t i = 0; i < campaigns; ++i) AddCampaign(i);
    return {.contents = std::move(contents_),
            .views = MakeModePages(shape_, world_)};
  }

 private:
  void MakeRules();
  void AddShared();
  void OrderByShare();
  void AddCampaign(size_t number);
  void AddLineItem(size_t position, Campaign& campaign);
  void SetRank(size_t position, const Campaign& campaign, LineItem& item);
  void SetTier(size_t number, Campaign& campaign);
  ModeRule RuleOf(size_t item) const;

  const ModeShape& shape_;
  const RuleMix mix_;
  const size_t hard_;  // the first so many
  const ModeWorld world_;
  Dice dice_;
  CatalogContents contents_;
  std::vector<ModeRule> rules_;  // by number
  std::vector<uint32_t> order_;  // of line items; empty: as they come
};

// Each has dice of its own, so that it does not matter who makes it.
void ModeMaker::MakeRules() {
  rules_.resize(shape_.line_items);
  const auto make = [this](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) rules_[i] = RuleOf(i);
  };
  const size_t half = rules_.size() / 2;
  std::thread other(make, 0, half);
  make(half, rules_.size());
  other.join();
}

void ModeMaker::AddShared() {
  for (size_t i = 0; i < kModeLists; ++i) {
    auto list = std::make_shared<KeywordList>();
    list->name = ModeListName(i);
    for (int terms = 0; terms < 30; ++terms) {
      list->terms.push_back({.text = world_.Word(dice_.Below(world_.words()))});
    }
    contents_.keyword_lists.emplace(list->name, list);
  }
  contents_.taxonomies.emplace(
      "content", std::make_shared<Taxonomy>(world_.MakeTaxonomy()));
  auto policy = std::make_shared<SitePolicy>();
  policy->currency = "EUR";
  policy->floors = {{.section = {}, .cpm = Micros(200'000)}};
  contents_.site_policy = std::move(policy);
}

void ModeMaker::OrderByShare() {
  if (shape_.mode == Mode::kBestAllOut || shape_.mode == Mode::kBestAllPaused) {
    order_.resize(shape_.line_items);
    std::iota(order_.begin(), order_.end(), 0);
  }
  if (!IsNarrowFirst(shape_.mode)) return;
  std::vector<std::pair<float, uint32_t>> shares;
  shares.reserve(shape_.line_items);
  for (uint32_t i = 0; i < shape_.line_items; ++i) {
    shares.emplace_back(static_cast<float>(rules_[i].share), i);
  }
  std::sort(shares.begin(), shares.end());
  for (const auto& [share, item] : shares) order_.push_back(item);
}

void ModeMaker::AddCampaign(size_t number) {
  auto campaign = std::make_shared<Campaign>();
  campaign->name = Concat("campaigns/c", number);
  campaign->advertiser =
      Concat("advertisers/a", number / kCampaignsPerAdvertiser);
  if (number % kCampaignsPerAdvertiser == 0) {
    contents_.advertisers.emplace(
        campaign->advertiser,
        std::make_shared<Advertiser>(Advertiser{.name = campaign->advertiser}));
  }
  campaign->flight.start =
      shape_.start + absl::Hours(24) * (97 * dice_.Below(10'000)) / 10'000 -
      absl::Hours(24 * 60);
  campaign->flight.end =
      campaign->flight.start +
      absl::Minutes(static_cast<int64_t>(dice_.Between(24 * 60, 60 * 24 * 60)));
  SetTier(number, *campaign);
  const size_t begin = number * kLineItemsPerCampaign;
  if (begin < hard_ && shape_.mode == Mode::kBestAllPaused) {
    campaign->status = ServingStatus::kPaused;
  }
  for (size_t i = dice_.Between(2, 3); i > 0; --i) {
    Creative creative;
    creative.name = Concat(campaign->name, "/creatives/c", i);
    creative.size = begin < hard_ && shape_.mode == Mode::kBestAllOut
                        ? kOddSize
                        : dice_.Pick(ModeSizes());
    creative.click_host = "shop.example";
    creative.click_url = "https://shop.example/offer";
    creative.content =
        ImageContent{.url = "https://shop.example/image", .title = "Offer"};
    campaign->creatives.push_back(std::move(creative));
  }
  const size_t end = std::min(begin + kLineItemsPerCampaign, shape_.line_items);
  for (size_t i = begin; i < end; ++i) AddLineItem(i, *campaign);
  std::string name = campaign->name;
  contents_.campaigns.emplace(std::move(name), std::move(campaign));
}

// By chance, or, if rank matters, in the order of the tiers.
void ModeMaker::SetTier(size_t number, Campaign& campaign) {
  static constexpr std::array<size_t, 3> kEnds = {2, 30, 90};
  const size_t position = order_.empty() ? dice_.Below(100'000)
                                         : number * kLineItemsPerCampaign *
                                               100'000 / shape_.line_items;
  size_t tier = 0;
  size_t begin = 0;
  while (tier < kEnds.size() && position >= kEnds[tier] * 1000) {
    begin = kEnds[tier++] * 1000;
  }
  const size_t end = tier < kEnds.size() ? kEnds[tier] * 1000 : 100'000;
  campaign.tier = static_cast<Tier>(tier);
  campaign.priority = static_cast<int32_t>(
      order_.empty() ? dice_.Between(7, 9)
                     : 7 + (position - begin) * 3 / (end - begin));
}

void ModeMaker::AddLineItem(size_t position, Campaign& campaign) {
  const size_t number = order_.empty() ? position : order_[position];
  LineItem& item = campaign.line_items.emplace_back();
  item.name =
      Concat(campaign.name, "/lineItems/l", position % kLineItemsPerCampaign);
  item.rule = std::move(rules_[number].rule);
  SetRank(position, campaign, item);
  for (uint32_t i = 0; i < campaign.creatives.size(); ++i) {
    item.creatives.push_back(i);
  }
}

void ModeMaker::SetRank(size_t position, const Campaign& campaign,
                        LineItem& item) {
  const bool priced = campaign.tier == Tier::kPricePriority;
  const size_t value = order_.empty() ? dice_.Between(1, priced ? 400 : 20)
                                      : (shape_.line_items - position) *
                                            1'000'000 / shape_.line_items;
  if (!priced) {
    item.weight = static_cast<int32_t>(order_.empty() ? value * 50 : value);
    return;
  }
  item.price.emplace();
  item.price->cpm =
      Micros(static_cast<int64_t>(order_.empty() ? value * 10'000 : value * 4));
}

ModeRule ModeMaker::RuleOf(size_t item) const {
  Dice dice(Mix(shape_.seed, item));
  ModeRule made = MakeModeRule(dice, world_, mix_);
  if (item < hard_) {
    made.rule =
        MakeHardRule(shape_.mode, item, std::move(made.rule), dice, world_);
  }
  return made;
}

}  // namespace

std::string_view ModeName(Mode mode) {
  static constexpr std::array<std::string_view, kModesAndHardCases> kNames = {
      "A",
      "B",
      "C",
      "D",
      "a",
      "b",
      "d",
      "many-everywhere",
      "one-word-for-many",
      "256-words",
      "trees",
      "best-all-out",
      "one-section",
      "nothing-matches",
      "best-all-paused"};
  return kNames[static_cast<size_t>(mode)];
}

Workload MakeMode(const ModeShape& shape) { return ModeMaker(shape).Make(); }

}  // namespace placard
