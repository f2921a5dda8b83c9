// What a request is read as.
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/codec/page_codec.h"
#include "services/codec/to_proto.h"
#include "tests/services/codec/examples.h"
#include "tests/services/codec/read_as.h"
#include "tests/services/codec/same.h"

namespace placard {
namespace {

using testing::ElementsAre;

SitePolicy Policy() { return ReadAs<SitePolicy>(RichSitePolicy()); }

PageRequest ReadRequest(const v1::DecideRequest& wire) {
  PageRequest request;
  const FieldViolations violations = ReadDecideRequest(wire, Policy(), request);
  EXPECT_TRUE(violations.empty()) << ToStatus(violations);
  return request;
}

TEST(ReadDecideRequest, NormalisesThePage) {
  const PageRequest request = ReadRequest(RichRequest());
  EXPECT_EQ(request.request_id, "view-1");
  const Page& page = request.page;
  EXPECT_EQ(page.url, "https://paper.example/news/paris");
  EXPECT_THAT(page.sections, ElementsAre(SectionPath{"news", "world cup"}));
  EXPECT_THAT(page.keywords, ElementsAre("paris", "strasse"));
  EXPECT_THAT(page.categories,
              ElementsAre(CategoryId{"iab-content-3.1", "386"}));
  EXPECT_THAT(page.exclusion_labels, ElementsAre("airline"));
  EXPECT_EQ(page.language, "pt-br");
  EXPECT_THAT(page.key_values,
              ElementsAre(KeyValue{"author", {"jane doe", "j. roe"}}));
  EXPECT_EQ(page.title, "spring in paris");
  EXPECT_EQ(page.text, "it is warm. very warm.");
}

TEST(ReadDecideRequest, KeepsTheFirstOfEqualKeywords) {
  v1::DecideRequest wire = RichRequest();
  wire.mutable_page()->clear_keywords();
  for (const char* keyword : {"b", "a", "B", "ﬁ", "A ", "fi", "c"}) {
    wire.mutable_page()->add_keywords(keyword);
  }
  EXPECT_THAT(ReadRequest(wire).page.keywords,
              ElementsAre("b", "a", "fi", "c"));
}

TEST(ReadDecideRequest, ReadsTheViewer) {
  const Viewer viewer = ReadRequest(RichRequest()).viewer;
  EXPECT_EQ(viewer.country, "de");
  EXPECT_EQ(viewer.region, "de-by");
  EXPECT_EQ(viewer.device, Device::kMobile);
  EXPECT_THAT(viewer.segments, ElementsAre("travellers"));
}

TEST(ReadDecideRequest, LeavesSegmentsOutWithoutConsent) {
  v1::DecideRequest wire = RichRequest();
  for (v1::Consent consent :
       {v1::CONSENT_UNSPECIFIED, v1::CONSENT_CONTEXTUAL}) {
    wire.mutable_viewer()->set_consent(consent);
    EXPECT_THAT(ReadRequest(wire).viewer.segments, testing::IsEmpty());
  }
}

TEST(ReadDecideRequest, KeepsWhatASlotSaysBesideItsPreset) {
  const Slot slot = ReadRequest(RichRequest()).slots[0];
  EXPECT_EQ(slot.id, "top");
  EXPECT_THAT(slot.sizes,
              ElementsAre(Size(FixedSize{300, 250}), Size(RatioSize{16, 9, 0}),
                          Size(FluidSize())));
  EXPECT_EQ(slot.count, 2);
  EXPECT_EQ(slot.floor, Micros(1'500'000));
  EXPECT_THAT(slot.key_values, ElementsAre(KeyValue{"lazy", {"yes"}},
                                           KeyValue{"position", {"sidebar"}}));
}

TEST(ReadDecideRequest, FillsFromThePresetWhatASlotLeavesEmpty) {
  const Slot slot = ReadRequest(RichRequest()).slots[1];
  EXPECT_THAT(slot.sizes,
              ElementsAre(Size(FixedSize{970, 250}), Size(RatioSize{4, 1, 0})));
  EXPECT_EQ(slot.count, 2);
  EXPECT_EQ(slot.floor, Micros(300'000));
  EXPECT_THAT(slot.key_values,
              ElementsAre(KeyValue{"position", {"above_fold"}}));
}

TEST(ReadDecideRequest, PrefersTheKeyPositionToThePresets) {
  v1::DecideRequest wire = RichRequest();
  v1::KeyValue& position = *wire.mutable_slots(1)->add_key_values();
  position.set_key("position");
  position.add_values("elsewhere");
  EXPECT_THAT(ReadRequest(wire).slots[1].key_values,
              ElementsAre(KeyValue{"position", {"elsewhere"}}));
}

TEST(ReadDecideRequest, ShowsOneAdvertisementByDefault) {
  v1::DecideRequest wire = RichRequest();
  wire.mutable_slots(0)->clear_preset();
  wire.mutable_slots(0)->clear_count();
  EXPECT_EQ(ReadRequest(wire).slots[0].count, 1);
}

TEST(ReadDecideRequest, LeavesNothingOfWhatWasReadBefore) {
  PageRequest used;
  v1::DecideRequest rich = RichRequest();
  v1::DecideRequest bad = RichRequest();
  bad.mutable_page()->add_keywords("");
  const v1::DecideRequest least =
      FromText<v1::DecideRequest>("slots { id: \"s\" sizes { fluid {} } }");
  EXPECT_TRUE(ReadDecideRequest(rich, Policy(), used).empty());
  EXPECT_FALSE(ReadDecideRequest(bad, Policy(), used).empty());
  EXPECT_TRUE(ReadDecideRequest(least, Policy(), used).empty());
  EXPECT_TRUE(Same(used, ReadRequest(least)));
  EXPECT_TRUE(ReadDecideRequest(rich, Policy(), used).empty());
  EXPECT_TRUE(Same(used, ReadRequest(rich)));
}

TEST(ReadDecideRequest, ReadsWhatIsForced) {
  EXPECT_EQ(ReadRequest(RichRequest()).force,
            "campaigns/spring/lineItems/paris");
}

TEST(ReadDecideRequest, LeavesWhatThePageViewHasShownToOthers) {
  PageRequest used;
  used.page_view.shown.resize(2);
  EXPECT_TRUE(ReadDecideRequest(RichRequest(), Policy(), used).empty());
  EXPECT_EQ(used.page_view, PageViewHistory());
}

TEST(IsTest, WhenItSaysSoOrForcesSomething) {
  v1::DecideRequest wire;
  EXPECT_FALSE(IsTest(wire));
  wire.set_force("campaigns/spring/lineItems/paris");
  EXPECT_TRUE(IsTest(wire));
  wire.clear_force();
  wire.set_test(true);
  EXPECT_TRUE(IsTest(wire));
}

TEST(ReadDecideRequest, NamesEverythingThatIsWrongAtOnce) {
  v1::DecideRequest wire = RichRequest();
  wire.mutable_page()->set_language("?");
  wire.mutable_viewer()->set_country("?");
  wire.mutable_slots(1)->set_count(99);
  wire.set_viewer_token("t");
  wire.set_force("paris");
  PageRequest out;
  std::vector<std::string> fields;
  for (const FieldViolation& v : ReadDecideRequest(wire, Policy(), out)) {
    fields.push_back(v.field);
  }
  EXPECT_THAT(fields, ElementsAre("page.language", "viewer.country",
                                  "slots[1].count", "viewer_token", "force"));
}

TEST(RequestedInstant, IsNowUnlessItIsSet) {
  EXPECT_EQ(RequestedInstant(RichRequest()),
            absl::FromUnixSeconds(1750000000) + absl::Nanoseconds(7));
  EXPECT_EQ(RequestedInstant(v1::DecideRequest()), std::nullopt);
}

TEST(RequestedSeed, IsFreshUnlessItIsSet) {
  EXPECT_EQ(RequestedSeed(RichRequest()), 42);
  EXPECT_EQ(RequestedSeed(v1::DecideRequest()), std::nullopt);
  v1::DecideRequest zero;
  zero.set_seed(0);
  EXPECT_EQ(RequestedSeed(zero), 0);
}

TEST(ToProto, OfAPageThatWasReadIsReadAsTheSame) {
  const PageRequest request = ReadRequest(RichRequest());
  EXPECT_TRUE(Same(ReadRequest(ToProto(request)), request));
}

}  // namespace
}  // namespace placard
