#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/codec/campaign_codec.h"
#include "services/codec/to_proto.h"
#include "services/codec/validate.h"
#include "tests/services/codec/examples.h"
#include "tests/services/codec/read_as.h"
#include "tests/services/codec/rows.h"
#include "tests/services/codec/same.h"

namespace placard {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(ReadDocument, ReadsACampaign) {
  const Campaign campaign = ReadAs<Campaign>(RichCampaign());
  EXPECT_EQ(campaign.name, "campaigns/spring");
  EXPECT_EQ(campaign.advertiser, "advertisers/acme");
  EXPECT_EQ(campaign.status, ServingStatus::kPaused);
  EXPECT_EQ(campaign.tier, Tier::kSponsorship);
  EXPECT_EQ(campaign.roadblock, Roadblock::kOneOrMore);
  EXPECT_EQ(campaign.priority, 3);
  EXPECT_EQ(campaign.flight.start,
            absl::FromUnixSeconds(1700000000) + absl::Nanoseconds(5));
  EXPECT_EQ(campaign.flight.end, absl::FromUnixSeconds(1800000000));
  EXPECT_EQ(campaign.flight.zone.name(), "Europe/Berlin");
  EXPECT_THAT(campaign.exclusion_labels, ElementsAre("travel"));
  EXPECT_THAT(campaign.blocks.keywords,
              ElementsAre(KeywordTerm{"terror attack", Match::kPhrase}));
  EXPECT_THAT(campaign.blocks.sections,
              ElementsAre(SectionTerm{{"opinion"}, true}));

