#include "services/rpc/worker_pool.h"

#include <atomic>
#include <future>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using testing::ElementsAre;

TEST(WorkerPoolTest, OneThreadKeepsTheOrder) {
  std::vector<int> ran;
  WorkerPool pool(1, 10);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(pool.Submit([&ran, i] { ran.push_back(i); }));
  }
  pool.Stop();
  EXPECT_THAT(ran, ElementsAre(0, 1, 2));
}

TEST(WorkerPoolTest, RefusesWhatItsQueueCannotHold) {
  std::promise<void> begun;
  std::promise<void> release;
  WorkerPool pool(1, 2);
  std::atomic<int> ran = 0;
  ASSERT_TRUE(pool.Submit([&] {
    begun.set_value();
    release.get_future().wait();
  }));
  begun.get_future().wait();
  EXPECT_TRUE(pool.Submit([&] { ++ran; }));
  EXPECT_TRUE(pool.Submit([&] { ++ran; }));
  EXPECT_FALSE(pool.Submit([&] { ++ran; }));
  release.set_value();
  pool.Stop();
  EXPECT_EQ(ran, 2);
}

TEST(WorkerPoolTest, RunsAsMuchAtOnceAsItHasThreads) {
  std::promise<void> first;
  std::promise<void> second;
  WorkerPool pool(2, 2);
  // Each waits for the other: on one thread this would never end.
  pool.Submit([&] {
    first.set_value();
    second.get_future().wait();
  });
  pool.Submit([&] {
    second.set_value();
    first.get_future().wait();
  });
  pool.Stop();
}

TEST(WorkerPoolTest, EachThreadBeginsWithWhatItWasGiven) {
  std::atomic<int> begun = 0;
  WorkerPool pool(3, 1, [&begun] { ++begun; });
  pool.Stop();
  EXPECT_EQ(begun, 3);
}

// One after another, so that threads become idle and are woken all the time.
TEST(WorkerPoolTest, ForgetsNothingWhoeverIsIdle) {
  WorkerPool pool(3, 100);
  for (int i = 0; i < 2000; ++i) {
    std::promise<int> first;
    std::promise<int> second;
    ASSERT_TRUE(pool.Submit([&first, i] { first.set_value(i); }));
    ASSERT_TRUE(pool.Submit([&second, i] { second.set_value(i); }));
    ASSERT_EQ(first.get_future().get(), i);
    ASSERT_EQ(second.get_future().get(), i);
  }
}

TEST(WorkerPoolTest, RefusesWorkAfterItStopped) {
  WorkerPool pool(1, 1);
  pool.Stop();
  EXPECT_FALSE(pool.Submit([] {}));
}

}  // namespace
}  // namespace placard
