// The contract of CatalogStore, against Redis and against the fake.
#include "services/store/catalog_store.h"

#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/limits.h"
#include "tests/services/store/store_test_words.h"
#include "tests/support/store_world.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto kAborted = absl::StatusCode::kAborted;
constexpr auto kExists = absl::StatusCode::kAlreadyExists;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr auto kNotFound = absl::StatusCode::kNotFound;
constexpr auto kPrecondition = absl::StatusCode::kFailedPrecondition;

template <typename World>
class CatalogStoreTest : public testing::Test {
 protected:
  // The store at revision 0 of its epoch.
  CatalogStore& Born() {
    auto birth = world_.store().CreateEpoch(kEpoch);
    EXPECT_TRUE(birth.ok()) << birth.status();
    return world_.store();
  }

  World world_;
};

class WorldName {
 public:
  template <typename World>
  static std::string GetName(int) {
    return std::is_same_v<World, FakeStoreWorld> ? "Fake" : "Redis";
  }
};
using Worlds = testing::Types<FakeStoreWorld, RedisStoreWorld>;
TYPED_TEST_SUITE(CatalogStoreTest, Worlds, WorldName);

TYPED_TEST(CatalogStoreTest, AnEmptyStoreHasNoPositionAndTakesNoWrites) {
  CatalogStore& store = this->world_.store();
  auto position = store.ReadPosition();
  ASSERT_TRUE(position.ok()) << position.status();
  EXPECT_FALSE(position->has_value());
  EXPECT_THAT(Write(store, {Put("a", "1")}),
              Fails(kPrecondition, "has no epoch"));
  EXPECT_FALSE(PositionOf(this->Born()).chain.empty());
}

TYPED_TEST(CatalogStoreTest, AnEpochIsCreatedOnce) {
  CatalogStore& store = this->Born();
  Position birth = PositionOf(store);
  EXPECT_EQ(birth.epoch, kEpoch);
  EXPECT_EQ(birth.revision, 0u);
  EXPECT_THAT(store.CreateEpoch("another"), Fails(kExists, "another epoch"));
  EXPECT_THAT(store.CreateEpoch(""), Fails(kInvalid, "epoch"));
  ASSERT_TRUE(Write(store, {Put("a", "1")}).ok());
  auto again = store.CreateEpoch(kEpoch);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, PositionOf(store));
}

TYPED_TEST(CatalogStoreTest, AWriterOfAnotherEpochIsRefused) {
  CatalogStore& store = this->Born();
  WriteBatch batch = Batch({Put("a", "1")});
  batch.epoch = "another";
  EXPECT_THAT(store.Commit(batch, nullptr),
              Fails(kPrecondition, "another epoch"));
}

TYPED_TEST(CatalogStoreTest, WhatIsWrittenIsRead) {
  CatalogStore& store = this->Born();
  std::string body("any\0bytes\xff\r\n", 12);
  auto written = Write(store, {Put("campaigns/a", body)});
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_EQ(written->revision, 1u);
  EXPECT_FALSE(written->replayed);
  auto read = store.Get("campaigns/a");
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read,
            (Document{.name = "campaigns/a", .revision = 1, .body = body}));
  EXPECT_THAT(store.Get("campaigns/b"), Fails(kNotFound, "campaigns/b"));
}

TYPED_TEST(CatalogStoreTest, EveryOpOfABatchGetsItsOwnRevision) {
  CatalogStore& store = this->Born();
  auto written = Write(store, {Put("a", "1"), Put("b", ""), Put("c", "3")});
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_EQ(written->revision, 3u);
  EXPECT_THAT(written->revisions, ElementsAre(1, 2, 3));
  EXPECT_EQ(store.Get("b")->body, "");
  EXPECT_EQ(PositionOf(store).revision, 3u);
}

TYPED_TEST(CatalogStoreTest, AStaleWriterIsToldTheCurrentRevision) {
  CatalogStore& store = this->Born();
  ASSERT_TRUE(Write(store, {Put("a", "1")}).ok());
  ASSERT_TRUE(Write(store, {Put("a", "2", Expected::Exactly(1))}).ok());
  std::vector<OpFailure> failures;
  EXPECT_THAT(
      store.Commit(Batch({Put("a", "3", Expected::Exactly(1))}), &failures),
      Fails(kAborted, "a is at revision 2, not 1"));
  ASSERT_THAT(failures, SizeIs(1));
  EXPECT_EQ(failures[0].op, 0u);
  EXPECT_EQ(failures[0].status.code(), kAborted);
  EXPECT_EQ(failures[0].current_revision, 2u);
  EXPECT_THAT(Write(store, {Delete("a", Expected::Exactly(1))}),
              Fails(kAborted, "a is at revision 2"));
  EXPECT_EQ(store.Get("a")->body, "2");
}

