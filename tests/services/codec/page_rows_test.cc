// The rules of a request, one row each.
#include <string>

#include "engine/base/limits.h"
#include "services/codec/campaign_codec.h"
#include "services/codec/page_codec.h"
#include "tests/services/codec/examples.h"
#include "tests/services/codec/read_as.h"
#include "tests/services/codec/rows.h"

namespace placard {
namespace {

using R = v1::DecideRequest;

class RequestRows : public testing::TestWithParam<Row<R>> {};

TEST_P(RequestRows, IsJudgedByItsOneChange) {
  R request = RichRequest();
  GetParam().change(request);
  PageRequest out;
  ExpectRow(
      GetParam(),
      ReadDecideRequest(request, ReadAs<SitePolicy>(RichSitePolicy()), out));
}

v1::Page& Page(R& r) { return *r.mutable_page(); }
v1::Viewer& Viewer(R& r) { return *r.mutable_viewer(); }
v1::Slot& Slot(R& r) { return *r.mutable_slots(0); }

template <typename Add>
void Times(size_t count, Add&& add) {
  for (size_t i = 0; i < count; ++i) add(i);
}
void SetSlots(R& r, size_t count) {
  r.clear_slots();
  Times(count, [&](size_t i) {
    v1::Slot& slot = *r.add_slots();
    slot.set_id(Concat("s", i));
    slot.add_sizes()->mutable_fluid();
  });
}
void SetKeywords(R& r, size_t count) {
  Page(r).clear_keywords();
  Times(count, [&](size_t i) { Page(r).add_keywords(Concat("k", i)); });
}
void AddKeyValues(google::protobuf::RepeatedPtrField<v1::KeyValue>* out,
                  size_t count) {
  out->Clear();
  Times(count, [&](size_t i) {
    v1::KeyValue& key_value = *out->Add();
    key_value.set_key(Concat("k", i));
    key_value.add_values("v");
  });
}

const Row<R> kRequestRows[] = {
    {"AsItIs", [](R&) {}},
    {"Least",
     [](R& r) {
       r.Clear();
       SetSlots(r, 1);
     }},
    {"Nothing", [](R& r) { r.Clear(); }, "slots", "at least 1, has 0"},
    {"IdAtLimit", [](R& r) { r.set_request_id(Bytes(128)); }},
    {"IdOverLimit", [](R& r) { r.set_request_id(Bytes(129)); }, "request_id",
     "at most 128 bytes long, is 129"},
    {"AtFirstInstant", [](R& r) { r.mutable_at()->Clear(); }},
    {"AtBefore1970", [](R& r) { r.mutable_at()->set_seconds(-1); }, "at",
     "1970 to 9999"},
    {"AtLastInstant",
     [](R& r) { r.mutable_at()->set_seconds(253'402'300'799); }},
    {"AtAfter9999", [](R& r) { r.mutable_at()->set_seconds(253'402'300'800); },
     "at", "1970 to 9999"},
    {"PageViewToken", [](R& r) { r.set_page_view_token("x"); }},
    {"PageViewTokenOfAnyLength",
     [](R& r) { r.set_page_view_token(Bytes(5000)); }},
    {"ViewerToken", [](R& r) { r.set_viewer_token("x"); }, "viewer_token",
     "is not supported yet"},
    {"ForceALineItem", [](R& r) { r.set_force("campaigns/a/lineItems/b"); }},
    {"ForceACreative", [](R& r) { r.set_force("campaigns/a/creatives/b"); }},
    {"ForceACampaign", [](R& r) { r.set_force("campaigns/a"); }, "force",
     "must be campaigns/{id}/lineItems/{id} or campaigns/{id}/creatives/{id}"},
    {"ForceNothingLikeIt", [](R& r) { r.set_force("x"); }, "force", "is \"x\""},
    {"Test", [](R& r) { r.set_test(true); }},
};
INSTANTIATE_TEST_SUITE_P(Request, RequestRows, testing::ValuesIn(kRequestRows),
                         RowName<R>);

const Row<R> kPageRows[] = {
    {"UrlAtLimit", [](R& r) { Page(r).set_url(Bytes(2048)); }},
    {"UrlOverLimit", [](R& r) { Page(r).set_url(Bytes(2049)); }, "page.url",
     "at most 2048"},
    {"SectionsAtLimit",
     [](R& r) { Times(15, [&](size_t) { Page(r).add_sections("a"); }); }},
    {"SectionsOverLimit",
     [](R& r) { Times(16, [&](size_t) { Page(r).add_sections("a"); }); },
     "page.sections", "at most 16, has 17"},
    {"SectionEmpty", [](R& r) { Page(r).add_sections(""); }, "page.sections[1]",
     "must not be empty"},
    {"SectionTooDeep", [](R& r) { Page(r).add_sections("1/2/3/4/5/6/7/8/9"); },
     "page.sections[1]", "at most 8 segments"},
    {"NoKeywords", [](R& r) { SetKeywords(r, 0); }},
    {"KeywordsAtLimit", [](R& r) { SetKeywords(r, 256); }},
    {"KeywordsOverLimit", [](R& r) { SetKeywords(r, 257); }, "page.keywords",
     "at most 256, has 257"},
    {"AMillionKeywords", [](R& r) { SetKeywords(r, 1'000'000); },
     "page.keywords", "at most 256, has 1000000"},
    {"KeywordAtLimit", [](R& r) { Page(r).add_keywords(Bytes(128)); }},
    {"KeywordOverLimit", [](R& r) { Page(r).add_keywords(Bytes(129)); },
     "page.keywords[3]", "at most 128"},
    {"KeywordOfAMegabyte", [](R& r) { Page(r).add_keywords(Bytes(1 << 20)); },
     "page.keywords[3]", "at most 128 bytes long, is 1048576"},
    {"KeywordEmpty", [](R& r) { Page(r).add_keywords(""); }, "page.keywords[3]",
     "must not be empty"},
    {"KeywordOfSpaces", [](R& r) { Page(r).add_keywords(" \u00A0\t"); },
     "page.keywords[3]", "after normalisation"},
    {"KeywordOfMarksOfDirection",
     [](R& r) { Page(r).add_keywords("\u202E\u200F"); }, "page.keywords[3]",
     "after normalisation"},
    {"KeywordOfNul", [](R& r) { Page(r).add_keywords(std::string(1, '\0')); },
     "page.keywords[3]", "after normalisation"},
    {"KeywordOverlong", [](R& r) { Page(r).add_keywords("\xC0\x80"); },
     "page.keywords[3]", "must be UTF-8, is ill-formed at byte 0"},
    {"KeywordWithSurrogate",
     [](R& r) { Page(r).add_keywords("a\xED\xB0\x80"); }, "page.keywords[3]",
     "must be UTF-8, is ill-formed at byte 1"},
    {"KeywordBeyondUnicode",
     [](R& r) { Page(r).add_keywords("\xF4\x90\x80\x80"); }, "page.keywords[3]",
     "must be UTF-8"},
    {"KeywordTruncated", [](R& r) { Page(r).add_keywords("Stra\xC3"); },
     "page.keywords[3]", "must be UTF-8, is ill-formed at byte 4"},
    {"KeywordOfMarks",
     [](R& r) {
       std::string flood = "a";
       Times(63, [&](size_t) { flood += "\u0301"; });
       Page(r).add_keywords(flood);
     }},
    {"CategoriesAtLimit",
     [](R& r) {
       const v1::Category category = Page(r).categories(0);
       Times(63, [&](size_t) { *Page(r).add_categories() = category; });
     }},
    {"CategoriesOverLimit",
     [](R& r) {
       const v1::Category category = Page(r).categories(0);
       Times(64, [&](size_t) { *Page(r).add_categories() = category; });
     },
     "page.categories", "at most 64, has 65"},
    {"CategoryWithoutTaxonomy",
     [](R& r) { Page(r).mutable_categories(0)->clear_taxonomy(); },
     "page.categories[0].taxonomy", "must not be empty"},
    {"CategoryOverLimit",
     [](R& r) { Page(r).mutable_categories(0)->set_id(Bytes(65)); },
     "page.categories[0].id", "at most 64"},
    {"LabelsAtLimit",
     [](R& r) {
       Times(63, [&](size_t) { Page(r).add_exclusion_labels("x"); });
     }},
    {"LabelsOverLimit",
     [](R& r) {
       Times(64, [&](size_t) { Page(r).add_exclusion_labels("x"); });
     },
     "page.exclusion_labels", "at most 64, has 65"},
    {"LabelEmpty", [](R& r) { Page(r).add_exclusion_labels(""); },
     "page.exclusion_labels[1]", "must not be empty"},
    {"LanguageMissing", [](R& r) { Page(r).clear_language(); }},
    {"LanguageWrong", [](R& r) { Page(r).set_language("English (UK)"); },
     "page.language", "language tag"},
    {"KeysAtLimit",
     [](R& r) { AddKeyValues(Page(r).mutable_key_values(), 64); }},
    {"KeysOverLimit",
     [](R& r) { AddKeyValues(Page(r).mutable_key_values(), 65); },
     "page.key_values", "at most 64, has 65"},
    {"KeyTwice",
     [](R& r) {
       v1::KeyValue& key_value = *Page(r).add_key_values();
       key_value.set_key(" AUTHOR");
       key_value.add_values("x");
     },
     "page.key_values[1].key", "\"author\" is there twice"},
    {"KeyWithoutValues",
     [](R& r) { Page(r).mutable_key_values(0)->clear_values(); },
     "page.key_values[0].values", "at least 1"},
    {"KeyValueEmpty",
     [](R& r) { Page(r).mutable_key_values(0)->add_values(""); },
     "page.key_values[0].values[2]", "must not be empty"},
    {"TextAtLimit",
     [](R& r) {
       Page(r).set_title(Bytes(36));
       Page(r).set_text(Bytes(65'500));
     }},
    {"TextOverLimit",
     [](R& r) {
       Page(r).set_title(Bytes(37));
       Page(r).set_text(Bytes(65'500));
     },
     "page.text", "at most 65536 bytes long, is 65537"},
    {"TextOfSpaces", [](R& r) { Page(r).set_text("  \n "); }},
};
INSTANTIATE_TEST_SUITE_P(Page, RequestRows, testing::ValuesIn(kPageRows),
                         RowName<R>);

const Row<R> kViewerRows[] = {
    {"Nothing", [](R& r) { r.clear_viewer(); }},
    {"KeyAtLimit", [](R& r) { Viewer(r).set_key(Bytes(64)); }},
    {"KeyOverLimit", [](R& r) { Viewer(r).set_key(Bytes(65)); }, "viewer.key",
     "at most 64"},
    {"CountryInLowerCase", [](R& r) { Viewer(r).set_country("de"); }},
    {"CountryWrong", [](R& r) { Viewer(r).set_country("D1"); },
     "viewer.country", "\"DE\", is \"D1\""},
    {"RegionWrong", [](R& r) { Viewer(r).set_region("DE-"); }, "viewer.region",
     "region code"},
    {"SegmentsAtLimit",
     [](R& r) { Times(255, [&](size_t) { Viewer(r).add_segments("s"); }); }},
    {"SegmentsOverLimit",
     [](R& r) { Times(256, [&](size_t) { Viewer(r).add_segments("s"); }); },
     "viewer.segments", "at most 256, has 257"},
    {"SegmentOverLimit", [](R& r) { Viewer(r).add_segments(Bytes(65)); },
     "viewer.segments[1]", "at most 64"},
    {"SegmentEmptyWithoutConsent",
     [](R& r) {
       Viewer(r).clear_consent();
       Viewer(r).add_segments("");
     },
     "viewer.segments[1]", "must not be empty"},
};
INSTANTIATE_TEST_SUITE_P(Viewer, RequestRows, testing::ValuesIn(kViewerRows),
                         RowName<R>);

const Row<R> kSlotRows[] = {
    {"SlotsAtLimit", [](R& r) { SetSlots(r, 64); }},
    {"SlotsOverLimit", [](R& r) { SetSlots(r, 65); }, "slots",
     "at most 64, has 65"},
    {"IdMissing", [](R& r) { Slot(r).clear_id(); }, "slots[0].id",
     "must not be empty"},
    {"IdAtLimit", [](R& r) { Slot(r).set_id(Bytes(64)); }},
    {"IdOverLimit", [](R& r) { Slot(r).set_id(Bytes(65)); }, "slots[0].id",
     "at most 64"},
    {"IdTwice", [](R& r) { Slot(r).set_id("preset"); }, "slots[1].id",
     "\"preset\" is there twice"},
    {"SizesAtLimit",
     [](R& r) {
       Times(29, [&](size_t) { Slot(r).add_sizes()->mutable_fluid(); });
     }},
    {"SizesOverLimit",
     [](R& r) {
       Times(30, [&](size_t) { Slot(r).add_sizes()->mutable_fluid(); });
     },
     "slots[0].sizes", "at most 32, has 33"},
    {"NoSizes",
     [](R& r) {
       Slot(r).clear_sizes();
       Slot(r).clear_preset();
     },
     "slots[0].sizes", "must not be empty without a preset"},
    {"SizeOfNoKind", [](R& r) { Slot(r).add_sizes(); }, "slots[0].sizes[3]",
     "exactly one"},
    {"SizeZero",
     [](R& r) { Slot(r).mutable_sizes(0)->mutable_fixed()->set_height(0); },
     "slots[0].sizes[0].fixed.height", "1 to 10000, is 0"},
    {"SizeNegative",
     [](R& r) { Slot(r).mutable_sizes(0)->mutable_fixed()->set_width(-300); },
     "slots[0].sizes[0].fixed.width", "is -300"},
    {"RatioZero",
     [](R& r) {
       Slot(r).mutable_sizes(1)->mutable_ratio()->set_height_ratio(0);
     },
     "slots[0].sizes[1].ratio.height_ratio", "1 to 10000"},
    {"CountAtLimit", [](R& r) { Slot(r).set_count(20); }},
    {"CountOverLimit", [](R& r) { Slot(r).set_count(21); }, "slots[0].count",
     "0 to 20, is 21"},
    {"CountNegative", [](R& r) { Slot(r).set_count(-1); }, "slots[0].count",
     "is -1"},
    {"FloorAtLimit",
     [](R& r) { Slot(r).set_floor_cpm_micros(1'000'000'000'000); }},
    {"FloorOverLimit",
     [](R& r) { Slot(r).set_floor_cpm_micros(1'000'000'000'001); },
     "slots[0].floor_cpm_micros", "is 1000000000001"},
    {"FloorMost", [](R& r) { Slot(r).set_floor_cpm_micros(INT64_MAX); },
     "slots[0].floor_cpm_micros", "is 9223372036854775807"},
    {"FloorLeast", [](R& r) { Slot(r).set_floor_cpm_micros(INT64_MIN); },
     "slots[0].floor_cpm_micros", "is -9223372036854775808"},
    {"KeysAtLimit",
     [](R& r) { AddKeyValues(Slot(r).mutable_key_values(), 64); }},
    {"KeysOverLimit",
     [](R& r) { AddKeyValues(Slot(r).mutable_key_values(), 65); },
     "slots[0].key_values", "at most 64, has 65"},
    {"PositionTwice",
     [](R& r) {
       v1::KeyValue& key_value = *Slot(r).add_key_values();
       key_value.set_key("Position");
       key_value.add_values("header");
     },
     "slots[0].position", "beside the key \"position\""},
    {"PresetUnknown", [](R& r) { r.mutable_slots(1)->set_preset("none"); },
     "slots[1].preset", "is \"none\""},
};
INSTANTIATE_TEST_SUITE_P(Slots, RequestRows, testing::ValuesIn(kSlotRows),
                         RowName<R>);

}  // namespace
}  // namespace placard
