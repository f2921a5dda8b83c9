// Campaign files as people write them, and what is said of their mistakes.

#include "services/placard/document.h"

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using ::google::protobuf::TextFormat;
using ::google::protobuf::util::MessageDifferencer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kSpring = R"(kind: Campaign
id: spring-airfares
display_name: Spring airfares
advertiser: skyline-air
flight: {start: 2026-03-01, end: 2026-04-01 06:00, time_zone: Europe/Berlin}
tier: price_priority
priority: 3
line_items:
  - id: weekdays
    price: {cpc: 0.80, click_rate: 0.2%}
    weight: 0
    targeting:
      sections:
        include: [travel, {path: news, exact: true}]
      keywords:
        any_of: [spring, {text: air, match: prefix}]
        block_lists: [aviation-incidents]
      categories: {include: [iab-content-3.1/653]}
      countries: {include: [NO, DE]}
      devices: {exclude: [tv]}
      key_values: {include: [{key: position, values: [above_fold]}]}
      dayparts:
        - {days: [mon-wed, sun], from: "22:00", to: "24:00"}
      rule:
        any_of:
          - keywords: [paris]
          - not: {languages: [fr]}
          - all_of: [{devices: [mobile]}, {regions: [DE-BY]}]
creatives:
  - {id: mpu, size: 300x250, click_url: "https://skyline.example/", image: {url: "https://cdn.example/a.png", title: Fly}}
  - id: wide
    size: 16:9@320
    native: {title: Fly, sponsored_by: Skyline}
  - {id: flow, size: fluid}
blocks:
  keyword_lists: [aviation-incidents]
  sections: [news/obituaries]
)";

constexpr char kSpringMessage[] = R"(campaign {
  name: "campaigns/spring-airfares"
  display_name: "Spring airfares"
  advertiser: "advertisers/skyline-air"
  flight {
    start_time { seconds: 1772319600 } end_time { seconds: 1775016000 }
    time_zone: "Europe/Berlin"
  }
  tier: TIER_PRICE_PRIORITY
  priority: 3
  line_items {
    id: "weekdays"
    price { cpc { cpc_micros: 800000 clicks_per_million: 2000 } }
    weight: 0
    targeting {
      sections { include { path: "travel" } include { path: "news" exact: true } }
      keywords {
        any_of { text: "spring" match: MATCH_PHRASE }
        any_of { text: "air" match: MATCH_PREFIX }
        block_lists: "keywordLists/aviation-incidents"
      }
      categories { include { taxonomy: "iab-content-3.1" id: "653" } }
      countries { include: "NO" include: "DE" }
      devices { exclude: DEVICE_TV }
      key_values { include { key: "position" values: "above_fold" } }
      dayparts {
        days: DAY_OF_WEEK_MONDAY days: DAY_OF_WEEK_TUESDAY
        days: DAY_OF_WEEK_WEDNESDAY days: DAY_OF_WEEK_SUNDAY
        start_minute: 1320 end_minute: 1440
      }
      rule {
        any_of {
          rules { keywords { terms { text: "paris" match: MATCH_PHRASE } } }
          rules { not { languages { values: "fr" } } }
          rules {
            all_of {
              rules { devices { devices: DEVICE_MOBILE } }
              rules { regions { values: "DE-BY" } }
            }
          }
        }
      }
    }
  }
  creatives {
    id: "mpu" size { fixed { width: 300 height: 250 } }
    click_url: "https://skyline.example/"
    image { url: "https://cdn.example/a.png" title: "Fly" }
  }
  creatives {
    id: "wide" size { ratio { width_ratio: 16 height_ratio: 9 min_width: 320 } }
    native { title: "Fly" sponsored_by: "Skyline" }
  }
  creatives { id: "flow" size { fluid {} } }
  blocks {
    keyword_lists: "keywordLists/aviation-incidents"
    sections { path: "news/obituaries" }
  }
})";

v1::Resource FromText(const char* text) {
  v1::Resource resource;
  EXPECT_TRUE(TextFormat::ParseFromString(text, &resource));
  return resource;
}

std::vector<std::string> ErrorsOf(std::string_view text) {
  SourceErrors errors;
  ReadDocuments(text, "f.yaml", errors);
  std::vector<std::string> shown;
  for (const SourceError& error : errors) shown.push_back(ToString(error));
  return shown;
}