TYPED_TEST(CatalogStoreTest, CreatingAndUpdatingExpectWhatTheySay) {
  CatalogStore& store = this->Born();
  EXPECT_THAT(Write(store, {Put("a", "1", Expected::Exactly(1))}),
              Fails(kNotFound, "a not found"));
  ASSERT_TRUE(Write(store, {Put("a", "1", Expected::Absent())}).ok());
  EXPECT_THAT(Write(store, {Put("a", "2", Expected::Absent())}),
              Fails(kExists, "a already exists"));
  EXPECT_THAT(Write(store, {Delete("b")}), Fails(kNotFound, "b not found"));
}

TYPED_TEST(CatalogStoreTest, ADeletedNameIsNotReused) {
  CatalogStore& store = this->Born();
  ASSERT_TRUE(Write(store, {Put("a", "1")}).ok());
  ASSERT_TRUE(Write(store, {Delete("a", Expected::Exactly(1))}).ok());
  EXPECT_THAT(store.Get("a"), Fails(kNotFound, "a"));
  EXPECT_THAT(Write(store, {Put("a", "2")}),
              Fails(kPrecondition, "was deleted and its id is not reused"));
  EXPECT_THAT(Write(store, {Put("a", "2", Expected::Absent())}),
              Fails(kPrecondition, "was deleted and its id is not reused"));
  EXPECT_THAT(Write(store, {Put("a", "2", Expected::Exactly(1))}),
              Fails(kNotFound, "a"));
}

TYPED_TEST(CatalogStoreTest, ABatchHappensWholeOrNotAtAllAndTellsEveryFault) {
  CatalogStore& store = this->Born();
  ASSERT_TRUE(Write(store, {Put("a", "1"), Put("b", "1")}).ok());
  Position before = PositionOf(store);
  std::vector<OpFailure> failures;
  EXPECT_THAT(
      store.Commit(Batch({Put("a", "2", Expected::Exactly(9)),
                          Put("c", "1", Expected::Absent()),
                          Put("b", "2", Expected::Absent()), Delete("d")}),
                   &failures),
      Fails(kAborted,
            "3 writes refused: a is at revision 1, not 9; b already "
            "exists; d not found"));
  ASSERT_THAT(failures, SizeIs(3));
  EXPECT_EQ(failures[1].op, 2u);
  EXPECT_EQ(failures[1].status.code(), kExists);
  EXPECT_EQ(failures[1].current_revision, 2u);
  EXPECT_EQ(failures[2].op, 3u);
  EXPECT_EQ(failures[2].current_revision, 0u);
  EXPECT_EQ(PositionOf(store), before);
  EXPECT_THAT(store.Get("c"), Fails(kNotFound, "c"));
}

TYPED_TEST(CatalogStoreTest, AReferenceMustExistOnceTheBatchIsApplied) {
  CatalogStore& store = this->Born();
  auto campaign = Put("campaigns/c", "1", Expected::Absent(),
                      {"advertisers/a", "lists/l", "lists/m"});
  ASSERT_TRUE(Write(store, {Put("lists/l", "")}).ok());
  EXPECT_THAT(Write(store, {campaign}),
              Fails(kPrecondition,
                    "campaigns/c refers to what does not exist: "
                    "advertisers/a, lists/m"));
  EXPECT_TRUE(
      Write(store, {campaign, Put("advertisers/a", ""), Put("lists/m", "")})
          .ok());
}

TYPED_TEST(CatalogStoreTest, AReferenceToWhatTheSameBatchDeletesIsRefused) {
  CatalogStore& store = this->Born();
  ASSERT_TRUE(Write(store, {Put("a", "")}).ok());
  EXPECT_THAT(Write(store, {Delete("a"), Put("c", "", Expected::Any(), {"a"})}),
              Fails(kPrecondition, "c refers to what does not exist: a"));
}

TYPED_TEST(CatalogStoreTest, WhatIsReferredToIsNotDeleted) {
  CatalogStore& store = this->Born();
  ASSERT_TRUE(Write(store, {Put("a", ""), Put("b", ""),
                            Put("c", "", Expected::Any(), {"a"})})
                  .ok());
  EXPECT_THAT(Write(store, {Delete("a")}),
              Fails(kPrecondition, "a is still referred to by c"));
  // Names that begin alike are other names.
  ASSERT_TRUE(Write(store, {Put("a2", ""), Delete("b")}).ok());
  ASSERT_TRUE(Write(store, {Delete("a2")}).ok());
  // A new body that names it no longer sets it free.
  ASSERT_TRUE(Write(store, {Put("c", "")}).ok());
  EXPECT_TRUE(Write(store, {Delete("a")}).ok());
}

