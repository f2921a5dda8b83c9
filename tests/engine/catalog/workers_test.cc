// A snapshot is the same whoever makes it.
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "engine/catalog/catalog_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/catalog/documents.h"
#include "tests/engine/catalog/random_documents.h"
#include "tests/support/eager_workers.h"

namespace placard {
namespace {

using ::testing::ElementsAreArray;

class WorkersTest : public testing::TestWithParam<uint32_t> {};

// The document as one of many of its kind.
CatalogObject OneOfMany(CatalogObject document, const std::string& which) {
  const auto* known = std::get_if<std::shared_ptr<const Campaign>>(&document);
  if (known == nullptr) return document;
  Campaign campaign = **known;
  const std::string name = campaign.name + which;
  for (LineItem& item : campaign.line_items) {
    item.name = name + item.name.substr(campaign.name.size());
  }
  campaign.name = name;
  return Shared(std::move(campaign));
}

// At first all at once, then a few at a time.
TEST_P(WorkersTest, PublishWhatOneDoes) {
  RandomDocuments world(GetParam());
  CatalogBuilder alone;
  CatalogBuilder together;
  for (const uint32_t documents : {3000, 1000, 20, 1, 3000}) {
    for (uint32_t i = 0; i < documents; ++i) {
      const CatalogObject document =
          OneOfMany(world.Document(), "-" + std::to_string(world.Below(500)));
      alone.Put(document);
      together.Put(document);
    }
    const auto by_one = alone.Publish({});
    const auto by_many = together.Publish({}, EagerWorkers(3));
    ASSERT_EQ(by_many->line_items(), by_one->line_items());
    ASSERT_THAT(by_many->ineligible(), ElementsAreArray(by_one->ineligible()));
    for (int i = 0; i < 20; ++i) {
      const PageRequest request = world.Request();
      const absl::Time instant = world.Instant();
      ASSERT_EQ(by_many->NextEdge(instant), by_one->NextEdge(instant));
      ASSERT_THAT(FindAll(*by_many, request, instant),
                  ElementsAreArray(FindAll(*by_one, request, instant)));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, WorkersTest, testing::Range(1U, 9U));

}  // namespace
}  // namespace placard
