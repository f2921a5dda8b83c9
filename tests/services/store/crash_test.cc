// Redis is killed again and again under writers. What they were told was
// written must be there, once, and what they were not told must become known.
#include <atomic>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "services/store/redis_catalog_store.h"
#include "tests/services/store/store_test_words.h"
#include "tests/support/real_redis.h"

namespace placard {
namespace {

constexpr int kWriters = 4;
constexpr int kKills = 6;
constexpr int kWritesBetweenKills = 40;

// Asks with one request id until the answer is known; bounded.
absl::StatusOr<CommitResult> CommitSurely(CatalogStore& store,
                                          const WriteBatch& batch) {
  absl::StatusOr<CommitResult> result;
  for (int i = 0; i < 10'000; ++i) {
    result = store.Commit(batch, nullptr);
    if (!absl::IsUnavailable(result.status())) break;
    absl::SleepFor(absl::Milliseconds(1));
  }
  return result;
}

TEST(CrashTest, AcknowledgedWritesSurviveAndNoneHappensTwice) {
  RealRedis redis;
  RedisCatalogStore store({.address = redis.address()});
  ASSERT_TRUE(store.CreateEpoch(kEpoch).ok());
  Position birth = PositionOf(store);

  std::atomic<bool> stop{false};
  std::atomic<int> acknowledged{0};
  std::map<int, std::vector<uint64_t>> revisions;
  for (int w = 0; w < kWriters; ++w) revisions[w];
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      std::string name = "w" + std::to_string(w);
      for (int i = 0; !stop; ++i) {
        std::string value = std::to_string(i);
        auto written =
            CommitSurely(store, Batch({Put(name, value)}, name + "-" + value));
        ASSERT_TRUE(written.ok()) << written.status();
        revisions.at(w).push_back(written->revision);
        ++acknowledged;
      }
    });
  }
  for (int kill = 0; kill < kKills; ++kill) {
    int target = acknowledged + kWritesBetweenKills;
    while (acknowledged < target) std::this_thread::yield();
    redis.KillAndAwaitRestart();
  }
  stop = true;
  for (std::thread& writer : writers) writer.join();

  std::map<std::string, std::vector<uint64_t>> logged;
  Position at = birth;
  for (TailEntries tail = TailOf(store, at); !tail.entries.empty();
       tail = TailOf(store, at)) {
    for (const LogEntry& entry : tail.entries) {
      EXPECT_EQ(entry.body, std::to_string(logged[entry.name].size()));
      logged[entry.name].push_back(entry.revision);
      at.revision = entry.revision;
      at.chain = entry.chain;
    }
  }
  for (int w = 0; w < kWriters; ++w) {
    EXPECT_EQ(logged["w" + std::to_string(w)], revisions[w]);
  }
}

}  // namespace
}  // namespace placard
