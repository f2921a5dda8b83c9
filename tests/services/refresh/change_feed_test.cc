#include "services/refresh/change_feed.h"

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::shared_ptr<const Change> At(uint64_t revision, size_t bytes = 0) {
  auto change = std::make_shared<Change>();
  change->revision = revision;
  change->name = "campaigns/c";
  auto document = std::make_shared<ServedDocument>();
  document->document.body = std::string(bytes, 'x');
  change->document = document;
  return change;
}

class Counter final : public ChangeListener {
 public:
  void OnChange() override { ++calls; }
  int calls = 0;
};

class ChangeFeedTest : public testing::Test {
 protected:
  std::vector<uint64_t> After(uint64_t revision, size_t max = 100) {
    const auto changes = feed_.After({"e", revision}, max);
    EXPECT_TRUE(changes.ok()) << changes.status();
    std::vector<uint64_t> revisions;
    if (changes.ok()) {
      for (const auto& each : *changes) revisions.push_back(each->revision);
    }
    return revisions;
  }
  absl::StatusCode CodeAfter(CatalogVersion from) {
    return feed_.After(from, 1).status().code();
  }

  ChangeFeed feed_;
};

TEST_F(ChangeFeedTest, GivesWhatComesAfterAnyRevisionItKnows) {
  feed_.Reset({"e", 5});
  feed_.Append({At(6), At(8)}, 9);
  EXPECT_EQ(feed_.version(), (CatalogVersion{"e", 9}));
  EXPECT_THAT(After(5), ElementsAre(6, 8));
  EXPECT_THAT(After(5, 1), ElementsAre(6));
  EXPECT_THAT(After(6), ElementsAre(8));
  EXPECT_THAT(After(7), ElementsAre(8));
  EXPECT_THAT(After(9), IsEmpty());
}

TEST_F(ChangeFeedTest, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(CodeAfter({"e", 0}), absl::StatusCode::kOutOfRange);
  feed_.Reset({"e", 5});
  EXPECT_EQ(CodeAfter({"e", 4}), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(CodeAfter({"e", 6}), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(CodeAfter({"f", 5}), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(CodeAfter({"e", 5}), absl::StatusCode::kOk);
}

TEST_F(ChangeFeedTest, ForgetsTheOldestBeyondItsCount) {
  feed_.Reset({"e", 0});
  for (uint64_t i = 1; i <= ChangeFeed::kChanges + 3; ++i) {
    feed_.Append({At(i)}, i);
  }
  EXPECT_EQ(CodeAfter({"e", 2}), absl::StatusCode::kOutOfRange);
  EXPECT_THAT(After(3, 1), ElementsAre(4));
}

TEST_F(ChangeFeedTest, ForgetsTheOldestBeyondItsBytes) {
  feed_.Reset({"e", 0});
  const size_t half = ChangeFeed::kBytes / 2;
  feed_.Append({At(1, half)}, 1);
  EXPECT_EQ(CodeAfter({"e", 0}), absl::StatusCode::kOk);
  feed_.Append({At(2, half)}, 2);
  EXPECT_EQ(CodeAfter({"e", 0}), absl::StatusCode::kOutOfRange);
  EXPECT_THAT(After(1), ElementsAre(2));
}

TEST_F(ChangeFeedTest, BeginsAnewWhenHistoryBroke) {
  feed_.Reset({"e", 5});
  feed_.Append({At(6)}, 6);
  feed_.Reset({"f", 3});
  EXPECT_EQ(CodeAfter({"e", 6}), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(CodeAfter({"f", 3}), absl::StatusCode::kOk);
}

TEST_F(ChangeFeedTest, TellsListenersUntilTheyAreGone) {
  auto counter = std::make_shared<Counter>();
  feed_.Listen(counter);
  feed_.Reset({"e", 0});
  feed_.Append({At(1)}, 1);
  EXPECT_EQ(counter->calls, 2);
  const std::weak_ptr<Counter> gone = counter;
  counter.reset();
  EXPECT_TRUE(gone.expired());
  feed_.Append({At(2)}, 2);
}

TEST_F(ChangeFeedTest, OnceClosedTellsEveryWatcherThatTheServerStops) {
  feed_.Reset({"e", 0});
  auto counter = std::make_shared<Counter>();
  feed_.Listen(counter);
  feed_.Close();
  EXPECT_EQ(counter->calls, 1);
  EXPECT_EQ(CodeAfter({"e", 0}), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace placard
