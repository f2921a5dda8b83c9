// The rules of the documents that campaigns share, one row each.
#include <string>

#include "engine/base/limits.h"
#include "services/codec/validate.h"
#include "tests/services/codec/examples.h"
#include "tests/services/codec/rows.h"

namespace placard {
namespace {

using A = v1::Advertiser;
using L = v1::KeywordList;
using P = v1::SitePolicy;
using X = v1::Taxonomy;

class AdvertiserRows : public testing::TestWithParam<Row<A>> {};
TEST_P(AdvertiserRows, IsJudgedByItsOneChange) {
  A advertiser = RichAdvertiser();
  GetParam().change(advertiser);
  ExpectRow(GetParam(), Validate(advertiser));
}
const Row<A> kAdvertiserRows[] = {
    {"AsItIs", [](A&) {}},
    {"Name", [](A& a) { a.set_name("acme"); }, "name", "advertisers/{id}"},
    {"DisplayName", [](A& a) { a.set_display_name(Bytes(257)); },
     "display_name", "at most 256"},
    {"Status", [](A& a) { a.set_status(static_cast<v1::Status>(3)); }, "status",
     "is 3"},
    {"Labels",
     [](A& a) {
       for (int i = 0; i < 64; ++i) a.add_exclusion_labels("x");
     },
     "exclusion_labels", "at most 64"},
    {"Blocks", [](A& a) { a.mutable_blocks()->add_keywords(); },
     "blocks.keywords[1].text", "must not be empty"},
    {"BlocksOverLimit",
     [](A& a) {
       for (int i = 0; i < 2000; ++i) a.mutable_blocks()->add_keywords();
     },
     "blocks", "at most 1000 values in all, has 2004"},
};
INSTANTIATE_TEST_SUITE_P(All, AdvertiserRows,
                         testing::ValuesIn(kAdvertiserRows), RowName<A>);

class KeywordListRows : public testing::TestWithParam<Row<L>> {};
TEST_P(KeywordListRows, IsJudgedByItsOneChange) {
  L list = RichKeywordList();
  GetParam().change(list);
  ExpectRow(GetParam(), Validate(list));
}
void SetTerms(L& list, int count) {
  list.clear_terms();
  for (int i = 0; i < count; ++i) list.add_terms()->set_text("x");
}
const Row<L> kKeywordListRows[] = {
    {"AsItIs", [](L&) {}},
    {"Name", [](L& l) { l.set_name("keywordLists/Crime"); }, "name",
     "keywordLists/{id}"},
    {"DisplayName", [](L& l) { l.set_display_name(Bytes(257)); },
     "display_name", "at most 256"},
    {"OwnerMissing", [](L& l) { l.clear_owner(); }, "owner",
     "must not be empty"},
    {"OwnerAtLimit", [](L& l) { l.set_owner(Bytes(256)); }},
    {"OwnerOverLimit", [](L& l) { l.set_owner(Bytes(257)); }, "owner",
     "at most 256"},
    {"ReasonMissing", [](L& l) { l.clear_reason(); }},
    {"ReasonAtLimit", [](L& l) { l.set_reason(Bytes(1024)); }},
    {"ReasonOverLimit", [](L& l) { l.set_reason(Bytes(1025)); }, "reason",
     "at most 1024"},
    {"ExpiresNever", [](L& l) { l.clear_expire_time(); }},
    {"ExpiresBefore1970",
     [](L& l) { l.mutable_expire_time()->set_seconds(-1); }, "expire_time",
     "1970 to 9999"},
    {"NoTerms", [](L& l) { SetTerms(l, 0); }, "terms", "at least 1"},
    {"TermsAtLimit", [](L& l) { SetTerms(l, 10'000); }},
    {"TermsOverLimit", [](L& l) { SetTerms(l, 10'001); }, "terms",
     "at most 10000, has 10001"},
    {"TermWithoutWords", [](L& l) { l.add_terms()->set_text("!"); },
     "terms[2].text", "letter or digit"},
    {"DocumentOverLimit",
     [](L& l) {
       SetTerms(l, 9'000);
       for (v1::KeywordTerm& term : *l.mutable_terms()) {
         term.set_text(Bytes(128));
       }
     },
     "", "at most 1048576 bytes"},
};
INSTANTIATE_TEST_SUITE_P(All, KeywordListRows,
                         testing::ValuesIn(kKeywordListRows), RowName<L>);

class SitePolicyRows : public testing::TestWithParam<Row<P>> {};
TEST_P(SitePolicyRows, IsJudgedByItsOneChange) {
  P policy = RichSitePolicy();
  GetParam().change(policy);
  ExpectRow(GetParam(), Validate(policy));
}
v1::SlotPreset& Preset(P& p) { return *p.mutable_slot_presets(0); }
void SetSizes(P& p, int count) {
  const v1::Size size = Preset(p).sizes(0);
  Preset(p).clear_sizes();
  for (int i = 0; i < count; ++i) *Preset(p).add_sizes() = size;
}
const Row<P> kSitePolicyRows[] = {
    {"AsItIs", [](P&) {}},
    {"Nothing",
     [](P& p) {
       p.Clear();
       p.set_name("sitePolicy");
     }},
    {"Name", [](P& p) { p.set_name("sitePolicies/a"); }, "name",
     "must be sitePolicy"},
    {"CurrencyInLowerCase", [](P& p) { p.set_currency("eur"); }, "currency",
     "\"EUR\", is \"eur\""},
    {"CurrencyTooLong", [](P& p) { p.set_currency("EURO"); }, "currency",
     "currency code"},
    {"Blocks", [](P& p) { p.mutable_blocks()->add_sections(); },
     "blocks.sections[0].path", "must not be empty"},
    {"AdvertiserName", [](P& p) { p.add_blocked_advertisers("rival"); },
     "blocked_advertisers[1]", "advertisers/{id}"},
    {"DomainWithScheme",
     [](P& p) { p.add_blocked_click_domains("https://e.com"); },
     "blocked_click_domains[1]", "host name"},
    {"DomainWithPort", [](P& p) { p.add_blocked_click_domains("e.com:1"); },
     "blocked_click_domains[1]", "host name"},
    {"DomainWithFirstDot", [](P& p) { p.add_blocked_click_domains(".e.com"); },
     "blocked_click_domains[1]", "host name"},
    {"DomainEmpty", [](P& p) { p.add_blocked_click_domains(""); },
     "blocked_click_domains[1]", "host name"},
    {"FloorAtLimit",
     [](P& p) { p.mutable_floors(0)->set_cpm_micros(limits::kBidMicros); }},
    {"FloorOverLimit",
     [](P& p) { p.mutable_floors(0)->set_cpm_micros(limits::kBidMicros + 1); },
     "floors[0].cpm_micros", "0 to 1000000000000"},
    {"FloorNegative", [](P& p) { p.mutable_floors(0)->set_cpm_micros(-1); },
     "floors[0].cpm_micros", "is -1"},
    {"FloorSection", [](P& p) { p.mutable_floors(1)->set_section("a//b"); },
     "floors[1].section", "segment 2"},
    {"FloorTwice", [](P& p) { p.add_floors()->set_section("/news/POLITICS"); },
     "floors[2].section", "\"news/politics\" is there twice"},
    {"Section", [](P& p) { p.add_sections("/"); }, "sections[2]",
     "must not be empty"},
    {"PresetWithoutId", [](P& p) { Preset(p).clear_id(); },
     "slot_presets[0].id", "must not be empty"},
    {"PresetIdOverLimit", [](P& p) { Preset(p).set_id(Bytes(65)); },
     "slot_presets[0].id", "at most 64"},
    {"PresetTwice",
     [](P& p) { *p.add_slot_presets() = v1::SlotPreset(Preset(p)); },
     "slot_presets[1].id", "\"top\" is there twice"},
    {"PresetWithoutSizes", [](P& p) { SetSizes(p, 0); },
     "slot_presets[0].sizes", "at least 1"},
    {"PresetSizesAtLimit", [](P& p) { SetSizes(p, 32); }},
    {"PresetSizesOverLimit", [](P& p) { SetSizes(p, 33); },
     "slot_presets[0].sizes", "at most 32"},
    {"PresetSize",
     [](P& p) { Preset(p).mutable_sizes(0)->mutable_fixed()->set_width(0); },
     "slot_presets[0].sizes[0].fixed.width", "1 to 10000"},
    {"PresetCountDefault", [](P& p) { Preset(p).set_count(0); }},
    {"PresetCountAtLimit", [](P& p) { Preset(p).set_count(20); }},
    {"PresetCountOverLimit", [](P& p) { Preset(p).set_count(21); },
     "slot_presets[0].count", "0 to 20"},
    {"PresetFloorNegative", [](P& p) { Preset(p).set_floor_cpm_micros(-1); },
     "slot_presets[0].floor_cpm_micros", "is -1"},
    {"PresetPosition",
     [](P& p) { Preset(p).set_position(static_cast<v1::Position>(99)); },
     "slot_presets[0].position", "is 99"},
    {"DocumentOverLimit",
     [](P& p) {
       for (int i = 0; i < 3'800; ++i) {
         p.add_blocked_advertisers("advertisers/" + Bytes(63));
       }
     },
     "", "at most 262144 bytes"},
};
INSTANTIATE_TEST_SUITE_P(All, SitePolicyRows,
                         testing::ValuesIn(kSitePolicyRows), RowName<P>);

class TaxonomyRows : public testing::TestWithParam<Row<X>> {};
TEST_P(TaxonomyRows, IsJudgedByItsOneChange) {
  X taxonomy = RichTaxonomy();
  GetParam().change(taxonomy);
  ExpectRow(GetParam(), Validate(taxonomy));
}
// A chain, the deepest node first.
void SetNodes(X& x, int count) {
  x.clear_nodes();
  for (int i = 0; i < count; ++i) {
    x.add_nodes()->set_id(Concat(i));
    if (i + 1 < count) x.mutable_nodes(i)->set_parent_id(Concat(i + 1));
  }
}
const Row<X> kTaxonomyRows[] = {
    {"AsItIs", [](X&) {}},
    {"Name", [](X& x) { x.set_name("taxonomies/3.1"); }, "name",
     "taxonomies/{id}"},
    {"NameWithDots", [](X& x) { x.set_name("taxonomies/a.b-."); }},
    {"DisplayName", [](X& x) { x.set_display_name(Bytes(257)); },
     "display_name", "at most 256"},
    {"NoNodes", [](X& x) { x.clear_nodes(); }, "nodes", "at least 1"},
    {"NodesAtLimit", [](X& x) { SetNodes(x, 20'000); }},
    {"NodesOverLimit", [](X& x) { SetNodes(x, 20'001); }, "nodes",
     "at most 20000"},
    {"NodeWithoutId", [](X& x) { x.mutable_nodes(2)->clear_id(); },
     "nodes[2].id", "must not be empty"},
    {"NodeTwice", [](X& x) { x.add_nodes()->set_id("379"); }, "nodes[3].id",
     "\"379\" is there twice"},
    {"NodeIdAtLimit", [](X& x) { x.add_nodes()->set_id(Bytes(64)); }},
    {"NodeIdOverLimit", [](X& x) { x.add_nodes()->set_id(Bytes(65)); },
     "nodes[3].id", "at most 64"},
    {"NodeDisplayName",
     [](X& x) { x.mutable_nodes(0)->set_display_name(Bytes(257)); },
     "nodes[0].display_name", "at most 256"},
    {"ParentMissing", [](X& x) { x.mutable_nodes(1)->set_parent_id("1"); },
     "nodes[1].parent_id", "must be another node's id, is \"1\""},
    {"ParentIsItself",
     [](X& x) { x.mutable_nodes(2)->set_parent_id("JLBCU7"); },
     "nodes[2].parent_id", "leads in a circle"},
};
INSTANTIATE_TEST_SUITE_P(All, TaxonomyRows, testing::ValuesIn(kTaxonomyRows),
                         RowName<X>);

TEST(ValidateTaxonomy, NamesEveryNodeThatLeadsInACircle) {
  X taxonomy = RichTaxonomy();
  taxonomy.mutable_nodes(0)->set_parent_id("JLBCU7");
  taxonomy.add_nodes()->set_id("root");
  std::vector<std::string> fields;
  for (const FieldViolation& violation : Validate(taxonomy)) {
    fields.push_back(violation.field);
  }
  EXPECT_THAT(fields,
              testing::ElementsAre("nodes[0].parent_id", "nodes[1].parent_id",
                                   "nodes[2].parent_id"));
}

TEST(ValidateResource, LooksAtWhatIsInside) {
  EXPECT_TRUE(Validate(AsResource(RichCampaign())).empty());
  EXPECT_TRUE(Validate(AsResource(RichAdvertiser())).empty());
  EXPECT_TRUE(Validate(AsResource(RichKeywordList())).empty());
  EXPECT_TRUE(Validate(AsResource(RichSitePolicy())).empty());
  EXPECT_TRUE(Validate(AsResource(RichTaxonomy())).empty());
  v1::Resource resource = AsResource(RichKeywordList());
  resource.mutable_keyword_list()->clear_owner();
  EXPECT_THAT(Validate(resource), testing::ElementsAre(FieldViolation{
                                      "owner", "must not be empty"}));
}

TEST(ValidateResource, RefusesOneOfNoKind) {
  EXPECT_THAT(Validate(v1::Resource()),
              testing::ElementsAre(
                  FieldViolation{"", "must be exactly one kind of resource"}));
}

}  // namespace
}  // namespace placard
