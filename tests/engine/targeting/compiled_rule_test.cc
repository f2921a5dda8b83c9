#include "engine/targeting/compiled_rule.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/model/campaign.h"
#include "engine/targeting/rule_compiler.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/targeting/rule_on_page.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Field = ValueRule::Field;

Rule Values(Field field, std::vector<std::string> values) {
  return Rule{ValueRule{.field = field, .values = std::move(values)}};
}
Rule Has(std::string key, std::vector<std::string> values) {
  return Rule{KeyValueRule{KeyValue{std::move(key), std::move(values)}}};
}
Rule Word(std::string word) {
  return Rule{KeywordRule{{{.text = std::move(word)}}}};
}
Rule All(std::vector<Rule> rules) { return Rule{AllOfRule{std::move(rules)}}; }
Rule Any(std::vector<Rule> rules) { return Rule{AnyOfRule{std::move(rules)}}; }

Page About(std::string text) {
  Page page;
  page.text = std::move(text);
  return page;
}

TEST(RuleLogicTest, EmptyGroupsAreTrueAndFalse) {
  EXPECT_TRUE(Accepts(All({}), Page()));
  EXPECT_FALSE(Accepts(Any({}), Page()));
  EXPECT_FALSE(Accepts(Not(All({})), Page()));
  EXPECT_TRUE(Accepts(Not(Any({})), Page()));
  EXPECT_TRUE(Accepts(Any({Word("x"), All({})}), Page()));
  EXPECT_FALSE(Accepts(All({All({}), Any({})}), Page()));
}

TEST(RuleLogicTest, GroupsOfEveryShapeAgreeWithTheirTruthTable) {
  const Rule a = Word("a");
  const Rule b = Word("b");
  const Rule c = Values(Field::kLanguage, {"en"});
  const Rule rule = Any({All({a, Not(b), c}), All({b, Any({Not(a), Not(c)})}),
                         Not(Any({a, b, Any({c})}))});
  for (int bits = 0; bits < 8; ++bits) {
    const bool has_a = (bits & 1) != 0;
    const bool has_b = (bits & 2) != 0;
    const bool has_c = (bits & 4) != 0;
    Page page = About(std::string(has_a ? "a " : "") + (has_b ? "b" : ""));
    if (has_c) page.language = "en";
    const bool expected = (has_a && !has_b && has_c) ||
                          (has_b && (!has_a || !has_c)) ||
                          !(has_a || has_b || has_c);
    EXPECT_EQ(Accepts(rule, page), expected) << bits;
    EXPECT_EQ(Accepts(Not(Not(rule)), page), expected) << bits;
    EXPECT_EQ(Accepts(All({rule, All({})}), page), expected) << bits;
  }
}

TEST(RuleLogicTest, WhatFollowsAGroupThatWasDecidedEarlyIsStillRead) {
  const Rule rule = All({Any({Word("a"), All({Word("b"), Word("c")})}),
                         Not(Any({Word("d"), Word("e")})), Word("f")});
  EXPECT_TRUE(Accepts(rule, About("a f")));
  EXPECT_FALSE(Accepts(rule, About("a")));
  EXPECT_FALSE(Accepts(rule, About("a d f")));
  EXPECT_TRUE(Accepts(rule, About("b c f")));
}

TEST(ValueRuleTest, CountryAndRegionAreComparedWhole) {
  Viewer viewer;
  viewer.country = "de";
  viewer.region = "de-by";
  EXPECT_TRUE(Accepts(Values(Field::kCountry, {"fr", "de"}), viewer));
  EXPECT_FALSE(Accepts(Values(Field::kCountry, {"fr"}), viewer));
  EXPECT_TRUE(Accepts(Values(Field::kRegion, {"de-by"}), viewer));
  EXPECT_FALSE(Accepts(Values(Field::kRegion, {"de"}), viewer));
  EXPECT_FALSE(Accepts(Values(Field::kRegion, {"de-b"}), viewer));
}

