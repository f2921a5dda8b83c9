// Fresh seeds for the draws of decisions.
#pragma once

#include <atomic>
#include <cstdint>

#include "engine/base/hash.h"

namespace placard {

// Every seed differs from all others of one source, and looks like chance. No
// secret: it is sent back with each answer.
//
// Thread safety: thread-safe.
class SeedSource {
 public:
  // The same key gives the same seeds.
  explicit SeedSource(uint64_t key) : key_(key) {}

  uint64_t Next() {
    // Relaxed: only uniqueness matters. Mix is a bijection of the sum.
    return Mix(key_ + calls_.fetch_add(1, std::memory_order_relaxed));
  }

 private:
  const uint64_t key_;
  // On a cache line of its own: every thread writes it, and nobody is to wait
  // for it who reads what lies beside it.
  alignas(64) std::atomic<uint64_t> calls_ = 0;
};

}  // namespace placard
