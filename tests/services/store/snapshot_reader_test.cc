#include "services/store/snapshot_reader.h"

#include <atomic>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/services/store/store_test_words.h"
#include "tests/support/store_world.h"

namespace placard {
namespace {

using ::testing::IsEmpty;

// A store that lets something happen before a chosen call.
class InterruptedStore final : public CatalogStore {
 public:
  using Accident = std::function<void(int call)>;
  InterruptedStore(CatalogStore& store, Accident accident)
      : store_(store), accident_(std::move(accident)) {}

  absl::StatusOr<Position> CreateEpoch(std::string_view epoch) override {
    return store_.CreateEpoch(epoch);
  }
  absl::StatusOr<std::optional<Position>> ReadPosition() override {
    accident_(calls_++);
    return store_.ReadPosition();
  }
  absl::StatusOr<CommitResult> Commit(
      const WriteBatch& batch, std::vector<OpFailure>* failures) override {
    return store_.Commit(batch, failures);
  }
  absl::StatusOr<Document> Get(std::string_view name) override {
    return store_.Get(name);
  }
  absl::StatusOr<ScanPage> Scan(std::string_view cursor,
                                size_t count) override {
    accident_(calls_++);
    return store_.Scan(cursor, count);
  }
  absl::StatusOr<TailResult> Tail(const Position& from, size_t max) override {
    accident_(calls_++);
    return store_.Tail(from, max);
  }
  absl::StatusOr<bool> WaitForChange(uint64_t revision,
                                     absl::Duration patience) override {
    return store_.WaitForChange(revision, patience);
  }

  int calls() const { return calls_; }

 private:
  CatalogStore& store_;
  const Accident accident_;
  int calls_ = 0;
};

template <typename World>
class SnapshotReaderTest : public testing::Test {
 protected:
  // 300 documents: four pages.
  void SetUp() override {
    auto birth = store().CreateEpoch(kEpoch);
    ASSERT_TRUE(birth.ok()) << birth.status();
    birth_ = *birth;
    Fill(0, 300);
  }

  CatalogStore& store() { return world_.store(); }
  void Fill(int first, int count) {
    std::vector<WriteOp> ops;
    for (int i = first; i < first + count; ++i) {
      ops.push_back(Put("d" + std::to_string(i), std::string(100, 'x')));
    }
    ASSERT_TRUE(Write(store(), std::move(ops)).ok());
  }
  void ExpectWhatTheStoreHolds(const absl::StatusOr<LoadedCatalog>& loaded) {
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    EXPECT_EQ(loaded->documents, ScanAll(store()));
    EXPECT_EQ(loaded->position, PositionOf(store()));
  }