TYPED_TEST(CatalogStoreTest, AReferrerAndItsReferenceGoInOneBatch) {
  CatalogStore& store = this->Born();
  ASSERT_TRUE(Write(store, {Put("a", ""), Put("c", "", Expected::Any(), {"a"}),
                            Put("d", "", Expected::Any(), {"a"})})
                  .ok());
  EXPECT_THAT(Write(store, {Delete("a"), Delete("c")}),
              Fails(kPrecondition, "a is still referred to by d"));
  EXPECT_TRUE(Write(store, {Delete("a"), Delete("c"), Put("d", "")}).ok());
}

TYPED_TEST(CatalogStoreTest, ARequestIdMakesARetryHarmless) {
  CatalogStore& store = this->Born();
  WriteBatch batch = Batch({Put("a", "1", Expected::Absent()), Put("b", "1")},
                           "request {1}\r\n");
  ASSERT_TRUE(store.Commit(batch, nullptr).ok());
  batch.ops[0].body = "stamped later";
  auto retry = store.Commit(batch, nullptr);
  ASSERT_TRUE(retry.ok()) << retry.status();
  EXPECT_TRUE(retry->replayed);
  EXPECT_THAT(retry->revisions, ElementsAre(1, 2));
  EXPECT_EQ(store.Get("a")->body, "1");
  EXPECT_EQ(PositionOf(store).revision, 2u);
}

TYPED_TEST(CatalogStoreTest, ARefusedRequestIsJudgedAnew) {
  CatalogStore& store = this->Born();
  WriteBatch batch = Batch({Put("a", "1", Expected::Any(), {"b"})}, "r");
  ASSERT_THAT(store.Commit(batch, nullptr), Fails(kPrecondition, "b"));
  ASSERT_TRUE(Write(store, {Put("b", "")}).ok());
  auto retry = store.Commit(batch, nullptr);
  ASSERT_TRUE(retry.ok()) << retry.status();
  EXPECT_FALSE(retry->replayed);
}

TYPED_TEST(CatalogStoreTest, ARequestIdOfOtherWritesIsRefused) {
  CatalogStore& store = this->Born();
  ASSERT_TRUE(store.Commit(Batch({Put("a", "1")}, "r"), nullptr).ok());
  EXPECT_THAT(store.Commit(Batch({Put("b", "1")}, "r"), nullptr),
              Fails(kInvalid, "request_id"));
  EXPECT_THAT(store.Commit(Batch({Delete("a")}, "r"), nullptr),
              Fails(kInvalid, "request_id"));
}

TYPED_TEST(CatalogStoreTest, MalformedBatchesAreRefusedNamingTheField) {
  CatalogStore& store = this->Born();
  EXPECT_THAT(Write(store, {}), Fails(kInvalid, "ops: must be 1 to 1000"));
  EXPECT_THAT(Write(store, {Put("", "")}), Fails(kInvalid, "ops[0].name"));
  EXPECT_THAT(Write(store, {Put(std::string("a\0b", 3), "")}),
              Fails(kInvalid, "ops[0].name"));
  EXPECT_THAT(Write(store, {Put(std::string(257, 'n'), "")}),
              Fails(kInvalid, "ops[0].name: must be 1 to 256 bytes"));
  EXPECT_THAT(Write(store, {Put("a", ""), Put("a", "")}),
              Fails(kInvalid, "ops[1].name: occurs twice"));
  EXPECT_THAT(Write(store, {Put("a", "", Expected::Any(), {"\n"})}),
              Fails(kInvalid, "ops[0].references"));
  EXPECT_THAT(Write(store, {Put("a", std::string((2 << 20) + 1, 'x'))}),
              Fails(kInvalid, "ops[0].body: must be at most 2097152"));
  EXPECT_THAT(Write(store, {Delete("a", Expected::Absent())}),
              Fails(kInvalid, "ops[0].expected"));
  EXPECT_THAT(
      store.Commit(Batch({Put("a", "")}, std::string(129, 'r')), nullptr),
      Fails(kInvalid, "request_id"));
  EXPECT_EQ(PositionOf(store).revision, 0u);
}

