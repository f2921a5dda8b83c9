#include "bench/world/world.h"

#include <algorithm>
#include <string>
#include <variant>

#include "bench/workload/modes.h"
#include "gtest/gtest.h"
#include "services/codec/campaign_codec.h"
#include "services/codec/page_codec.h"
#include "services/codec/to_proto.h"
#include "services/codec/validate.h"
#include "services/store/redis_catalog_store.h"
#include "services/store/snapshot_reader.h"
#include "tests/support/fake_catalog_store.h"
#include "tests/support/real_redis.h"

namespace placard {
namespace {

// What a server that reads the store has afterwards.
CatalogContents ReadBack(CatalogStore& store) {
  CatalogContents contents;
  const absl::StatusOr<LoadedCatalog> loaded = LoadCatalog(store, nullptr);
  EXPECT_TRUE(loaded.ok()) << loaded.status();
  for (const Document& document : loaded->documents) {
    const absl::StatusOr<CatalogObject> object =
        ReadDocument(document.name, document.body);
    EXPECT_TRUE(object.ok()) << object.status();
    if (const auto* campaign =
            std::get_if<std::shared_ptr<const Campaign>>(&*object)) {
      contents.campaigns[document.name] = *campaign;
    } else if (const auto* advertiser =
                   std::get_if<std::shared_ptr<const Advertiser>>(&*object)) {
      contents.advertisers[document.name] = *advertiser;
    } else if (const auto* list =
                   std::get_if<std::shared_ptr<const KeywordList>>(&*object)) {
      contents.keyword_lists[document.name] = *list;
    } else if (const auto* taxonomy =
                   std::get_if<std::shared_ptr<const Taxonomy>>(&*object)) {
      contents.taxonomies[(*taxonomy)->id] = *taxonomy;
    } else {
      contents.site_policy =
          std::get<std::shared_ptr<const SitePolicy>>(*object);
    }
  }
  return contents;
}

// As ToProto() wants it: the wire knows keyword lists as block lists only, and
// these stand first. The order of an AND's parts means nothing.
std::variant<Rule, BadRule> ListsFirst(std::variant<Rule, BadRule> rule) {
  auto* all = std::get_if<AllOfRule>(&std::get<Rule>(rule).kind);
  if (all == nullptr) return rule;
  std::stable_partition(
      all->rules.begin(), all->rules.end(), [](const Rule& part) {
        const auto* opposite = std::get_if<NotRule>(&part.kind);
        return opposite != nullptr && std::holds_alternative<KeywordListRule>(
                                          opposite->rule.front().kind);
      });
  return rule;
}

void ExpectSame(const LineItem& a, const LineItem& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.status, b.status);
  EXPECT_EQ(a.price, b.price);
  EXPECT_EQ(a.weight, b.weight);
  EXPECT_EQ(ListsFirst(a.rule), b.rule) << a.name;
  EXPECT_EQ(a.creatives, b.creatives);
}

void ExpectSame(const Creative& a, const Creative& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.size, b.size);
  EXPECT_EQ(a.click_url, b.click_url);
  EXPECT_EQ(a.click_host, b.click_host);
  const auto& image = std::get<ImageContent>(a.content);
  EXPECT_EQ(image.url, std::get<ImageContent>(b.content).url);
  EXPECT_EQ(image.title, std::get<ImageContent>(b.content).title);
  EXPECT_EQ(a.exclusion_labels, b.exclusion_labels);
  EXPECT_EQ(a.blocks, b.blocks);
}

void ExpectSame(const Campaign& a, const Campaign& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.advertiser, b.advertiser);
  EXPECT_EQ(a.status, b.status);
  EXPECT_EQ(a.flight.start, b.flight.start);
  EXPECT_EQ(a.flight.end, b.flight.end);
  EXPECT_EQ(a.flight.zone, b.flight.zone);
  EXPECT_EQ(a.tier, b.tier);
  EXPECT_EQ(a.priority, b.priority);
  EXPECT_EQ(a.exclusion_labels, b.exclusion_labels);
  EXPECT_EQ(a.blocks, b.blocks);
  EXPECT_EQ(a.exempt_from_site_blocks, b.exempt_from_site_blocks);
  ASSERT_EQ(a.line_items.size(), b.line_items.size());
  for (size_t i = 0; i < a.line_items.size(); ++i) {
    ExpectSame(a.line_items[i], b.line_items[i]);
  }
  ASSERT_EQ(a.creatives.size(), b.creatives.size());
  for (size_t i = 0; i < a.creatives.size(); ++i) {
    ExpectSame(a.creatives[i], b.creatives[i]);
  }
}

