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

std::shared_ptr<const Snapshot> Build(const CatalogContents& contents) {
  CatalogBuilder builder;
  builder.PutAll(contents);
  return builder.Publish({.epoch = "test", .revision = 1});
}

TEST_P(ModeTest, AgreesWithBruteForce) {
  const Workload workload = MakeMode({.mode = static_cast<Mode>(GetParam()),
                                      .line_items = kLineItems,
                                      .pages = kPages});
  const auto snapshot = Build(workload.contents);
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

// Thousands match the page; once the reasons are known none is looked at.
TEST(RunOfSiteTest, StopsWhereNothingFits) {
  Workload workload = MakeMode(
      {.mode = Mode::kRunOfSite, .line_items = kLineItems, .pages = 1});
  const auto snapshot = Build(workload.contents);
  PageView& view = workload.views[0];
  for (Slot& slot : view.request.slots) slot.sizes = {FixedSize{1, 1}};
  DecideScratch scratch;
  Decision decision;
  Decide(*snapshot, view.request, view.instant, view.seed, scratch, decision);
  EXPECT_EQ(Difference(BruteForceDecide(workload.contents, view.request,
                                        view.instant, view.seed),
                       decision, view.request),
            "");
  EXPECT_LT(scratch.search.work().rows_verified, 200);
}

INSTANTIATE_TEST_SUITE_P(All, ModeTest,
                         testing::Range<size_t>(0, kModesAndHardCases));

}  // namespace
}  // namespace placard