TYPED_TEST(CatalogStoreTest, TheLargestBatchAndBodyAreTaken) {
  CatalogStore& store = this->Born();
  std::vector<WriteOp> ops = {Put("large", std::string(2 << 20, 'x'))};
  for (size_t i = 1; i < limits::kBatchItems; ++i) {
    ops.push_back(Put("n" + std::to_string(i), "", Expected::Any(), {"large"}));
  }
  auto written = Write(store, std::move(ops));
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_EQ(written->revision, limits::kBatchItems);
  EXPECT_EQ(store.Get("large")->body.size(), size_t{2 << 20});
}

TYPED_TEST(CatalogStoreTest, AScanShowsEveryDocumentOnceItIsComplete) {
  CatalogStore& store = this->Born();
  std::vector<Document> expected;
  for (int i = 100; i < 700; ++i) {
    std::string name = "d" + std::to_string(i);
    // Long enough for Redis to hash, so that the scan has several pages.
    ASSERT_TRUE(Write(store, {Put(name, std::string(100, 'x'))}).ok());
    expected.push_back({.name = name,
                        .revision = static_cast<uint64_t>(i - 99),
                        .body = std::string(100, 'x')});
  }
  EXPECT_EQ(ScanAll(store), expected);
  EXPECT_EQ(ScanAll(store, 7), expected);
  auto first = store.Scan("", 10);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_LT(first->documents.size(), 100u);
  EXPECT_THAT(store.Scan("drop table", 10), Fails(kInvalid, "cursor"));
}

TYPED_TEST(CatalogStoreTest, TheTailIsWhatWasWrittenInOrder) {
  CatalogStore& store = this->Born();
  Position birth = PositionOf(store);
  ASSERT_TRUE(Write(store, {Put("a", "1"), Put("b", "")}).ok());
  ASSERT_TRUE(Write(store, {Delete("a")}).ok());
  TailEntries tail = TailOf(store, birth);
  ASSERT_THAT(tail.entries, SizeIs(3));
  EXPECT_EQ(tail.entries[0].name, "a");
  EXPECT_EQ(tail.entries[0].body, "1");
  EXPECT_EQ(tail.entries[0].actor, "ops@example.org");
  EXPECT_GE(tail.entries[0].time, absl::FromUnixSeconds(1));
  EXPECT_EQ(tail.entries[1].body, "");
  EXPECT_EQ(tail.entries[2].name, "a");
  EXPECT_EQ(tail.entries[2].body, std::nullopt);
  EXPECT_EQ(tail.now, PositionOf(store));
  EXPECT_EQ(tail.entries[2].revision, tail.now.revision);
  EXPECT_EQ(tail.entries[2].chain, tail.now.chain);
  EXPECT_THAT(TailOf(store, tail.now).entries, IsEmpty());
}

TYPED_TEST(CatalogStoreTest, ALongTailComesInPieces) {
  CatalogStore& store = this->Born();
  Position at = PositionOf(store);
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(Write(store, {Put("a", std::to_string(i))}).ok());
  }
  std::vector<std::string> bodies;
  for (int pieces = 0; pieces < 15; ++pieces) {
    TailEntries tail = TailOf(store, at, 7);
    ASSERT_LE(tail.entries.size(), 7u);
    for (const LogEntry& entry : tail.entries) {
      bodies.push_back(*entry.body);
      at.revision = entry.revision;
      at.chain = entry.chain;
    }
  }
  EXPECT_EQ(at, PositionOf(store));
  ASSERT_THAT(bodies, SizeIs(100));
  EXPECT_EQ(bodies[57], "57");
}

TYPED_TEST(CatalogStoreTest, ALostStoreSaysReloadAndTakesNoWrites) {
  CatalogStore& store = this->Born();
  ASSERT_TRUE(Write(store, {Put("a", "1")}).ok());
  Position reader = PositionOf(store);
  this->world_.Wipe();
  EXPECT_THAT(ReloadReason(store, reader), HasSubstr("no epoch"));
  EXPECT_THAT(Write(store, {Put("a", "2")}),
              Fails(kPrecondition, "has no epoch"));
  auto position = store.ReadPosition();
  ASSERT_TRUE(position.ok());
  EXPECT_FALSE(position->has_value()) << "a write made up an epoch";
  ASSERT_TRUE(store.CreateEpoch("another life").ok());
  EXPECT_THAT(ReloadReason(store, reader), HasSubstr("another epoch"));
}

