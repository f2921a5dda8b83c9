// Waits for what a server serves to become something.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>

#include "services/refresh/change_feed.h"

namespace placard {

// Thread safety: thread-safe.
class FeedWaiter {
 public:
  explicit FeedWaiter(ChangeFeed& feed)
      : listener_(std::make_shared<Listener>()) {
    feed.Listen(listener_);
  }

  // Asks after every change; false after ten seconds without.
  bool Await(const std::function<bool()>& is_so) {
    std::unique_lock lock(listener_->mu);
    return listener_->changed.wait_for(lock, std::chrono::seconds(10), is_so);
  }

 private:
  struct Listener final : ChangeListener {
    void OnChange() override {
      const std::lock_guard lock(mu);
      changed.notify_all();
    }
    std::mutex mu;
    std::condition_variable changed;
  };

  const std::shared_ptr<Listener> listener_;
};

}  // namespace placard
