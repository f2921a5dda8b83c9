// The rules of a campaign but for targeting, one row each.
#include <string>

#include "engine/base/limits.h"
#include "services/codec/validate.h"
#include "tests/services/codec/examples.h"
#include "tests/services/codec/rows.h"

namespace placard {
namespace {

using C = v1::Campaign;
constexpr int64_t kLastSecond = 253'402'300'799;

class CampaignRows : public testing::TestWithParam<Row<C>> {};

TEST_P(CampaignRows, IsJudgedByItsOneChange) {
  C campaign = RichCampaign();
  GetParam().change(campaign);
  ExpectRow(GetParam(), Validate(campaign));
}

v1::LineItem& Item(C& c) { return *c.mutable_line_items(0); }
v1::LineItem& Companion(C& c) { return *c.mutable_line_items(1); }
v1::Creative& Image(C& c) { return *c.mutable_creatives(0); }
v1::Creative& Html(C& c) { return *c.mutable_creatives(1); }
v1::Creative& Native(C& c) { return *c.mutable_creatives(2); }
v1::FixedSize& Fixed(C& c) { return *Image(c).mutable_size()->mutable_fixed(); }
v1::RatioSize& Ratio(C& c) { return *Html(c).mutable_size()->mutable_ratio(); }
v1::CostPerClick& Cpc(C& c) { return *Item(c).mutable_price()->mutable_cpc(); }

void SetTier(C& c, v1::Tier tier) {
  c.set_tier(tier);
  for (v1::LineItem& item : *c.mutable_line_items()) {
    item.clear_weight();
    item.clear_share_of_voice_percent();
    item.mutable_price()->set_cpm_micros(1);
  }
}
void SetLineItems(C& c, size_t count) {
  c.clear_line_items();
  for (size_t i = 0; i < count; ++i) {
    c.add_line_items()->set_id(Concat("l", i));
  }
}
void SetCreatives(C& c, size_t count) {
  Item(c).clear_creatives();
  const v1::Creative creative = Html(c);
  c.clear_creatives();
  for (size_t i = 0; i < count; ++i) {
    *c.add_creatives() = creative;
    c.mutable_creatives(static_cast<int>(i))->set_id(Concat("c", i));
  }
}
// Fills the document up to so many bytes.
void Fill(C& c, size_t bytes) {
  SetLineItems(c, 1);
  SetCreatives(c, 5);
  for (int i = 0; i < 4; ++i) {
    c.mutable_creatives(i)->mutable_html()->set_markup(Bytes(60'000));
  }
  v1::HtmlContent& last = *c.mutable_creatives(4)->mutable_html();
  last.set_markup(Bytes(20'000));
  last.set_markup(Bytes(20'000 + bytes - c.ByteSizeLong()));
  ASSERT_EQ(c.ByteSizeLong(), bytes);
}
void SetClick(C& c, const std::string& url) { Image(c).set_click_url(url); }

const std::string kUrl = "https://e.com/";

const Row<C> kHeadRows[] = {
    {"AsItIs", [](C&) {}},
    {"NameMissing", [](C& c) { c.clear_name(); }, "name", "campaigns/{id}"},
    {"NameOfAnother", [](C& c) { c.set_name("advertisers/spring"); }, "name",
     "must be campaigns/{id}"},
    {"NameAtLimit", [](C& c) { c.set_name("campaigns/" + Bytes(63)); }},
    {"NameOverLimit", [](C& c) { c.set_name("campaigns/" + Bytes(64)); },
     "name", "1 to 63"},
    {"NameWithHashTag", [](C& c) { c.set_name("campaigns/{a}"); }, "name",
     "is \"campaigns/{a}\""},
    {"NameWithLineEnd", [](C& c) { c.set_name("campaigns/a\n"); }, "name",
     "\\x0a"},
    {"NameWithGlob", [](C& c) { c.set_name("campaigns/*"); }, "name", "a-z"},
    {"NameWithSlash", [](C& c) { c.set_name("campaigns/a/b"); }, "name", "a-z"},
    {"DisplayNameAtLimit", [](C& c) { c.set_display_name(Bytes(256)); }},
    {"DisplayNameOverLimit", [](C& c) { c.set_display_name(Bytes(257)); },
     "display_name", "at most 256 bytes long, is 257"},
    {"AdvertiserMissing", [](C& c) { c.clear_advertiser(); }, "advertiser",
     "advertisers/{id}"},
    {"AdvertiserOfAnotherKind",
     [](C& c) { c.set_advertiser("keywordLists/x"); }, "advertiser",
     "advertisers/{id}"},
    {"StatusMissing", [](C& c) { c.clear_status(); }},
    {"FlightMissing", [](C& c) { c.clear_flight(); }, "flight", "must be set"},
    {"StartMissing", [](C& c) { c.mutable_flight()->clear_start_time(); },
     "flight.start_time", "must be set"},
    {"StartAtFirstInstant",
     [](C& c) { c.mutable_flight()->mutable_start_time()->Clear(); }},
    {"StartBefore1970",
     [](C& c) { c.mutable_flight()->mutable_start_time()->set_seconds(-1); },
     "flight.start_time", "1970 to 9999"},
    {"EndAtLastInstant",
     [](C& c) {
       c.mutable_flight()->mutable_end_time()->set_seconds(kLastSecond);
     }},
    {"EndAfter9999",
     [](C& c) {
       c.mutable_flight()->mutable_end_time()->set_seconds(kLastSecond + 1);
     },
     "flight.end_time", "1970 to 9999"},
    {"NanosNegative",
     [](C& c) { c.mutable_flight()->mutable_start_time()->set_nanos(-1); },
     "flight.start_time", "-1 ns"},
    {"NanosOfASecond",
     [](C& c) {
       c.mutable_flight()->mutable_start_time()->set_nanos(1'000'000'000);
     },
     "flight.start_time", "1000000000 ns"},
    {"EndMissing", [](C& c) { c.mutable_flight()->clear_end_time(); }},
    {"EndInThePast",
     [](C& c) {
       c.mutable_flight()->mutable_start_time()->set_seconds(1);
       c.mutable_flight()->mutable_end_time()->set_seconds(2);
     }},
    {"EndIsStart",
     [](C& c) {
       *c.mutable_flight()->mutable_end_time() = c.flight().start_time();
     },
     "flight.end_time", "after start_time"},
    {"EndBeforeStart",
     [](C& c) { c.mutable_flight()->mutable_end_time()->set_seconds(1); },
     "flight.end_time", "after start_time"},
    {"ZoneMissing", [](C& c) { c.mutable_flight()->clear_time_zone(); }},
    {"ZoneWithQuarterHours",
     [](C& c) { c.mutable_flight()->set_time_zone("Asia/Kathmandu"); }},
    {"ZoneUnknown",
     [](C& c) { c.mutable_flight()->set_time_zone("Europe/Atlantis"); },
     "flight.time_zone", "IANA time zone"},
    {"ZoneOfTheMachine",
     [](C& c) { c.mutable_flight()->set_time_zone("localtime"); },
     "flight.time_zone", "is \"localtime\""},
    {"ZoneByPath",
     [](C& c) {
       c.mutable_flight()->set_time_zone("/usr/share/zoneinfo/Europe/Berlin");
     },
     "flight.time_zone", "IANA time zone"},
    {"ZoneByFile",
     [](C& c) { c.mutable_flight()->set_time_zone("file:Europe/Berlin"); },
     "flight.time_zone", "IANA time zone"},
    {"ZoneByOtherDirectory",
     [](C& c) { c.mutable_flight()->set_time_zone("../zoneinfo/UTC"); },
     "flight.time_zone", "IANA time zone"},
    {"TierMissing", [](C& c) { c.clear_tier(); }, "tier", "must be specified"},
    {"TierUnknown", [](C& c) { c.set_tier(static_cast<v1::Tier>(9)); }, "tier",
     "is 9, which this version does not know"},
    {"PriorityDefault", [](C& c) { c.set_priority(0); }},
    {"PriorityAtLimit", [](C& c) { c.set_priority(16); }},
    {"PriorityOverLimit", [](C& c) { c.set_priority(17); }, "priority",
     "0 to 16, is 17"},
    {"PriorityNegative", [](C& c) { c.set_priority(-1); }, "priority", "is -1"},
    {"ExemptHouse",
     [](C& c) {
       SetTier(c, v1::TIER_HOUSE);
       c.set_exempt_from_site_blocks(true);
     }},
    {"ExemptPaid", [](C& c) { c.set_exempt_from_site_blocks(true); },
     "exempt_from_site_blocks", "HOUSE"},
    {"LabelsAtLimit",
     [](C& c) {
       for (int i = 1; i < 64; ++i) c.add_exclusion_labels(Bytes(64));
     }},
    {"LabelsOverLimit",
     [](C& c) {
       for (int i = 1; i < 65; ++i) c.add_exclusion_labels("x");
     },
     "exclusion_labels", "at most 64, has 65"},
    {"LabelTooLong", [](C& c) { c.add_exclusion_labels(Bytes(65)); },
     "exclusion_labels[1]", "at most 64 bytes"},
    {"LabelEmpty", [](C& c) { c.add_exclusion_labels(""); },
     "exclusion_labels[1]", "must not be empty"},
    {"LabelOfSpaces", [](C& c) { c.add_exclusion_labels(" \t"); },
     "exclusion_labels[1]", "after normalisation"},
    {"BlockedListOfAnotherKind",
     [](C& c) { c.mutable_blocks()->add_keyword_lists("crime"); },
     "blocks.keyword_lists[1]", "keywordLists/{id}"},
    {"BlockedWordInvisible",
     [](C& c) { c.mutable_blocks()->add_keywords()->set_text("\u200B"); },
     "blocks.keywords[1].text", "after normalisation"},
    {"BlocksAtLimit",
     [](C& c) {
       for (int i = 4; i < 1000; ++i) {
         c.mutable_blocks()->add_keywords()->set_text("x");
       }
     }},
    {"BlocksOverLimit",
     [](C& c) {
       for (int i = 4; i < 1001; ++i) {
         c.mutable_blocks()->add_keywords()->set_text("x");
       }
     },
     "blocks", "at most 1000 values in all, has 1001"},
    {"DocumentAtLimit", [](C& c) { Fill(c, 256 << 10); }},
    {"DocumentOverLimit", [](C& c) { Fill(c, (256 << 10) + 1); }, "",
     "at most 262144 bytes long, is 262145"},
};
INSTANTIATE_TEST_SUITE_P(Head, CampaignRows, testing::ValuesIn(kHeadRows),
                         RowName<C>);

const Row<C> kLineItemRows[] = {
    {"NoLineItems", [](C& c) { SetLineItems(c, 0); }, "line_items",
     "at least 1, has 0"},
    {"LineItemsAtLimit", [](C& c) { SetLineItems(c, 500); }},
    {"LineItemsOverLimit", [](C& c) { SetLineItems(c, 501); }, "line_items",
     "at most 500, has 501"},
    {"IdsTwice", [](C& c) { Companion(c).set_id("paris"); }, "line_items[1].id",
     "\"paris\" is there twice"},
    {"IdMissing", [](C& c) { Companion(c).clear_id(); }, "line_items[1].id",
     "1 to 63"},
    {"IdInUpperCase", [](C& c) { Companion(c).set_id("Paris"); },
     "line_items[1].id", "is \"Paris\""},
    {"IdEndsWithDash", [](C& c) { Companion(c).set_id("paris-"); },
     "line_items[1].id", "no \"-\" last"},
    {"IdStartsWithDigit", [](C& c) { Companion(c).set_id("1paris"); },
     "line_items[1].id", "a letter first"},
    {"DisplayNameOverLimit", [](C& c) { Item(c).set_display_name(Bytes(257)); },
     "line_items[0].display_name", "at most 256"},
    {"PriceMissing", [](C& c) { Item(c).clear_price(); }},
    {"PriceOfNoKind", [](C& c) { Item(c).mutable_price()->Clear(); },
     "line_items[0].price", "exactly one"},
    {"CpmZero", [](C& c) { Item(c).mutable_price()->set_cpm_micros(0); }},
    {"CpmAtLimit",
     [](C& c) { Item(c).mutable_price()->set_cpm_micros(limits::kBidMicros); }},
    {"CpmOverLimit",
     [](C& c) {
       Item(c).mutable_price()->set_cpm_micros(limits::kBidMicros + 1);
     },
     "line_items[0].price.cpm_micros", "0 to 1000000000000, is 1000000000001"},
    {"CpmNegative", [](C& c) { Item(c).mutable_price()->set_cpm_micros(-1); },
     "line_items[0].price.cpm_micros", "is -1"},
    {"CpmLeast",
     [](C& c) { Item(c).mutable_price()->set_cpm_micros(INT64_MIN); },
     "line_items[0].price.cpm_micros", "is -9223372036854775808"},
    {"CpcAtLimit", [](C& c) { Cpc(c).set_cpc_micros(limits::kBidMicros); }},
    {"CpcOverLimit",
     [](C& c) { Cpc(c).set_cpc_micros(limits::kBidMicros + 1); },
     "line_items[0].price.cpc.cpc_micros", "is 1000000000001"},
    {"ClickRateMissing", [](C& c) { Cpc(c).clear_clicks_per_million(); },
     "line_items[0].price.cpc.clicks_per_million", "1 to 1000000, is 0"},
    {"ClickRateAtLimit",
     [](C& c) { Cpc(c).set_clicks_per_million(1'000'000); }},
    {"ClickRateOverLimit",
     [](C& c) { Cpc(c).set_clicks_per_million(1'000'001); },
     "line_items[0].price.cpc.clicks_per_million", "is 1000001"},
    {"WeightZero", [](C& c) { Item(c).set_weight(0); }},
    {"WeightAtLimit", [](C& c) { Item(c).set_weight(1'000'000); }},
    {"WeightOverLimit", [](C& c) { Item(c).set_weight(1'000'001); },
     "line_items[0].weight", "0 to 1000000, is 1000001"},
    {"WeightNegative", [](C& c) { Item(c).set_weight(-1); },
     "line_items[0].weight", "is -1"},
    {"PricePriority", [](C& c) { SetTier(c, v1::TIER_PRICE_PRIORITY); }},
    {"PricePriorityWithoutPrice",
     [](C& c) {
       SetTier(c, v1::TIER_PRICE_PRIORITY);
       Item(c).clear_price();
     },
     "line_items[0].price", "must be set in tier PRICE_PRIORITY"},
    {"PricePriorityWithWeight",
     [](C& c) {
       SetTier(c, v1::TIER_PRICE_PRIORITY);
       Item(c).set_weight(1);
     },
     "line_items[0].weight", "must not be set in tier PRICE_PRIORITY"},
    {"NoCreativesNamed", [](C& c) { Item(c).clear_creatives(); }},
    {"CreativeUnknown", [](C& c) { Item(c).add_creatives("huge"); },
     "line_items[0].creatives[2]", "is \"huge\""},
    {"CreativeTwice", [](C& c) { Item(c).add_creatives("tall"); },
     "line_items[0].creatives[2]", "\"tall\" is there twice"},
};
INSTANTIATE_TEST_SUITE_P(LineItems, CampaignRows,
                         testing::ValuesIn(kLineItemRows), RowName<C>);

const Row<C> kCreativeRows[] = {
    {"NoCreatives",
     [](C& c) {
       Item(c).clear_creatives();
       c.clear_creatives();
     },
     "creatives", "at least 1, has 0"},
    {"CreativesAtLimit", [](C& c) { SetCreatives(c, 200); }},
    {"CreativesOverLimit", [](C& c) { SetCreatives(c, 201); }, "creatives",
     "at most 200, has 201"},
    {"IdsTwice",
     [](C& c) {
       Item(c).clear_creatives();
       Html(c).set_id("tall");
     },
     "creatives[1].id", "\"tall\" is there twice"},
    {"IdWithNul", [](C& c) { Native(c).set_id(std::string("n\0", 2)); },
     "creatives[2].id", "\\x00"},
    {"SizeMissing", [](C& c) { Image(c).clear_size(); }, "creatives[0].size",
     "must be set"},
    {"SizeOfNoKind", [](C& c) { Image(c).mutable_size()->Clear(); },
     "creatives[0].size", "exactly one"},
    {"WidthAtLeast", [](C& c) { Fixed(c).set_width(1); }},
    {"WidthZero", [](C& c) { Fixed(c).set_width(0); },
     "creatives[0].size.fixed.width", "1 to 10000, is 0"},
    {"HeightAtLimit", [](C& c) { Fixed(c).set_height(10'000); }},
    {"HeightOverLimit", [](C& c) { Fixed(c).set_height(10'001); },
     "creatives[0].size.fixed.height", "is 10001"},
    {"RatioZero", [](C& c) { Ratio(c).set_width_ratio(0); },
     "creatives[1].size.ratio.width_ratio", "1 to 10000"},
    {"RatioOverLimit", [](C& c) { Ratio(c).set_height_ratio(10'001); },
     "creatives[1].size.ratio.height_ratio", "1 to 10000"},
    {"MinWidthNegative", [](C& c) { Ratio(c).set_min_width(-1); },
     "creatives[1].size.ratio.min_width", "0 to 10000, is -1"},
    {"MinWidthOverLimit", [](C& c) { Ratio(c).set_min_width(10'001); },
     "creatives[1].size.ratio.min_width", "is 10001"},
    {"ClickMissing", [](C& c) { SetClick(c, ""); }, "creatives[0].click_url",
     "must not be empty"},
    {"ClickAtLimit", [](C& c) { SetClick(c, kUrl + Bytes(2048 - 14)); }},
    {"ClickOverLimit", [](C& c) { SetClick(c, kUrl + Bytes(2049 - 14)); },
     "creatives[0].click_url", "at most 2048 bytes long, is 2049"},
    {"ClickPlain", [](C& c) { SetClick(c, "http://e.com/"); },
     "creatives[0].click_url", "must begin with https://"},
    {"ClickScript", [](C& c) { SetClick(c, "javascript:alert(1)"); },
     "creatives[0].click_url", "must begin with https://"},
    {"ClickWithUser", [](C& c) { SetClick(c, "https://bank.com@e.com/"); },
     "creatives[0].click_url", "user or password"},
    {"ClickWithLineEnd", [](C& c) { SetClick(c, "https://e.com/\r\nX: y"); },
     "creatives[0].click_url", "control characters"},
    {"ClickWithEscapedLineEnd",
     [](C& c) { SetClick(c, "https://e.com/%0D%0AX:y"); },
     "creatives[0].click_url", "%0a"},
    {"ClickWithoutHost", [](C& c) { SetClick(c, "https:///x"); },
     "creatives[0].click_url", "must name a host"},
    {"ContentMissing", [](C& c) { Image(c).clear_image(); }, "creatives[0]",
     "exactly one of image, html and native"},
    {"ImageUrlPlain",
     [](C& c) { Image(c).mutable_image()->set_url("http://e.com/x.png"); },
     "creatives[0].image.url", "https://"},
    {"ImageTitleMissing", [](C& c) { Image(c).mutable_image()->clear_title(); },
     "creatives[0].image.title", "must not be empty"},
    {"ImageTitleAtLimit",
     [](C& c) { Image(c).mutable_image()->set_title(Bytes(256)); }},
    {"ImageTitleOverLimit",
     [](C& c) { Image(c).mutable_image()->set_title(Bytes(257)); },
     "creatives[0].image.title", "at most 256"},
    {"MarkupMissing", [](C& c) { Html(c).mutable_html()->clear_markup(); },
     "creatives[1].html.markup", "must not be empty"},
    {"MarkupAtLimit",
     [](C& c) { Html(c).mutable_html()->set_markup(Bytes(65'536)); }},
    {"MarkupOverLimit",
     [](C& c) { Html(c).mutable_html()->set_markup(Bytes(65'537)); },
     "creatives[1].html.markup", "at most 65536"},
    {"NativeTitleMissing",
     [](C& c) { Native(c).mutable_native()->clear_title(); },
     "creatives[2].native.title", "must not be empty"},
    {"NativeTitleOverLimit",
     [](C& c) { Native(c).mutable_native()->set_title(Bytes(257)); },
     "creatives[2].native.title", "at most 256"},
    {"NativeBodyAtLimit",
     [](C& c) { Native(c).mutable_native()->set_body(Bytes(1024)); }},
    {"NativeBodyOverLimit",
     [](C& c) { Native(c).mutable_native()->set_body(Bytes(1025)); },
     "creatives[2].native.body", "at most 1024"},
    {"NativeImageMissing",
     [](C& c) { Native(c).mutable_native()->clear_image_url(); }},
    {"NativeImagePlain",
     [](C& c) { Native(c).mutable_native()->set_image_url("ftp://e.com"); },
     "creatives[2].native.image_url", "https://"},
    {"SponsorMissing",
     [](C& c) { Native(c).mutable_native()->clear_sponsored_by(); },
     "creatives[2].native.sponsored_by", "must not be empty"},
    {"SponsorOverLimit",
     [](C& c) { Native(c).mutable_native()->set_sponsored_by(Bytes(257)); },
     "creatives[2].native.sponsored_by", "at most 256"},
    {"CallToActionAtLimit",
     [](C& c) { Native(c).mutable_native()->set_call_to_action(Bytes(64)); }},
    {"CallToActionOverLimit",
     [](C& c) { Native(c).mutable_native()->set_call_to_action(Bytes(65)); },
     "creatives[2].native.call_to_action", "at most 64"},
    {"LabelEmpty", [](C& c) { Image(c).add_exclusion_labels(""); },
     "creatives[0].exclusion_labels[1]", "must not be empty"},
    {"BlockedSectionEmpty",
     [](C& c) { Image(c).mutable_blocks()->add_sections(); },
     "creatives[0].blocks.sections[0].path", "must not be empty"},
    {"BlockedCategoryWithoutTaxonomy",
     [](C& c) { Image(c).mutable_blocks()->add_categories()->set_id("1"); },
     "creatives[0].blocks.categories[0].taxonomy", "must not be empty"},
};
INSTANTIATE_TEST_SUITE_P(Creatives, CampaignRows,
                         testing::ValuesIn(kCreativeRows), RowName<C>);

TEST(ValidateCampaign, NamesEverythingThatIsWrongAtOnce) {
  C campaign = RichCampaign();
  campaign.clear_advertiser();
  campaign.set_priority(99);
  Fixed(campaign).set_width(0);
  Cpc(campaign).set_cpc_micros(-1);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : Validate(campaign)) {
    fields.push_back(violation.field);
  }
  EXPECT_THAT(fields,
              testing::UnorderedElementsAre(
                  "advertiser", "priority", "creatives[0].size.fixed.width",
                  "line_items[0].price.cpc.cpc_micros"));
}

TEST(ValidateCampaign, CountsWhatAreTooManyToName) {
  C campaign = RichCampaign();
  for (int i = 0; i < 900; ++i) campaign.mutable_blocks()->add_keywords();
  const FieldViolations violations = Validate(campaign);
  ASSERT_EQ(violations.size(), 257);
  EXPECT_EQ(violations.back().description, "and 644 more violations");
}

}  // namespace
}  // namespace placard