v1::Resource Read(std::string_view text) {
  SourceErrors errors;
  const auto documents = ReadDocuments(text, "f.yaml", errors);
  for (const SourceError& error : errors) ADD_FAILURE() << ToString(error);
  return documents.size() == 1 ? documents[0].resource : v1::Resource();
}

TEST(DocumentTest, ReadsACampaignAsOneWritesIt) {
  EXPECT_EQ(Read(kSpring).DebugString(),
            FromText(kSpringMessage).DebugString());
}

TEST(DocumentTest, ReadsTheOtherKinds) {
  EXPECT_TRUE(MessageDifferencer::Equals(
      Read("kind: KeywordList\nid: war\nowner: desk\nexpires: 2027-01-01\n"
           "dry_run: true\nterms: [war, 'null', no]\n"),
      FromText(R"(keyword_list {
        name: "keywordLists/war" owner: "desk" dry_run: true
        expire_time { seconds: 1798761600 }
        terms { text: "war" match: MATCH_PHRASE }
        terms { text: "null" match: MATCH_PHRASE }
        terms { text: "no" match: MATCH_PHRASE }
      })")));
  EXPECT_TRUE(MessageDifferencer::Equals(
      Read("kind: SitePolicy\ncurrency: EUR\nblocked_advertisers: [bad]\n"
           "floors: [{cpm: 1.50}, {section: news, cpm_micros: 2}]\n"
           "slot_presets: [{id: mpu, sizes: [300x250], floor_cpm: 0.000001,"
           " position: in-article}]\n"),
      FromText(R"(site_policy {
        name: "sitePolicy" currency: "EUR"
        blocked_advertisers: "advertisers/bad"
        floors { cpm_micros: 1500000 }
        floors { section: "news" cpm_micros: 2 }
        slot_presets {
          id: "mpu" sizes { fixed { width: 300 height: 250 } }
          floor_cpm_micros: 1 position: POSITION_IN_ARTICLE
        }
      })")));
}

constexpr std::string_view kTakeover = R"(kind: Campaign
id: takeover
advertiser: volta
tier: sponsorship
line_items:
  - {id: billboard, rotation: optimised, share_of_voice: 40%}
  - id: mpu
    rotation: {mode: optimised, frozen: true}
    companion_of: billboard
creatives:
  - {id: c, rotation_weight: 3}
  - {id: d, rotation_weight: 0}
roadblock: as_many_as_possible
)";
constexpr char kTakeoverMessage[] = R"(campaign {
  name: "campaigns/takeover" advertiser: "advertisers/volta"
  tier: TIER_SPONSORSHIP
  line_items {
    id: "billboard" rotation { mode: MODE_OPTIMISED } share_of_voice_percent: 40
  }
  line_items {
    id: "mpu" rotation { mode: MODE_OPTIMISED frozen: true }
    companion_of: "billboard"
  }
  creatives { id: "c" rotation_weight: 3 }
  creatives { id: "d" rotation_weight: 0 }
  roadblock: ROADBLOCK_AS_MANY_AS_POSSIBLE
})";

TEST(DocumentTest, ReadsAndPrintsWhatPageViewsShowOfEachOther) {
  EXPECT_TRUE(
      MessageDifferencer::Equals(Read(kTakeover), FromText(kTakeoverMessage)));
  EXPECT_EQ(PrintDocument(FromText(kTakeoverMessage)), kTakeover);

  const std::string_view advertiser =
      "kind: Advertiser\nid: a\npage_limit: 2\n"
      "same_advertiser_exception: true\n";
  EXPECT_EQ(PrintDocument(Read(advertiser)), advertiser);
  EXPECT_EQ(Read(advertiser).advertiser().page_limit(), 2);

  const std::string_view policy =
      "kind: SitePolicy\nno_duplicates: line_item\n"
      "advertiser_page_limit: 3\n";
  EXPECT_EQ(PrintDocument(Read(policy)), policy);
  EXPECT_EQ(Read(policy).site_policy().no_duplicates(),
            v1::NO_DUPLICATES_LINE_ITEM);
}

