#include "services/refresh/published.h"

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace placard {
namespace {

TEST(PublishedTest, IsNullBeforeTheFirstStore) {
  const Published<int> cell;
  EXPECT_EQ(cell.Load(), nullptr);
}

TEST(PublishedTest, EveryThreadReadsWhatWasStored) {
  Published<int> cell;
  cell.Store(std::make_shared<const int>(7));
  std::vector<std::thread> threads;
  for (int i = 0; i < 40; ++i) {
    threads.emplace_back([&] { EXPECT_EQ(*cell.Load(), 7); });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(PublishedTest, TheValueBeforeIsGoneOnceItsReadersAre) {
  Published<int> cell;
  auto first = std::make_shared<const int>(1);
  const std::weak_ptr<const int> watch = first;
  cell.Store(std::move(first));
  std::shared_ptr<const int> reader = cell.Load();
  cell.Store(std::make_shared<const int>(2));
  EXPECT_EQ(*reader, 1);
  EXPECT_FALSE(watch.expired());
  reader.reset();
  EXPECT_TRUE(watch.expired());
  EXPECT_EQ(*cell.Load(), 2);
}

TEST(PublishedTest, ReadersSeeWholeValuesThatNeverGoBack) {
  struct Pair {
    int a;
    int b;
  };
  Published<Pair> cell;
  cell.Store(std::make_shared<const Pair>(Pair{0, 0}));
  std::atomic<bool> stop = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      int last = 0;
      while (!stop.load()) {
        const std::shared_ptr<const Pair> pair = cell.Load();
        ASSERT_EQ(pair->a, pair->b);
        ASSERT_GE(pair->a, last);
        last = pair->a;
      }
    });
  }
  for (int i = 1; i <= 20'000; ++i) {
    cell.Store(std::make_shared<const Pair>(Pair{i, i}));
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
}

}  // namespace
}  // namespace placard