TEST(ValueRuleTest, WhatIsNotKnownFailsIncludeAndPassesExclude) {
  for (const Field field :
       {Field::kCountry, Field::kRegion, Field::kLanguage, Field::kSegment}) {
    EXPECT_FALSE(Accepts(Values(field, {"de"}), Viewer()));
    EXPECT_TRUE(Accepts(Not(Values(field, {"de"})), Page()));
  }
  const Rule phone{DeviceRule{{Device::kMobile}}};
  EXPECT_FALSE(Accepts(phone, Viewer()));
}

TEST(ValueRuleTest, AFieldsValuesAreItsOwn) {
  Viewer viewer;
  viewer.country = "de";
  EXPECT_FALSE(Accepts(Values(Field::kRegion, {"de"}), viewer));
  EXPECT_FALSE(Accepts(Values(Field::kSegment, {"de"}), viewer));
}

TEST(ValueRuleTest, ALanguageTakesItsVariantsByWholeSubtags) {
  Page page;
  page.language = "zh-hant-tw";
  EXPECT_TRUE(Accepts(Values(Field::kLanguage, {"zh"}), page));
  EXPECT_TRUE(Accepts(Values(Field::kLanguage, {"zh-hant"}), page));
  EXPECT_TRUE(Accepts(Values(Field::kLanguage, {"zh-hant-tw"}), page));
  EXPECT_FALSE(Accepts(Values(Field::kLanguage, {"zh-han"}), page));
  EXPECT_FALSE(Accepts(Values(Field::kLanguage, {"zh-tw"}), page));
  EXPECT_FALSE(Accepts(Values(Field::kLanguage, {"z"}), page));
  page.language = "zh";
  EXPECT_FALSE(Accepts(Values(Field::kLanguage, {"zh-hant"}), page));
}

TEST(ValueRuleTest, OneSegmentOfSeveralIsEnough) {
  Viewer viewer;
  viewer.segments = {"runner", "parent"};
  EXPECT_TRUE(Accepts(Values(Field::kSegment, {"golfer", "parent"}), viewer));
  EXPECT_FALSE(Accepts(Values(Field::kSegment, {"golfer"}), viewer));
}

TEST(DeviceRuleTest, TakesTheDevicesThatItNames) {
  const Rule small{DeviceRule{{Device::kMobile, Device::kTablet}}};
  Viewer viewer;
  viewer.device = Device::kTablet;
  EXPECT_TRUE(Accepts(small, viewer));
  viewer.device = Device::kTv;
  EXPECT_FALSE(Accepts(small, viewer));
}

PageRequest TwoSlots(std::vector<KeyValue> first,
                     std::vector<KeyValue> second) {
  PageRequest request;
  request.page.key_values = {{"paywall", {"yes"}}, {"template", {"a", "b"}}};
  request.slots.resize(2);
  request.slots[0].key_values = std::move(first);
  request.slots[1].key_values = std::move(second);
  return request;
}

TEST(KeyValueRuleTest, ASlotsKeyOverridesThePages) {
  const PageRequest request =
      TwoSlots({{"template", {"c"}}}, {{"position", {"top"}}});
  EXPECT_THAT(AcceptedSlots(Has("paywall", {"yes"}), request),
              ElementsAre(0, 1));
  EXPECT_THAT(AcceptedSlots(Has("template", {"a"}), request), ElementsAre(1));
  EXPECT_THAT(AcceptedSlots(Has("template", {"x", "c"}), request),
              ElementsAre(0));
  EXPECT_THAT(AcceptedSlots(Not(Has("template", {"a"})), request),
              ElementsAre(0));
  EXPECT_THAT(AcceptedSlots(Has("position", {"top"}), request), ElementsAre(1));
  EXPECT_THAT(AcceptedSlots(Has("position", {"bottom"}), request), IsEmpty());
}

TEST(KeyValueRuleTest, AKeyWithoutValuesOverridesToo) {
  const PageRequest request = TwoSlots({{"template", {}}}, {});
  EXPECT_THAT(AcceptedSlots(Has("template", {"a", "b"}), request),
              ElementsAre(1));
}