TEST(DocumentTest, ReadsPageRulesInTheProtocolsWords) {
  const v1::Resource read = Read(
      "kind: Campaign\nid: x\nroadblock: ROADBLOCK_ALL\n"
      "line_items:\n  - {id: l, share_of_voice_percent: 40, "
      "rotation: MODE_SEQUENTIAL, companionOf: m}\n");
  EXPECT_EQ(read.campaign().roadblock(), v1::ROADBLOCK_ALL);
  const v1::LineItem& item = read.campaign().line_items(0);
  EXPECT_EQ(item.share_of_voice_percent(), 40);
  EXPECT_EQ(item.rotation().mode(), v1::Rotation::MODE_SEQUENTIAL);
  EXPECT_EQ(item.companion_of(), "m");
}

TEST(DocumentTest, KeepsTheLinesOfPageRules) {
  SourceErrors errors;
  const auto documents = ReadDocuments(kTakeover, "f.yaml", errors);
  ASSERT_THAT(documents, SizeIs(1));
  const FieldLines& lines = documents[0].lines;
  EXPECT_EQ(lines.Find("line_items[0].rotation.mode"), 6);
  EXPECT_EQ(lines.Find("line_items[0].share_of_voice_percent"), 6);
  EXPECT_EQ(lines.Find("line_items[1].rotation.frozen"), 8);
  EXPECT_EQ(lines.Find("line_items[1].companion_of"), 9);
  EXPECT_EQ(lines.Find("roadblock"), 13);
}

TEST(DocumentTest, ReadsWhatServersPrintAsJson) {
  EXPECT_TRUE(MessageDifferencer::Equals(
      Read(R"({"name": "campaigns/x", "advertiser": "advertisers/a",
               "flight": {"startTime": "2026-03-01T00:00:00Z"},
               "tier": "TIER_HOUSE",
               "lineItems": [{"id": "l", "price": {"cpmMicros": "4500000"}}],
               "creatives": [{"id": "c", "size":
                   {"fixed": {"width": 300, "height": 250}}}]})"),
      FromText(R"(campaign {
        name: "campaigns/x" advertiser: "advertisers/a" tier: TIER_HOUSE
        flight { start_time { seconds: 1772323200 } }
        line_items { id: "l" price { cpm_micros: 4500000 } }
        creatives { id: "c" size { fixed { width: 300 height: 250 } } }
      })")));
}

TEST(DocumentTest, ReadsSeveralDocumentsOfAFile) {
  SourceErrors errors;
  const auto documents = ReadDocuments(
      "kind: Advertiser\nid: a\n---\nkind: advertiser\nname: advertisers/b\n",
      "f.yaml", errors);
  EXPECT_THAT(errors, IsEmpty());
  ASSERT_THAT(documents, SizeIs(2));
  EXPECT_EQ(documents[1].resource.advertiser().name(), "advertisers/b");
}

TEST(DocumentTest, PrintsTheFriendlyForm) {
  EXPECT_EQ(PrintDocument(FromText(R"(campaign {
    name: "campaigns/x" advertiser: "advertisers/a" status: STATUS_PAUSED
    flight { start_time { seconds: 1772319600 } time_zone: "Europe/Berlin" }
    tier: TIER_STANDARD
    line_items {
      id: "l" price { cpm_micros: 4500000 }
      targeting {
        dayparts { days: DAY_OF_WEEK_MONDAY days: DAY_OF_WEEK_TUESDAY
                   days: DAY_OF_WEEK_WEDNESDAY end_minute: 600 }
        rule { not { keywords { terms { text: "no" } } } }
      }
    }
    creatives { id: "c" size { ratio { width_ratio: 16 height_ratio: 9 } } }
  })")),
            "kind: Campaign\n"
            "id: x\n"
            "advertiser: a\n"
            "status: paused\n"
            "flight: {start: 2026-03-01, time_zone: Europe/Berlin}\n"
            "tier: standard\n"
            "line_items:\n"
            "  - id: l\n"
            "    price: {cpm: 4.5}\n"
            "    targeting:\n"
            "      dayparts:\n"
            "        - {days: [mon-wed], from: \"00:00\", to: \"10:00\"}\n"
            "      rule:\n"
            "        not: {keywords: [\"no\"]}\n"
            "creatives:\n"
            "  - {id: c, size: \"16:9\"}\n");
}