  ASSERT_EQ(campaign.line_items.size(), 2);
  const LineItem& paris = campaign.line_items[0];
  EXPECT_EQ(paris.name, "campaigns/spring/lineItems/paris");
  EXPECT_EQ(paris.status, ServingStatus::kPaused);
  EXPECT_EQ(paris.weight, 7);
  EXPECT_EQ(paris.price->ecpm(), Micros(375'000));
  EXPECT_THAT(paris.creatives, ElementsAre(1, 0));
  EXPECT_EQ(paris.rotation, (Rotation{Rotation::Mode::kOptimised, true}));
  EXPECT_EQ(paris.companion_of, std::nullopt);
  EXPECT_EQ(paris.share_of_voice, 40);
  const LineItem& anywhere = campaign.line_items[1];
  EXPECT_EQ(anywhere.weight, 1);
  EXPECT_EQ(anywhere.price, std::nullopt);
  EXPECT_EQ(std::get<Rule>(anywhere.rule), Rule{AllOfRule()});
  EXPECT_THAT(anywhere.creatives, ElementsAre(0, 1, 2));
  EXPECT_EQ(anywhere.rotation, Rotation());
  EXPECT_EQ(anywhere.companion_of, 0);
  EXPECT_EQ(anywhere.share_of_voice, 0);

  ASSERT_EQ(campaign.creatives.size(), 3);
  EXPECT_EQ(campaign.creatives[0].name, "campaigns/spring/creatives/tall");
  EXPECT_EQ(campaign.creatives[0].click_host, "shop.example.com");
  EXPECT_THAT(campaign.creatives[0].exclusion_labels, ElementsAre("airline"));
  EXPECT_EQ(std::get<HtmlContent>(campaign.creatives[1].content).markup,
            "<b>spring</b>");
  EXPECT_EQ(campaign.creatives[1].size, Size(RatioSize{16, 9, 320}));
  EXPECT_EQ(campaign.creatives[0].rotation_weight, 3);
  EXPECT_EQ(campaign.creatives[1].rotation_weight, 1);
}

TEST(ReadDocument, FillsDefaults) {
  v1::Campaign wire = RichCampaign();
  wire.clear_status();
  wire.clear_priority();
  wire.clear_roadblock();
  wire.mutable_flight()->clear_end_time();
  wire.mutable_flight()->clear_time_zone();
  const Campaign campaign = ReadAs<Campaign>(wire);
  EXPECT_EQ(campaign.status, ServingStatus::kActive);
  EXPECT_EQ(campaign.priority, 8);
  EXPECT_EQ(campaign.roadblock, Roadblock::kOnlyOne);
  EXPECT_EQ(campaign.flight.end, absl::InfiniteFuture());
  EXPECT_EQ(campaign.flight.zone, absl::UTCTimeZone());
}

TEST(ReadDocument, ReadsTheDocumentsThatCampaignsShare) {
  const KeywordList list = ReadAs<KeywordList>(RichKeywordList());
  EXPECT_TRUE(list.dry_run);
  EXPECT_EQ(list.expires, absl::FromUnixSeconds(1900000000));
  EXPECT_THAT(list.terms, ElementsAre(KeywordTerm{"murder", Match::kPrefix},
                                      KeywordTerm{"c++", Match::kExact}));

  const Taxonomy taxonomy = ReadAs<Taxonomy>(RichTaxonomy());
  EXPECT_EQ(taxonomy.id, "iab-content-3.1");
  EXPECT_EQ(taxonomy.parent.at("JLBCU7"), "386");
  EXPECT_EQ(taxonomy.parent.at("379"), "");

  const SitePolicy policy = ReadAs<SitePolicy>(RichSitePolicy());
  EXPECT_EQ(policy.currency, "EUR");
  EXPECT_TRUE(policy.BlocksClickHost("www.rival.example"));
  EXPECT_THAT(policy.sections, ElementsAre(SectionPath{"news"},
                                           SectionPath{"news", "politics"}));
  EXPECT_EQ(policy.slot_presets[0].position, "above_fold");
  EXPECT_EQ(policy.no_duplicates, NoDuplicates::kAdvertiser);
  EXPECT_EQ(policy.advertiser_page_limit, 3);

  const Advertiser advertiser = ReadAs<Advertiser>(RichAdvertiser());
  EXPECT_THAT(advertiser.blocks.keyword_lists,
              ElementsAre("keywordLists/finance"));
  EXPECT_EQ(advertiser.page_limit, 2);
  EXPECT_TRUE(advertiser.same_advertiser_exception);

  v1::SitePolicy wire;
  wire.set_name("sitePolicy");
  const SitePolicy plain = ReadAs<SitePolicy>(wire);
  EXPECT_EQ(plain.no_duplicates, NoDuplicates::kCampaign);
  EXPECT_EQ(plain.advertiser_page_limit, 0);
}

TEST(ReadDocument, RefusesBytesThatAreNoDocument) {
  const std::string body = SerializeDocument(AsResource(RichCampaign()));
  EXPECT_FALSE(ReadDocument("campaigns/spring", "").ok());
  EXPECT_FALSE(ReadDocument("campaigns/spring", body.substr(1)).ok());
  EXPECT_FALSE(
      ReadDocument("campaigns/spring", body.substr(0, body.size() - 1)).ok());
  EXPECT_FALSE(ReadDocument("campaigns/spring", "\x80").ok());
  // Groups without end.
  EXPECT_FALSE(
      ReadDocument("campaigns/spring", std::string(10'000, '\x0B')).ok());
}

TEST(ReadDocument, RefusesADocumentOfAnotherName) {
  const absl::StatusOr<CatalogObject> object = ReadDocument(
      "campaigns/autumn", SerializeDocument(AsResource(RichCampaign())));
  EXPECT_EQ(object.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(object.status().message()),
              HasSubstr("\"campaigns/spring\""));
}

void AddUnknown(google::protobuf::Message& message) {
  message.GetReflection()->MutableUnknownFields(&message)->AddVarint(99, 1);
}

TEST(ReadDocument, RefusesWhatANewerVersionSaysOutsideOfLineItems) {
  const std::function<void(v1::Campaign&)> changes[] = {
      [](v1::Campaign& c) { AddUnknown(c); },
      [](v1::Campaign& c) { AddUnknown(*c.mutable_flight()); },
      [](v1::Campaign& c) { AddUnknown(*c.mutable_blocks()); },
      [](v1::Campaign& c) { AddUnknown(*c.mutable_creatives(0)); },
      [](v1::Campaign& c) { c.mutable_creatives(0)->clear_content(); },
      [](v1::Campaign& c) { c.set_tier(static_cast<v1::Tier>(17)); },
      [](v1::Campaign& c) { c.set_roadblock(static_cast<v1::Roadblock>(5)); },
  };
  for (const auto& change : changes) {
    v1::Campaign campaign = RichCampaign();
    change(campaign);
    EXPECT_EQ(Read(AsResource(campaign)).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
  v1::Resource resource = AsResource(RichTaxonomy());
  AddUnknown(resource);
  EXPECT_FALSE(Read(resource).ok());
}

TEST(ReadDocument, LetsUpperLimitsPass) {
  v1::Campaign wire = RichCampaign();
  wire.set_display_name(Bytes(10'000));
  for (int i = 0; i < 2'000; ++i) {
    wire.mutable_line_items(1)
        ->mutable_targeting()
        ->mutable_countries()
        ->add_include("DE");
    wire.mutable_blocks()->add_keywords()->set_text("word");
  }
  v1::Rule* rule =
      wire.mutable_line_items(1)->mutable_targeting()->mutable_rule();
  for (int i = 0; i < 20; ++i) rule = rule->mutable_not_();
  rule->mutable_countries()->add_values("DE");
  ASSERT_FALSE(Validate(wire).empty());
  const Campaign campaign = ReadAs<Campaign>(wire);
  EXPECT_TRUE(std::holds_alternative<Rule>(campaign.line_items[1].rule));
}

// One line item at fault.
using T = v1::LineItem;
struct BadRow {
  std::string name;
  std::function<void(v1::LineItem&)> change;
  std::string reason;
};
class BadRuleRows : public testing::TestWithParam<BadRow> {};

TEST_P(BadRuleRows, StopOneLineItemAndNothingElse) {
  v1::Campaign wire = RichCampaign();
  GetParam().change(*wire.mutable_line_items(1));
  ASSERT_FALSE(Validate(wire).empty());
  const Campaign campaign = ReadAs<Campaign>(wire);
  ASSERT_EQ(campaign.line_items.size(), 2);
  EXPECT_TRUE(std::holds_alternative<Rule>(campaign.line_items[0].rule));
  const auto* bad = std::get_if<BadRule>(&campaign.line_items[1].rule);
  ASSERT_NE(bad, nullptr);
  EXPECT_THAT(bad->reason, testing::StartsWith("line_items[1]"));
  EXPECT_THAT(bad->reason, HasSubstr(GetParam().reason));
}

const BadRow kBadRows[] = {
    {"RuleOfUnknownKind",
     [](T& t) { AddUnknown(*t.mutable_targeting()->mutable_rule()); },
     "targeting.rule: field number 99"},
    {"RuleOfNoKind", [](T& t) { t.mutable_targeting()->mutable_rule(); },
     "targeting.rule: must be exactly one"},
    {"TargetingWithUnknownField",
     [](T& t) { AddUnknown(*t.mutable_targeting()); },
     "targeting: field number 99"},
    {"TermWithUnknownField",
     [](T& t) {
       v1::KeywordTerm& term =
           *t.mutable_targeting()->mutable_keywords()->add_none_of();
       term.set_text("war");
       AddUnknown(term);
     },
     "none_of[0]: field number 99"},
    {"MatchUnknown",
     [](T& t) {
       v1::KeywordTerm& term =
           *t.mutable_targeting()->mutable_keywords()->add_any_of();
       term.set_text("war");
       term.set_match(static_cast<v1::KeywordTerm::Match>(5));
     },
     "any_of[0].match"},
    {"DeviceUnknown",
     [](T& t) {
       t.mutable_targeting()->mutable_devices()->add_include(
           static_cast<v1::Device>(12));
     },
     "include[0]: is 12"},
    {"TermEmpty",
     [](T& t) { t.mutable_targeting()->mutable_keywords()->add_none_of(); },
     "none_of[0].text: must not be empty"},
    {"GroupEmpty",
     [](T& t) { t.mutable_targeting()->mutable_rule()->mutable_any_of(); },
     "any_of.rules: must not be empty"},
    {"ListNameWrong",
     [](T& t) {
       t.mutable_targeting()->mutable_keywords()->add_block_lists("x");
     },
     "block_lists[0]"},
    {"LineItemWithUnknownField", [](T& t) { AddUnknown(t); },
     "line_items[1]: field number 99"},
    {"CreativeMissing", [](T& t) { t.add_creatives("none"); }, "creatives[0]"},
    {"PriceOfUnknownKind", [](T& t) { t.mutable_price(); },
     "price: must be exactly one"},
    {"IdTwice", [](T& t) { t.set_id("paris"); }, "is there twice"},
    {"MasterMissing", [](T& t) { t.set_companion_of("none"); }, "companion_of"},
    {"MasterIsItself", [](T& t) { t.set_companion_of("anywhere"); },
     "companion_of"},
    {"ShareOverLimit", [](T& t) { t.set_share_of_voice_percent(101); },
     "share_of_voice_percent: must be 0 to 100"},
    {"RotationUnknown",
     [](T& t) {
       t.mutable_rotation()->set_mode(static_cast<v1::Rotation::Mode>(5));
     },
     "rotation.mode: is 5"},
    {"RotationWithUnknownField",
     [](T& t) { AddUnknown(*t.mutable_rotation()); },
     "rotation: field number 99"},
};
std::string BadRowName(const testing::TestParamInfo<BadRow>& row) {
  return row.param.name;
}
INSTANTIATE_TEST_SUITE_P(All, BadRuleRows, testing::ValuesIn(kBadRows),
                         BadRowName);

TEST(SerializeDocument, KeepsTimesAndLeavesTheEtag) {
  v1::Resource stored;
  ASSERT_TRUE(
      stored.ParseFromString(SerializeDocument(AsResource(RichCampaign()))));
  EXPECT_EQ(stored.campaign().etag(), "");
  EXPECT_EQ(stored.campaign().create_time().seconds(), 1);
  EXPECT_EQ(stored.campaign().update_time().seconds(), 2);
}

TEST(SerializeDocument, GivesTheSameBytesForTheSameContent) {
  EXPECT_EQ(SerializeDocument(AsResource(RichSitePolicy())),
            SerializeDocument(AsResource(RichSitePolicy())));
}

TEST(SameContent, LooksPastOutputOnlyFields) {
  v1::Resource other = AsResource(RichCampaign());
  other.mutable_campaign()->set_etag("other");
  other.mutable_campaign()->clear_create_time();
  other.mutable_campaign()->mutable_update_time()->set_seconds(99);
  EXPECT_TRUE(SameContent(AsResource(RichCampaign()), other));
  other.mutable_campaign()->set_display_name("other");
  EXPECT_FALSE(SameContent(AsResource(RichCampaign()), other));
  EXPECT_FALSE(
      SameContent(AsResource(RichCampaign()), AsResource(RichAdvertiser())));
}

TEST(References, NameWhatMustExistAtEveryLevel) {
  v1::Campaign campaign = RichCampaign();
  campaign.mutable_creatives(0)->mutable_blocks()->add_keyword_lists(
      "keywordLists/creative");
  campaign.mutable_blocks()->add_keyword_lists("keywordLists/war");
  EXPECT_THAT(
      References(AsResource(campaign)),
      ElementsAre(Reference{"advertiser", "advertisers/acme"},
                  Reference{"creatives[0].blocks.keyword_lists[0]",
                            "keywordLists/creative"},
                  Reference{"line_items[0].targeting.keywords.block_lists[0]",
                            "keywordLists/crime"},
                  Reference{"blocks.keyword_lists[0]", "keywordLists/terror"},
                  Reference{"blocks.keyword_lists[1]", "keywordLists/war"}));
  EXPECT_THAT(References(AsResource(RichAdvertiser())),
              ElementsAre(Reference{"blocks.keyword_lists[0]",
                                    "keywordLists/finance"}));
  EXPECT_THAT(
      References(AsResource(RichSitePolicy())),
      ElementsAre(Reference{"blocks.keyword_lists[0]", "keywordLists/grief"}));
  EXPECT_THAT(References(AsResource(RichTaxonomy())), testing::IsEmpty());
  EXPECT_THAT(References(v1::Resource()), testing::IsEmpty());
}

TEST(NameOf, IsTheDocumentsAndKindOfItsKind) {
  EXPECT_EQ(NameOf(AsResource(RichTaxonomy())), "taxonomies/iab-content-3.1");
  EXPECT_EQ(KindOf(AsResource(RichTaxonomy())), ResourceKind::kTaxonomy);
  EXPECT_EQ(KindOf(AsResource(RichKeywordList())), ResourceKind::kKeywordList);
  EXPECT_EQ(KindOf(AsResource(RichAdvertiser())), ResourceKind::kAdvertiser);
  EXPECT_EQ(KindOf(AsResource(RichSitePolicy())), ResourceKind::kSitePolicy);
  EXPECT_EQ(KindOf(AsResource(RichCampaign())), ResourceKind::kCampaign);
  EXPECT_EQ(KindOf(v1::Resource()), std::nullopt);
  EXPECT_EQ(NameOf(v1::Resource()), "");
}

TEST(ToProto, OfWhatWasReadIsReadAsTheSame) {
  const Campaign campaign = ReadAs<Campaign>(RichCampaign());
  EXPECT_TRUE(Same(ReadAs<Campaign>(ToProto(campaign)), campaign));
  EXPECT_TRUE(Validate(ToProto(campaign)).empty());
  const Advertiser advertiser = ReadAs<Advertiser>(RichAdvertiser());
  EXPECT_TRUE(Same(ReadAs<Advertiser>(ToProto(advertiser)), advertiser));
  const KeywordList list = ReadAs<KeywordList>(RichKeywordList());
  EXPECT_TRUE(Same(ReadAs<KeywordList>(ToProto(list)), list));
  EXPECT_TRUE(Validate(ToProto(list)).empty());
  const SitePolicy policy = ReadAs<SitePolicy>(RichSitePolicy());
  EXPECT_TRUE(Same(ReadAs<SitePolicy>(ToProto(policy)), policy));
  const Taxonomy taxonomy = ReadAs<Taxonomy>(RichTaxonomy());
  EXPECT_TRUE(Same(ReadAs<Taxonomy>(ToProto(taxonomy)), taxonomy));
}

}  // namespace
}  // namespace placard