TEST(KeyValueRuleTest, AValueBelongsToItsKey) {
  const PageRequest request = TwoSlots({}, {});
  EXPECT_THAT(AcceptedSlots(Has("paywall", {"a"}), request), IsEmpty());
  EXPECT_THAT(
      AcceptedSlots(All({Has("paywall", {"yes"}), Has("template", {"b"})}),
                    request),
      ElementsAre(0, 1));
}

TEST(KeyValueRuleTest, AllSixtyFourSlotsAreToldApart) {
  PageRequest request;
  request.slots.resize(64);
  for (size_t i = 0; i < 64; ++i) {
    request.slots[i].key_values = {{"slot", {std::to_string(i)}}};
  }
  EXPECT_THAT(AcceptedSlots(Has("slot", {"0", "63"}), request),
              ElementsAre(0, 63));
  EXPECT_EQ(AcceptedSlots(Word("x"), request).size(), 0);
  EXPECT_EQ(AcceptedSlots(Not(Word("x")), request).size(), 64);
}

TEST(KeywordListRuleTest, HoldsWhenThePageHitsTheList) {
  const Rule listed{KeywordListRule{"keywordLists/war"}};
  EXPECT_TRUE(Accepts(listed, Page(), {.lists_hit = {"keywordLists/war"}}));
  EXPECT_FALSE(Accepts(listed, Page(), {.lists_hit = {"keywordLists/other"}}));
}

// Blocks of many terms, which are shared and remembered.
Blocks LongBlocks() {
  Blocks blocks;
  for (int i = 0; i < 30; ++i) {
    blocks.keywords.push_back({.text = "bad" + std::to_string(i)});
  }
  blocks.sections.push_back({.path = {"crime"}});
  blocks.categories.push_back({"iab", "war"});
  return blocks;
}

bool ServesOn(const Blocks& campaign_blocks, const Blocks& advertiser_blocks,
              const Page& page) {
  Advertiser advertiser;
  advertiser.blocks = advertiser_blocks;
  Campaign campaign;
  campaign.blocks = campaign_blocks;
  LineItem line_item;
  line_item.rule = Word("good");
  return Accepts(EffectiveRule(advertiser, campaign, line_item), page);
}

TEST(BlocksTest, AnyHitAtAnyLevelBlocks) {
  EXPECT_TRUE(ServesOn(LongBlocks(), {}, About("good")));
  EXPECT_FALSE(ServesOn(LongBlocks(), {}, About("good bad29")));
  EXPECT_FALSE(ServesOn({}, LongBlocks(), About("good bad0")));
  Page crime = About("good");
  crime.sections = {{"travel"}, {"crime", "local"}};
  EXPECT_FALSE(ServesOn({}, LongBlocks(), crime));
  Page war = About("good");
  war.categories = {{"iab", "war"}};
  EXPECT_FALSE(ServesOn(LongBlocks(), {}, war));
}

// Evaluates a shared rule on one page after the other with one query.
TEST(SharedRuleTest, IsForgottenWithThePage) {
  const ListIds lists;
  Vocabulary vocabulary;
  RuleBook book;
  RuleCompiler compiler(lists, vocabulary, book);
  const Blocks blocks = LongBlocks();
  const uint32_t shared = compiler.CompileShared(blocks);
  EXPECT_EQ(compiler.CompileShared(blocks), shared);

  IdSet no_lists;
  Query query;
  HashedPage hashed;
  for (const bool bad : {true, false, true, true, false}) {
    PageRequest request;
    request.page.text = bad ? "bad7" : "fine";
    request.slots.resize(1);
    hashed.Load(request, CategoryTree());
    query.Load(vocabulary, hashed, absl::UnixEpoch(), no_lists,
               book.shared.size());
    EXPECT_EQ(query.Remembered(shared), std::nullopt);
    EXPECT_EQ(SharedHolds(book, shared, query), bad);
    EXPECT_EQ(query.Remembered(shared), bad);
    EXPECT_EQ(SharedHolds(book, shared, query), bad);
  }
}

}  // namespace
}  // namespace placard