TEST(DocumentTest, KeepsTheLinesOfFieldsThatServersName) {
  SourceErrors errors;
  const auto documents = ReadDocuments(kSpring, "f.yaml", errors);
  ASSERT_THAT(documents, SizeIs(1));
  const FieldLines& lines = documents[0].lines;
  EXPECT_EQ(lines.Find("tier"), 6);
  EXPECT_EQ(lines.Find("line_items[0].price.cpc.cpc_micros"), 10);
  EXPECT_EQ(lines.Find("line_items[0].targeting.keywords.any_of[1].text"), 16);
  EXPECT_EQ(lines.Find("line_items[0].targeting.rule.any_of.rules[2].all_of"),
            28);
  EXPECT_EQ(lines.Find("line_items[0].targeting.dayparts[0].days[2]"), 23);
  EXPECT_EQ(lines.Find("creatives[1].click_url"), 31) << "the creative's own";
  EXPECT_EQ(lines.Find("exempt_from_site_blocks"), 1) << "the document's";
}

TEST(DocumentTest, ReportsEveryMistakeAtOnce) {
  EXPECT_THAT(
      ErrorsOf("kind: Campaign\n"
               "id: x\n"
               "teir: standard\n"
               "tier: gold\n"
               "priority: high\n"
               "line_items:\n"
               "  - id: l\n"
               "    price: {cpm: 4.1234567}\n"
               "    id: m\n"
               "    targeting: [news]\n"
               "---\n"
               "kind: Campain\n"),
      ElementsAre(
          "f.yaml:3: teir: unknown field; did you mean \"tier\"?",
          "f.yaml:4: tier: must be one of sponsorship, standard, "
          "price_priority, house, is \"gold\"",
          "f.yaml:5: priority: must be a whole number, is \"high\"",
          "f.yaml:8: line_items[0].price.cpm: must be an amount such as "
          "4.50, with at most six decimals, is \"4.1234567\"",
          "f.yaml:9: line_items[0].id: is already given in line 7",
          "f.yaml:10: line_items[0].targeting: must be a mapping: lines of "
          "\"key: value\"",
          "f.yaml:12: kind: must be one of Taxonomy, KeywordList, Advertiser, "
          "SitePolicy, Campaign, is \"Campain\""));
}

struct Mistake {
  std::string line;  // what stands in line 3 of a campaign
  std::string error;
};

class MistakeTest : public ::testing::TestWithParam<Mistake> {};

TEST_P(MistakeTest, IsNamedWithFileLineAndField) {
  EXPECT_THAT(
      ErrorsOf(Concat("kind: Campaign\nid: x\n", GetParam().line, "\n")),
      ElementsAre(HasSubstr(Concat("f.yaml:3: ", GetParam().error))));
}

