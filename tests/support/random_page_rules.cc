#include <memory>
#include <vector>

#include "tests/support/random_model.h"

namespace placard {
namespace {

Rotation RandomRotation(Dice& dice) {
  static const auto& modes = *new std::vector<Rotation::Mode>{
      Rotation::Mode::kEven, Rotation::Mode::kWeighted,
      Rotation::Mode::kSequential, Rotation::Mode::kOptimised};
  Rotation rotation;
  rotation.mode = dice.Pick(modes);
  rotation.frozen =
      rotation.mode == Rotation::Mode::kOptimised && dice.OneIn(2);
  return rotation;
}

Roadblock RandomRoadblock(Dice& dice) {
  static const auto& roadblocks = *new std::vector<Roadblock>{
      Roadblock::kOnlyOne, Roadblock::kOneOrMore, Roadblock::kAsManyAsPossible,
      Roadblock::kAll};
  return dice.OneIn(2) ? Roadblock::kOnlyOne : dice.Pick(roadblocks);
}

// Shares that fit beside each other, and some that do not.
int32_t RandomShare(Dice& dice) {
  static const auto& shares =
      *new std::vector<int32_t>{1, 20, 25, 40, 50, 60, 99, 100};
  return dice.OneIn(3) ? dice.Pick(shares) : 0;
}

// Any of them may be the master, so that companions come before and after it.
void AddCompanions(Dice& dice, std::vector<LineItem>& items) {
  const auto master = static_cast<uint32_t>(dice.Below(items.size()));
  for (uint32_t i = 0; i < items.size(); ++i) {
    if (i != master && dice.OneIn(4)) items[i].companion_of = master;
  }
}

void AddTo(Dice& dice, Campaign& campaign) {
  campaign.roadblock = RandomRoadblock(dice);
  for (LineItem& item : campaign.line_items) {
    item.rotation = RandomRotation(dice);
    if (campaign.tier == Tier::kSponsorship) {
      item.share_of_voice = RandomShare(dice);
    }
  }
  AddCompanions(dice, campaign.line_items);
  for (Creative& creative : campaign.creatives) {
    creative.rotation_weight = static_cast<int32_t>(dice.Below(4));
  }
}

// Low enough to be met on pages of a few slots.
int32_t RandomPageLimit(Dice& dice) {
  return dice.OneIn(3) ? static_cast<int32_t>(dice.Between(1, 3)) : 0;
}

void AddTo(Dice& dice, Advertiser& advertiser) {
  advertiser.page_limit = RandomPageLimit(dice);
  advertiser.same_advertiser_exception = dice.OneIn(3);
}

void AddTo(Dice& dice, SitePolicy& policy) {
  static const auto& rules = *new std::vector<NoDuplicates>{
      NoDuplicates::kCreative, NoDuplicates::kLineItem, NoDuplicates::kCampaign,
      NoDuplicates::kAdvertiser};
  policy.no_duplicates = dice.Pick(rules);
  policy.advertiser_page_limit = RandomPageLimit(dice);
}

template <typename T>
void AddToCopy(Dice& dice, std::shared_ptr<const T>& document) {
  auto changed = std::make_shared<T>(*document);
  AddTo(dice, *changed);
  document = std::move(changed);
}

}  // namespace

void AddPageRules(Dice& dice, CatalogContents& contents) {
  for (auto& [name, campaign] : contents.campaigns) AddToCopy(dice, campaign);
  for (auto& [name, advertiser] : contents.advertisers) {
    AddToCopy(dice, advertiser);
  }
  AddToCopy(dice, contents.site_policy);
}

}  // namespace placard
