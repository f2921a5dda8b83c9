#include "services/refresh/thread_workers.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace placard {
namespace {

TEST(ThreadWorkersTest, DoEachPartOnce) {
  for (const size_t size : {1, 2, 3, 16}) {
    for (const size_t parts : {0, 1, 2, 7, 1000}) {
      std::vector<int> times(parts);
      ThreadWorkers(size).Do(parts, [&](size_t part) { ++times[part]; });
      EXPECT_EQ(std::count(times.begin(), times.end(), 1), times.size())
          << size << " workers, " << parts << " parts";
    }
  }
}

TEST(ThreadWorkersTest, WorkAtTheSameTime) {
  // Ends only if each part begins before another has ended.
  std::atomic<size_t> begun = 0;
  ThreadWorkers(3).Do(3, [&](size_t) {
    ++begun;
    begun.notify_all();
    for (size_t seen = begun; seen < 3; seen = begun) begun.wait(seen);
  });
  EXPECT_EQ(begun, 3);
}

TEST(ThreadWorkersTest, OneIsTheCaller) {
  ThreadWorkers(1).Do(3, [caller = std::this_thread::get_id()](size_t) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
  });
}

TEST(ThreadWorkersTest, AreAsManyAsThereAreProcessors) {
  EXPECT_GE(ThreadWorkers().size(), 1);
}

}  // namespace
}  // namespace placard
