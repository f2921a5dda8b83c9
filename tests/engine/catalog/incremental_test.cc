// Whatever way a catalogue came to be what it is, it answers as one that was
// built from its contents at once.
#include <deque>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "engine/catalog/catalog_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/engine/catalog/documents.h"
#include "tests/engine/catalog/random_documents.h"

namespace placard {
namespace {

using ::testing::ElementsAreArray;

std::shared_ptr<const Snapshot> BuiltAtOnce(const CatalogContents& contents) {
  CatalogBuilder builder;
  const auto put_all = [&](const auto& documents) {
    for (const auto& [name, document] : documents) builder.Put(document);
  };
  put_all(contents.campaigns);
  put_all(contents.advertisers);
  put_all(contents.taxonomies);
  put_all(contents.keyword_lists);
  builder.Put(contents.site_policy);
  return builder.Publish({});
}

void ExpectSameAnswers(const Snapshot& grown, RandomDocuments& world) {
  const auto fresh = BuiltAtOnce(grown.contents());
  ASSERT_EQ(grown.line_items(), fresh->line_items());
  ASSERT_THAT(grown.ineligible(), ElementsAreArray(fresh->ineligible()));
  for (int i = 0; i < 20; ++i) {
    const PageRequest request = world.Request();
    const absl::Time instant = world.Instant();
    ASSERT_EQ(grown.NextEdge(instant), fresh->NextEdge(instant));
    ASSERT_THAT(FindAll(grown, request, instant),
                ElementsAreArray(FindAll(*fresh, request, instant)));
  }
}

class IncrementalTest : public testing::TestWithParam<uint32_t> {};

TEST_P(IncrementalTest, ManyChangesAnswerAsOneBuild) {
  RandomDocuments world(GetParam());
  CatalogBuilder builder;
  std::optional<RebuildJob> job;
  std::deque<std::shared_ptr<const Snapshot>> published;
  for (int step = 0; step < 300; ++step) {
    if (world.OneIn(6)) {
      builder.Remove(world.Name());
    } else {
      builder.Put(world.Document());
    }
    if (world.OneIn(20)) builder.SetTime(world.Instant());
    if (world.OneIn(10) && !job.has_value()) job = builder.StartRebuild();
    if (world.OneIn(10) && job.has_value()) {
      builder.Adopt(job->Run());
      job.reset();
    }
    if (!world.OneIn(3)) continue;
    published.push_back(builder.Publish({}));
    ASSERT_NO_FATAL_FAILURE(ExpectSameAnswers(*published.back(), world))
        << "step " << step;
    if (published.size() < 5) continue;
    // What was published stays as it was.
    ASSERT_NO_FATAL_FAILURE(ExpectSameAnswers(*published.front(), world))
        << "step " << step;
    published.pop_front();
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, IncrementalTest, testing::Range(1U, 21U));

}  // namespace
}  // namespace placard
