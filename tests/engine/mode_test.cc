// The engine against brute force on the catalogues that it is measured with:
// large enough for partitions, and with the hard cases.

#include <memory>
#include <string>

#include "bench/workload/modes.h"
#include "engine/catalog/catalog_builder.h"
#include "engine/engine.h"
#include "gtest/gtest.h"
#include "tests/support/brute_force.h"

namespace placard {
namespace {

constexpr size_t kLineItems = 40'000;
constexpr size_t kPages = 6;

class ModeTest : public testing::TestWithParam<size_t> {};

template <typename Map>
void PutAll(const Map& documents, CatalogBuilder& builder) {
  for (const auto& [name, document] : documents) builder.Put(document);
}

TEST_P(ModeTest, AgreesWithBruteForce) {
  const Workload workload = MakeMode({.mode = static_cast<Mode>(GetParam()),
                                      .line_items = kLineItems,
                                      .pages = kPages});
  CatalogBuilder builder;
  builder.Put(workload.contents.site_policy);
  PutAll(workload.contents.taxonomies, builder);
  PutAll(workload.contents.keyword_lists, builder);
  PutAll(workload.contents.advertisers, builder);
  PutAll(workload.contents.campaigns, builder);
  const auto snapshot = builder.Publish({.epoch = "test", .revision = 1});
  const BruteForce brute_force(workload.contents);
  DecideScratch scratch;
  Decision decision;
  for (const PageView& view : workload.views) {
    Decide(*snapshot, view.request, view.instant, view.seed, scratch, decision);
    EXPECT_EQ(
        Difference(brute_force.Decide(view.request, view.instant, view.seed),
                   decision, view.request),
        "");
  }
}

INSTANTIATE_TEST_SUITE_P(All, ModeTest,
                         testing::Range<size_t>(0, kModesAndHardCases));

}  // namespace
}  // namespace placard
