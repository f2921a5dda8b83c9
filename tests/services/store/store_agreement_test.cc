// Random batches against Redis and the fake: every answer must be the same, to
// the word, and so must everything that is left.
#include <random>
#include <string>
#include <vector>

#include "tests/services/store/store_test_words.h"
#include "tests/support/store_world.h"

namespace placard {
namespace {

constexpr int kBatches = 5000;

class RandomBatches {
 public:
  explicit RandomBatches(uint64_t seed) : random_(seed) {}

  WriteBatch Next() {
    std::vector<WriteOp> ops;
    for (int n = Below(4) + 1; n > 0; --n) {
      std::string name = Name();
      bool is_twice = false;
      for (const WriteOp& op : ops) is_twice |= op.name == name;
      if (!is_twice) ops.push_back(Op(std::move(name)));
    }
    std::string request = Below(4) == 0 ? Numbered("r", Below(40)) : "";
    return Batch(std::move(ops), std::move(request));
  }

 private:
  static std::string Numbered(const char* prefix, int number) {
    return prefix + std::to_string(number);
  }
  int Below(int bound) {
    return std::uniform_int_distribution<int>(0, bound - 1)(random_);
  }
  // Few names at a time, so that writes collide; other ones as time goes by,
  // since deleted ones never come back.
  std::string Name() {
    ++drawn_;
    return Numbered("n", drawn_ / 100 + Below(12));
  }
  WriteOp Op(std::string name) {
    if (Below(6) == 0) return Delete(std::move(name), SomeExpected());
    std::vector<std::string> references;
    for (int n = Below(4) - 1; n > 0; --n) references.push_back(Name());
    return Put(std::move(name), Numbered("body", Below(1000)), SomeExpected(),
               std::move(references));
  }
  Expected SomeExpected() {
    int kind = Below(10);
    if (kind == 0) return Expected::Exactly(Below(2000));
    return Expected::Any();
  }

  std::mt19937_64 random_;
  int drawn_ = 0;
};

TEST(StoreAgreementTest, RedisAndTheFakeAnswerEveryBatchAlike) {
  uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  FakeStoreWorld fake_world;
  RedisStoreWorld redis_world;
  CatalogStore& fake = fake_world.store();
  CatalogStore& redis = redis_world.store();
  ASSERT_TRUE(fake.CreateEpoch(kEpoch).ok());
  ASSERT_TRUE(redis.CreateEpoch(kEpoch).ok());
  RandomBatches batches(seed);
  int accepted = 0;
  for (int i = 0; i < kBatches; ++i) {
    WriteBatch batch = batches.Next();
    std::vector<OpFailure> fake_failures;
    std::vector<OpFailure> redis_failures;
    auto expected = fake.Commit(batch, &fake_failures);
    auto actual = redis.Commit(batch, &redis_failures);
    ASSERT_EQ(actual.status(), expected.status());
    ASSERT_EQ(redis_failures.size(), fake_failures.size());
    for (size_t f = 0; f < fake_failures.size(); ++f) {
      ASSERT_EQ(redis_failures[f].op, fake_failures[f].op);
      ASSERT_EQ(redis_failures[f].status, fake_failures[f].status);
      ASSERT_EQ(redis_failures[f].current_revision,
                fake_failures[f].current_revision);
    }
    if (!expected.ok()) continue;
    ++accepted;
    ASSERT_EQ(actual->revisions, expected->revisions);
    ASSERT_EQ(actual->replayed, expected->replayed);
  }
  EXPECT_GT(accepted, kBatches / 20);
  EXPECT_LT(accepted, kBatches * 19 / 20);
  EXPECT_EQ(ScanAll(redis), ScanAll(fake));
  EXPECT_EQ(PositionOf(redis).revision, PositionOf(fake).revision);
}

}  // namespace
}  // namespace placard