void ExpectSame(const Advertiser& a, const Advertiser& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.status, b.status);
  EXPECT_EQ(a.exclusion_labels, b.exclusion_labels);
  EXPECT_EQ(a.blocks, b.blocks);
}

void ExpectSame(const KeywordList& a, const KeywordList& b) {
  EXPECT_EQ(a.name, b.name);
  EXPECT_EQ(a.expires, b.expires);
  EXPECT_EQ(a.dry_run, b.dry_run);
  EXPECT_EQ(a.terms, b.terms);
}

void ExpectSame(const Taxonomy& a, const Taxonomy& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.parent, b.parent);
}

template <typename Map>
void ExpectSameMaps(const Map& a, const Map& b) {
  ASSERT_EQ(a.size(), b.size());
  auto other = b.begin();
  for (const auto& [name, document] : a) {
    ASSERT_EQ(name, other->first);
    ExpectSame(*document, *other->second);
    ++other;
  }
}

void ExpectSame(const CatalogContents& a, const CatalogContents& b) {
  ExpectSameMaps(a.advertisers, b.advertisers);
  ExpectSameMaps(a.keyword_lists, b.keyword_lists);
  ExpectSameMaps(a.taxonomies, b.taxonomies);
  ExpectSameMaps(a.campaigns, b.campaigns);
  EXPECT_EQ(a.site_policy->currency, b.site_policy->currency);
  EXPECT_EQ(a.site_policy->blocks, b.site_policy->blocks);
  ASSERT_EQ(a.site_policy->floors.size(), b.site_policy->floors.size());
  for (size_t i = 0; i < a.site_policy->floors.size(); ++i) {
    EXPECT_EQ(a.site_policy->floors[i].section,
              b.site_policy->floors[i].section);
    EXPECT_EQ(a.site_policy->floors[i].cpm, b.site_policy->floors[i].cpm);
  }
}

class WorldTest : public testing::TestWithParam<size_t> {};

TEST_P(WorldTest, AServerReadsBackWhatWasMade) {
  RealRedis redis;
  RedisCatalogStore store({.address = redis.address()});
  const CatalogContents contents =
      MakeMode({.mode = static_cast<Mode>(GetParam()),
                .line_items = 3003,
                .pages = 1})
          .contents;
  size_t written = 0;
  const absl::Status status = WriteWorld(
      store, "e1", contents, [&](size_t documents) { written = documents; });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(written, DocumentsIn(contents));
  ExpectSame(contents, ReadBack(store));
}

INSTANTIATE_TEST_SUITE_P(Modes, WorldTest, testing::Range<size_t>(0, kModes));

TEST(WorldTest, OpsCouldHaveWrittenEveryDocument) {
  FakeCatalogStore store;
  const CatalogContents contents =
      MakeMode({.mode = Mode::kDense, .line_items = 1000, .pages = 1}).contents;
  ASSERT_TRUE(WriteWorld(store, "e1", contents, [](size_t) {}).ok());
  const absl::StatusOr<LoadedCatalog> loaded = LoadCatalog(store, nullptr);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  for (const Document& document : loaded->documents) {
    v1::Resource resource;
    ASSERT_TRUE(resource.ParseFromString(document.body));
    for (const FieldViolation& violation : Validate(resource)) {
      ADD_FAILURE() << document.name << ": " << violation.field << " "
                    << violation.description;
    }
  }
}

TEST(WorldTest, EveryPageIsOneThatAServerTakes) {
  for (size_t mode = 0; mode < kModes; ++mode) {
    const Workload workload = MakeMode(
        {.mode = static_cast<Mode>(mode), .line_items = 10, .pages = 300});
    for (const PageView& view : workload.views) {
      PageRequest request;
      for (const FieldViolation& violation :
           ReadDecideRequest(ToProto(view.request), SitePolicy(), request)) {
        ADD_FAILURE() << violation.field << " " << violation.description;
      }
    }
  }
}

TEST(WorldTest, RefusesAStoreThatHoldsSomething) {
  FakeCatalogStore store;
  const CatalogContents contents =
      MakeMode({.mode = Mode::kDense, .line_items = 10, .pages = 1}).contents;
  ASSERT_TRUE(WriteWorld(store, "e1", contents, [](size_t) {}).ok());
  EXPECT_TRUE(
      absl::IsAlreadyExists(WriteWorld(store, "e1", contents, [](size_t) {})));
}

}  // namespace
}  // namespace placard