TYPED_TEST(CatalogStoreTest, AReaderBehindTheTrimmedLogIsToldToReload) {
  CatalogStore& store = this->Born();
  Position birth = PositionOf(store);
  ASSERT_TRUE(Write(store, {Put("a", "1")}).ok());
  Position first = PositionOf(store);
  ASSERT_TRUE(Write(store, {Put("a", "2")}).ok());
  Position second = PositionOf(store);
  ASSERT_TRUE(Write(store, {Put("a", "3")}).ok());
  this->world_.TrimLog(1);
  EXPECT_THAT(ReloadReason(store, birth), HasSubstr("trimmed"));
  EXPECT_THAT(ReloadReason(store, first), HasSubstr("trimmed"));
  EXPECT_THAT(TailOf(store, second).entries, SizeIs(1));
  this->world_.TrimLog(3);
  EXPECT_THAT(ReloadReason(store, second), HasSubstr("trimmed"));
  EXPECT_THAT(TailOf(store, PositionOf(store)).entries, IsEmpty());
  EXPECT_TRUE(Write(store, {Put("a", "4")}).ok());
}

TYPED_TEST(CatalogStoreTest, AReaderAheadOfARolledBackStoreIsToldToReload) {
  CatalogStore& store = this->Born();
  ASSERT_TRUE(Write(store, {Put("a", "1")}).ok());
  Position kept = PositionOf(store);
  this->world_.Backup();
  ASSERT_TRUE(Write(store, {Put("a", "2")}).ok());
  Position lost = PositionOf(store);
  this->world_.Restore();
  EXPECT_THAT(ReloadReason(store, lost), HasSubstr("rolled back"));
  EXPECT_THAT(ReloadReason(store, kept), "");
}

TYPED_TEST(CatalogStoreTest, RevisionsGivenTwiceAreToldApartByTheirChain) {
  CatalogStore& store = this->Born();
  ASSERT_TRUE(Write(store, {Put("a", "1")}).ok());
  Position kept = PositionOf(store);
  this->world_.Backup();
  ASSERT_TRUE(Write(store, {Put("a", "2")}).ok());
  Position lost = PositionOf(store);
  this->world_.Restore();
  ASSERT_TRUE(Write(store, {Put("a", "other")}).ok());
  ASSERT_EQ(PositionOf(store).revision, lost.revision);
  EXPECT_THAT(ReloadReason(store, lost), HasSubstr("another history"));
  ASSERT_TRUE(Write(store, {Put("a", "more")}).ok());
  EXPECT_THAT(ReloadReason(store, lost), HasSubstr("another history"));
  EXPECT_THAT(TailOf(store, kept).entries, SizeIs(2));
}

TYPED_TEST(CatalogStoreTest, AWaitEndsWithTheChange) {
  CatalogStore& store = this->Born();
  ASSERT_TRUE(Write(store, {Put("a", "1")}).ok());
  auto at_once = store.WaitForChange(0, absl::Minutes(1));
  ASSERT_TRUE(at_once.ok()) << at_once.status();
  EXPECT_TRUE(*at_once);
  std::thread writer(
      [&store] { EXPECT_TRUE(Write(store, {Put("a", "2")}).ok()); });
  auto woken = store.WaitForChange(1, absl::Minutes(1));
  writer.join();
  ASSERT_TRUE(woken.ok()) << woken.status();
  EXPECT_TRUE(*woken);
  auto quiet = store.WaitForChange(2, absl::Milliseconds(5));
  ASSERT_TRUE(quiet.ok()) << quiet.status();
  EXPECT_FALSE(*quiet);
}

TYPED_TEST(CatalogStoreTest, RacingWritersLoseNoUpdate) {
  constexpr int kThreads = 8;
  constexpr int kTries = 10'000 / kThreads;
  CatalogStore& store = this->Born();
  ASSERT_TRUE(Write(store, {Put("n", "0")}).ok());
  std::vector<int> won(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&store, &won, t] {
      for (int i = 0; i < kTries; ++i) {
        auto read = store.Get("n");
        ASSERT_TRUE(read.ok()) << read.status();
        auto written =
            Write(store, {Put("n", std::to_string(std::stoi(read->body) + 1),
                              Expected::Exactly(read->revision))});
        if (written.ok()) {
          ++won[t];
        } else {
          ASSERT_THAT(written, Fails(kAborted, "n is at revision"));
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  int total = 0;
  for (int n : won) total += n;
  EXPECT_GE(total, kTries);  // somebody always wins
  EXPECT_EQ(store.Get("n")->body, std::to_string(total));
  EXPECT_EQ(PositionOf(store).revision, static_cast<uint64_t>(total) + 1);
}

}  // namespace
}  // namespace placard