  World world_;
  Position birth_;
};
using Worlds = testing::Types<FakeStoreWorld, RedisStoreWorld>;
TYPED_TEST_SUITE(SnapshotReaderTest, Worlds);

TYPED_TEST(SnapshotReaderTest, ItReadsEverythingAndTellsItsProgress) {
  std::vector<size_t> progress;
  auto loaded =
      LoadCatalog(this->store(), [&progress](size_t documents, size_t of) {
        EXPECT_EQ(of, 300u);
        progress.push_back(documents);
      });
  this->ExpectWhatTheStoreHolds(loaded);
  EXPECT_GT(progress.size(), 1u);
  EXPECT_EQ(progress.back(), 300u);
}

TYPED_TEST(SnapshotReaderTest, AStoreWithoutEpochHasNothingToLoad) {
  this->world_.Wipe();
  EXPECT_THAT(LoadCatalog(this->store(), nullptr),
              Fails(absl::StatusCode::kFailedPrecondition, "no epoch"));
}

TYPED_TEST(SnapshotReaderTest, AnEmptyCatalogueLoads) {
  this->world_.Wipe();
  ASSERT_TRUE(this->store().CreateEpoch(kEpoch).ok());
  auto loaded = LoadCatalog(this->store(), nullptr);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_THAT(loaded->documents, IsEmpty());
}

// Before each of its calls in turn: writes that are lost again after some more
// calls, and none, as many or more others in their place. Whatever the reader
// saw in between must not be in the result, and whatever it did not see must
// be.
TYPED_TEST(SnapshotReaderTest, AHistoryThatIsUndoneMeanwhileLeavesNoTrace) {
  this->world_.Backup();
  for (int begin = 0; begin < 8; ++begin) {
    for (int end = begin + 1; end < 9; ++end) {
      for (int rewritten : {0, 4, 5}) {
        SCOPED_TRACE(testing::Message() << "from call " << begin << " to "
                                        << end << ", rewritten " << rewritten);
        this->world_.Restore();
        InterruptedStore interrupted(this->store(), [&](int call) {
          if (call == begin) {
            ASSERT_TRUE(
                Write(this->store(), {Put("ghost", ""), Delete("d7"),
                                      Put("d150", "ghost"), Delete("d290")})
                    .ok());
          }
          if (call == end) {
            this->world_.Restore();
            if (rewritten > 0) this->Fill(0, rewritten);
          }
        });
        auto loaded = LoadCatalog(interrupted, nullptr);
        if (interrupted.calls() > end) this->ExpectWhatTheStoreHolds(loaded);
      }
    }
  }
}

TYPED_TEST(SnapshotReaderTest, AStoreThatIsAlwaysRolledBackIsGivenUp) {
  this->world_.Backup();
  InterruptedStore interrupted(this->store(), [&](int call) {
    if (call % 2 == 0) {
      ASSERT_TRUE(Write(this->store(), {Put("a", "")}).ok());
    } else {
      this->world_.Restore();
    }
  });
  EXPECT_THAT(LoadCatalog(interrupted, nullptr),
              Fails(absl::StatusCode::kAborted, "each of 5 attempts"));
}

// The documents at a revision, by the log alone.
std::vector<Document> ReplayTo(uint64_t revision,
                               const std::vector<LogEntry>& log) {
  std::map<std::string, Document> documents;
  for (const LogEntry& entry : log) {
    if (entry.revision > revision) break;
    if (entry.body.has_value()) {
      documents[entry.name] = {entry.name, entry.revision, *entry.body};
    } else {
      documents.erase(entry.name);
    }
  }
  std::vector<Document> result;
  for (auto& [name, document] : documents) result.push_back(document);
  return result;
}

TYPED_TEST(SnapshotReaderTest, WritersThatGoOnLeaveNoGap) {
  CatalogStore& store = this->store();
  std::atomic<bool> done{false};
  std::thread writer([&] {
    std::mt19937 random(1);
    for (int i = 300; i < 1000; ++i) {
      auto deleted = Write(store, {Delete("d" + std::to_string(random() % i))});
      if (!deleted.ok()) {
        EXPECT_EQ(deleted.status().code(), absl::StatusCode::kNotFound);
      }
      std::string next = std::to_string(i);
      EXPECT_TRUE(
          Write(store, {Put("d" + next, next), Put("busy", next)}).ok());
    }
    done = true;
  });
  std::vector<LoadedCatalog> loads;
  bool is_last = false;
  while (!is_last) {
    is_last = done;
    auto loaded = LoadCatalog(store, nullptr);
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    if (!loaded.ok()) break;
    loads.push_back(*std::move(loaded));
  }
  writer.join();

  std::vector<LogEntry> log;
  Position at = this->birth_;
  for (uint64_t end = PositionOf(store).revision; at.revision < end;) {
    for (LogEntry& entry : TailOf(store, at).entries) {
      at.revision = entry.revision;
      at.chain = entry.chain;
      log.push_back(std::move(entry));
    }
    ASSERT_FALSE(testing::Test::HasFailure());
  }
  for (const LoadedCatalog& loaded : loads) {
    EXPECT_EQ(loaded.documents, ReplayTo(loaded.position.revision, log));
    EXPECT_EQ(loaded.position.chain, log[loaded.position.revision - 1].chain);
  }
  EXPECT_EQ(loads.back().position, PositionOf(store));
}

// A restarted server has another hash seed, to which the scan's cursor means
// nothing: it leaves documents out.
TEST(SnapshotReaderOnRedisTest, AServerReplacedUnderTheScanHidesNothing) {
  RealRedis redis;
  RedisCatalogStore store({.address = redis.address()});
  ASSERT_TRUE(store.CreateEpoch(kEpoch).ok());
  std::vector<WriteOp> ops;
  for (int i = 0; i < 1000; ++i) {
    ops.push_back(Put("d" + std::to_string(i), std::string(100, 'x')));
  }
  ASSERT_TRUE(Write(store, std::move(ops)).ok());
  InterruptedStore interrupted(store, [&](int call) {
    if (call == 5) redis.KillAndAwaitRestart();
  });
  auto loaded = LoadCatalog(interrupted, nullptr);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(loaded->documents.size(), 1000u);
}

}  // namespace
}  // namespace placard
