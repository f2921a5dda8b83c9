// A pool of one worker and one waiting call that has time for no other.
#pragma once

#include <future>
#include <memory>

#include "gtest/gtest.h"
#include "services/rpc/worker_pool.h"

namespace placard {

// Keeps the worker busy, and a call waiting, for as long as it lives.
class BusyWorker {
 public:
  explicit BusyWorker(WorkerPool& pool) {
    // The worker may still use it when the test is over.
    auto begin = std::make_shared<std::promise<void>>();
    std::future<void> begun = begin->get_future();
    EXPECT_TRUE(pool.Submit([begin, ended = end_.get_future().share()] {
      begin->set_value();
      ended.wait();
    }));
    begun.wait();
    EXPECT_TRUE(pool.Submit([] {}));
  }
  ~BusyWorker() { end_.set_value(); }
  BusyWorker(const BusyWorker&) = delete;
  BusyWorker& operator=(const BusyWorker&) = delete;

 private:
  std::promise<void> end_;
};

}  // namespace placard
