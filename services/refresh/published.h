// A value that one thread replaces and many read: how a new catalogue reaches
// the threads that decide.
//
// std::atomic<std::shared_ptr> would do the same through one spin bit and one
// reference count that every reader writes. Here each stripe has its own lock
// and its own count, so that readers on different stripes share no cache line
// that is written; and no reader keeps an old value alive once its own copy is
// gone, which a cache in each thread would.
//
// Thread safety: thread-safe.
// Cost: Load: one mostly uncontended lock, no allocation. Store: one lock and
// allocation a stripe; the value before is destroyed outside of the locks, by
// whoever drops it last.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>

namespace placard {

template <typename T>
class Published {
 public:
  // Null before the first Store.
  std::shared_ptr<const T> Load() const {
    const Stripe& stripe = stripes_[StripeOfThisThread()];
    const std::lock_guard lock(stripe.mu);
    return stripe.value;
  }

  // Afterwards Load gives `value`. Of two Stores at the same time it is not
  // said which one stays, and for a moment readers may see either.
  void Store(std::shared_ptr<const T> value) {
    for (Stripe& stripe : stripes_) {
      std::shared_ptr<const T> mine = CountedApart(value);
      const std::lock_guard lock(stripe.mu);
      stripe.value.swap(mine);
    }
  }

 private:
  static constexpr size_t kStripes = 16;

  struct alignas(64) Stripe {
    mutable std::mutex mu;
    std::shared_ptr<const T> value;  // guarded by mu
  };

  // The same object behind a reference count of its own.
  static std::shared_ptr<const T> CountedApart(
      const std::shared_ptr<const T>& value) {
    auto holder = std::make_shared<const std::shared_ptr<const T>>(value);
    return std::shared_ptr<const T>(std::move(holder), value.get());
  }

  static size_t StripeOfThisThread() {
    // Relaxed: any number will do, they only have to spread.
    static std::atomic<size_t> next = 0;
    thread_local size_t mine =
        next.fetch_add(1, std::memory_order_relaxed) % kStripes;
    return mine;
  }

  std::array<Stripe, kStripes> stripes_;
};

}  // namespace placard
