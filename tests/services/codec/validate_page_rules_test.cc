// The rules of what one page view shows of each other, one row each.
#include "engine/base/limits.h"
#include "services/codec/validate.h"
#include "tests/services/codec/examples.h"
#include "tests/services/codec/rows.h"

namespace placard {
namespace {

using A = v1::Advertiser;
using C = v1::Campaign;
using P = v1::SitePolicy;

v1::LineItem& Master(C& c) { return *c.mutable_line_items(0); }
v1::LineItem& Companion(C& c) { return *c.mutable_line_items(1); }
v1::Rotation& TheRotation(C& c) { return *Master(c).mutable_rotation(); }
v1::Creative& First(C& c) { return *c.mutable_creatives(0); }
v1::LineItem& AddCompanion(C& c, const std::string& id,
                           const std::string& master) {
  v1::LineItem& item = *c.add_line_items();
  item.set_id(id);
  item.set_companion_of(master);
  return item;
}

class CampaignPageRuleRows : public testing::TestWithParam<Row<C>> {};
TEST_P(CampaignPageRuleRows, IsJudgedByItsOneChange) {
  C campaign = RichCampaign();
  GetParam().change(campaign);
  ExpectRow(GetParam(), Validate(campaign));
}
const Row<C> kCampaignRows[] = {
    {"RoadblockMissing", [](C& c) { c.clear_roadblock(); }},
    {"RoadblockAll", [](C& c) { c.set_roadblock(v1::ROADBLOCK_ALL); }},
    {"RoadblockUnknown",
     [](C& c) { c.set_roadblock(static_cast<v1::Roadblock>(5)); }, "roadblock",
     "is 5, which this version does not know"},
    {"RotationMissing", [](C& c) { Master(c).clear_rotation(); }},
    {"RotationOfNoMode", [](C& c) { TheRotation(c).Clear(); }},
    {"RotationUnknown",
     [](C& c) { TheRotation(c).set_mode(static_cast<v1::Rotation::Mode>(5)); },
     "line_items[0].rotation.mode", "is 5, which this version does not know"},
    {"FrozenByWeight",
     [](C& c) { TheRotation(c).set_mode(v1::Rotation::MODE_WEIGHTED); },
     "line_items[0].rotation.frozen", "must be false but in MODE_OPTIMISED"},
    {"FrozenOfNoMode", [](C& c) { TheRotation(c).clear_mode(); },
     "line_items[0].rotation.frozen", "must be false but in MODE_OPTIMISED"},
    {"NoCompanion", [](C& c) { Companion(c).clear_companion_of(); }},
    {"SecondCompanion", [](C& c) { AddCompanion(c, "third", "paris"); }},
    {"CompanionOfALaterLineItem",
     [](C& c) {
       AddCompanion(c, "third", "fourth");
       c.add_line_items()->set_id("fourth");
     }},
    {"CompanionOfNone", [](C& c) { Companion(c).set_companion_of("rome"); },
     "line_items[1].companion_of",
     "must be the id of another line item of this campaign, which is no "
     "companion itself, is \"rome\""},
    {"CompanionOfItself",
     [](C& c) { Companion(c).set_companion_of("anywhere"); },
     "line_items[1].companion_of", "is \"anywhere\""},
    {"CompanionOfACompanion",
     [](C& c) { AddCompanion(c, "third", "anywhere"); },
     "line_items[2].companion_of", "is \"anywhere\""},
    {"CompanionByName",
     [](C& c) {
       Companion(c).set_companion_of("campaigns/spring/lineItems/paris");
     },
     "line_items[1].companion_of", "must be the id"},
    {"CompanionWithAShare",
     [](C& c) { Companion(c).set_share_of_voice_percent(10); }},
    {"NoShare", [](C& c) { Master(c).clear_share_of_voice_percent(); }},
    {"ShareAtLimit", [](C& c) { Master(c).set_share_of_voice_percent(100); }},
    {"ShareOverLimit", [](C& c) { Master(c).set_share_of_voice_percent(101); },
     "line_items[0].share_of_voice_percent", "0 to 100, is 101"},
    {"ShareNegative", [](C& c) { Master(c).set_share_of_voice_percent(-1); },
     "line_items[0].share_of_voice_percent", "is -1"},
    {"SharesOfMoreThanAll",
     [](C& c) {
       Master(c).set_share_of_voice_percent(60);
       v1::LineItem& other = *c.add_line_items();
       other.set_id("other");
       other.set_share_of_voice_percent(60);
     }},
    {"ShareInAnotherTier", [](C& c) { c.set_tier(v1::TIER_STANDARD); },
     "line_items[0].share_of_voice_percent",
     "must not be set but in tier SPONSORSHIP"},
    {"WeightMissing", [](C& c) { First(c).clear_rotation_weight(); }},
    {"WeightZero", [](C& c) { First(c).set_rotation_weight(0); }},
    {"WeightAtLimit", [](C& c) { First(c).set_rotation_weight(1'000'000); }},
    {"WeightOverLimit", [](C& c) { First(c).set_rotation_weight(1'000'001); },
     "creatives[0].rotation_weight", "0 to 1000000, is 1000001"},
    {"WeightNegative", [](C& c) { First(c).set_rotation_weight(-1); },
     "creatives[0].rotation_weight", "is -1"},
};
INSTANTIATE_TEST_SUITE_P(All, CampaignPageRuleRows,
                         testing::ValuesIn(kCampaignRows), RowName<C>);

class AdvertiserPageRuleRows : public testing::TestWithParam<Row<A>> {};
TEST_P(AdvertiserPageRuleRows, IsJudgedByItsOneChange) {
  A advertiser = RichAdvertiser();
  GetParam().change(advertiser);
  ExpectRow(GetParam(), Validate(advertiser));
}
const Row<A> kAdvertiserRows[] = {
    {"NoLimit", [](A& a) { a.clear_page_limit(); }},
    {"LimitAtLimit", [](A& a) { a.set_page_limit(1280); }},
    {"LimitOverLimit", [](A& a) { a.set_page_limit(1281); }, "page_limit",
     "0 to 1280, is 1281"},
    {"LimitNegative", [](A& a) { a.set_page_limit(-1); }, "page_limit",
     "is -1"},
    {"NoException", [](A& a) { a.clear_same_advertiser_exception(); }},
};
INSTANTIATE_TEST_SUITE_P(All, AdvertiserPageRuleRows,
                         testing::ValuesIn(kAdvertiserRows), RowName<A>);

class SitePolicyPageRuleRows : public testing::TestWithParam<Row<P>> {};
TEST_P(SitePolicyPageRuleRows, IsJudgedByItsOneChange) {
  P policy = RichSitePolicy();
  GetParam().change(policy);
  ExpectRow(GetParam(), Validate(policy));
}
const Row<P> kPolicyRows[] = {
    {"DuplicatesMissing", [](P& p) { p.clear_no_duplicates(); }},
    {"DuplicatesUnknown",
     [](P& p) { p.set_no_duplicates(static_cast<v1::NoDuplicates>(5)); },
     "no_duplicates", "is 5, which this version does not know"},
    {"LimitAtLimit", [](P& p) { p.set_advertiser_page_limit(1280); }},
    {"LimitOverLimit", [](P& p) { p.set_advertiser_page_limit(1281); },
     "advertiser_page_limit", "0 to 1280, is 1281"},
    {"LimitNegative", [](P& p) { p.set_advertiser_page_limit(-1); },
     "advertiser_page_limit", "is -1"},
};
INSTANTIATE_TEST_SUITE_P(All, SitePolicyPageRuleRows,
                         testing::ValuesIn(kPolicyRows), RowName<P>);

TEST(ValidatePageRules, NamesEverythingThatIsWrongAtOnce) {
  C campaign = RichCampaign();
  campaign.set_tier(v1::TIER_HOUSE);
  campaign.set_roadblock(static_cast<v1::Roadblock>(5));
  TheRotation(campaign).clear_mode();
  Companion(campaign).set_companion_of("rome");
  First(campaign).set_rotation_weight(-1);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : Validate(campaign)) {
    fields.push_back(violation.field);
  }
  EXPECT_THAT(fields, testing::UnorderedElementsAre(
                          "roadblock", "line_items[0].rotation.frozen",
                          "line_items[0].share_of_voice_percent",
                          "line_items[1].companion_of",
                          "creatives[0].rotation_weight"));
}

}  // namespace
}  // namespace placard
