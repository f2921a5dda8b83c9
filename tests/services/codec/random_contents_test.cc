// Random catalogues come back from the wire as they went.
#include <memory>

#include "gtest/gtest.h"
#include "services/codec/to_proto.h"
#include "services/codec/validate.h"
#include "tests/services/codec/examples.h"
#include "tests/services/codec/read_as.h"
#include "tests/services/codec/same.h"
#include "tests/support/random_model.h"

namespace placard {
namespace {

// What the wire cannot say is made plain: rules beyond its tree, flights
// without a start, line items without a creative, prices that are missing and
// weights that count for nothing.
Campaign FitForTheWire(Campaign campaign) {
  if (campaign.flight.start == absl::InfinitePast()) {
    campaign.flight.start = absl::UnixEpoch();
  }
  if (campaign.flight.end <= campaign.flight.start) {
    campaign.flight.end = absl::InfiniteFuture();
  }
  for (LineItem& item : campaign.line_items) {
    item.rule = Rule{AllOfRule()};
    if (item.creatives.empty()) item.creatives.push_back(0);
    if (campaign.tier != Tier::kPricePriority) continue;
    item.weight = 1;
    if (!item.price.has_value()) item.price = Price();
  }
  return campaign;
}

template <typename Model>
void ExpectComesBack(const Model& model) {
  const auto wire = ToProto(model);
  EXPECT_TRUE(Validate(wire).empty())
      << ToStatus(Validate(wire)) << wire.DebugString();
  EXPECT_TRUE(Same(ReadAs<Model>(wire), model)) << wire.DebugString();
}

TEST(RandomContents, ComeBackFromTheWireWithTheirPageRules) {
  Dice dice(1);
  for (int i = 0; i < 300 && !testing::Test::HasFailure(); ++i) {
    const CatalogContents contents = RandomContents(dice);
    for (const auto& [name, advertiser] : contents.advertisers) {
      ExpectComesBack(*advertiser);
    }
    for (const auto& [name, campaign] : contents.campaigns) {
      ExpectComesBack(FitForTheWire(*campaign));
    }
    ExpectComesBack(*contents.site_policy);
  }
}

}  // namespace
}  // namespace placard