INSTANTIATE_TEST_SUITE_P(
    Table, MistakeTest,
    ::testing::Values(
        Mistake{"line_items: 3", "line_items: must be a list"},
        Mistake{"line_items: {id: x}", "line_items: must be a list"},
        Mistake{"flight:", "flight: has no value"},
        Mistake{"line_items: [~, ]", "line_items[0]: must be a mapping"},
        Mistake{"display_name: [a]", "display_name: must be a single value"},
        Mistake{"exempt_from_site_blocks: yes",
                "exempt_from_site_blocks: must be true or false, is \"yes\""},
        Mistake{"name: campaigns/y", "name: is already given in line 2"},
        Mistake{"flight: {start: 2026-03-01, start_time: 2026-03-01}",
                "flight.start_time: is already given in line 3"},
        Mistake{"flight: {start: yesterday}",
                "flight.start_time: must be a date or time"},
        Mistake{"flight: {start: 2026-03-29 02:30, time_zone: Europe/Berlin}",
                "flight.start_time: the clock of Europe/Berlin skips"},
        Mistake{"flight: {start: 2026-03-01, time_zone: Berlin}",
                "flight.time_zone: must be an IANA time zone"},
        Mistake{"creatives: [{size: 300*250}]",
                "creatives[0].size: must be a size such as 300x250"},
        Mistake{"creatives: [{size: -3x250}]", "creatives[0].size: must be"},
        Mistake{"creatives: [{image: {}, html: {}}]",
                "creatives[0].html: cannot stand beside image"},
        Mistake{"line_items: [{price: {cpm: 1e3}}]",
                "line_items[0].price.cpm: must be an amount"},
        Mistake{"line_items: [{price: {cpm: -1}}]",
                "line_items[0].price.cpm: must be an amount"},
        Mistake{"line_items: [{price: {cpm: 1, cpc: 2}}]",
                "line_items[0].price.cpc: cannot stand beside cpm_micros"},
        Mistake{"line_items: [{price: {cpc: 1, click_rate: 0.002}}]",
                "line_items[0].price.click_rate: must be a percentage"},
        Mistake{"roadblock: some",
                "roadblock: must be one of only_one, "
                "one_or_more, as_many_as_possible, all, is \"some\""},
        Mistake{"line_items: [{rotation: best}]",
                "line_items[0].rotation: must be one of even, weighted, "
                "sequential, optimised, is \"best\""},
        Mistake{"line_items: [{rotation: {mode: best}}]",
                "line_items[0].rotation.mode: must be one of even, weighted"},
        Mistake{"line_items: [{share_of_voice: 40}]",
                "line_items[0].share_of_voice: must be a whole percentage "
                "such as 40%, is \"40\""},
        Mistake{"line_items: [{share_of_voice: 12.5%}]",
                "line_items[0].share_of_voice: must be a whole percentage"},
        Mistake{"line_items: [{share_of_voice: 99999999999%}]",
                "line_items[0].share_of_voice: must be a whole percentage"},
        Mistake{"line_items: [{share_of_voice: \"%\"}]",
                "line_items[0].share_of_voice: must be a whole percentage"},
        Mistake{"line_items: [{share_of_voice: 4%, "
                "share_of_voice_percent: 4}]",
                "line_items[0].share_of_voice_percent: is already given"},
        Mistake{"line_items: [{weight: 3000000000}]",
                "line_items[0].weight: must be a whole number"},
        Mistake{"line_items: [{targeting: {dayparts: [{days: [fr-su]}]}}]",
                "line_items[0].targeting.dayparts[0].days[0]: must be a day"},
        Mistake{"line_items: [{targeting: {dayparts: [{from: 7}]}}]",
                "line_items[0].targeting.dayparts[0].from: must be a "
                "time of day"},
        Mistake{"line_items: [{targeting: {dayparts: [{to: '24:15'}]}}]",
                "line_items[0].targeting.dayparts[0].to: must be a "
                "time of day"},
        Mistake{"line_items: [{targeting: {categories: {include: [386]}}}]",
                "line_items[0].targeting.categories.include[0]: must be a "
                "category"},
        Mistake{"line_items: [{targeting: {rule: {keywords: [a], "
                "countries: [DE]}}}]",
                "line_items[0].targeting.rule.countries: cannot stand beside "
                "keywords; put both under all_of"},
        Mistake{"line_items: [{targeting: {rule: {near: [a]}}}]",
                "line_items[0].targeting.rule.near: unknown field; known are "
                "all_of, any_of, not"}));

TEST(DocumentTest, NeedsAKindAndAName) {
  EXPECT_THAT(ErrorsOf("\nid: x\n"),
              ElementsAre(HasSubstr("f.yaml:2: kind: is missing")));
  EXPECT_THAT(ErrorsOf("kind: Campaign\n"),
              ElementsAre("f.yaml:1: id: is missing"));
  EXPECT_THAT(ErrorsOf("[a]\n"),
              ElementsAre(HasSubstr("f.yaml:1: must be a mapping")));
}

TEST(DocumentTest, KeepsAmountsExact) {
  for (const char* amount : {"0.1", "0.3", "1.005", "999999999.999999", "0"}) {
    const v1::Resource resource = Read(Concat(
        "kind: Campaign\nid: x\nline_items: [{id: l, price: {cpm: ", amount,
        "}}]\n"));
    EXPECT_THAT(PrintDocument(resource), HasSubstr(Concat("cpm: ", amount)));
  }
}

}  // namespace
}  // namespace placard
