// An array of which cheap immutable copies are made: it lies in chunks, and a
// chunk is copied when it is first written after a copy was made.
//
// Thread safety: thread-compatible; a shared copy may be read by any thread
// while the original is written.
// Cost: reading is two steps; Share copies a pointer a chunk.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

#include "engine/base/prefetch.h"

namespace placard {

template <typename T>
class CowArray {
 public:
  CowArray() = default;
  CowArray(CowArray&&) noexcept = default;
  CowArray& operator=(CowArray&&) noexcept = default;

  size_t size() const { return size_; }
  const T& operator[](size_t i) const {
    return (*chunks_[i / kChunk])[i % kChunk];
  }

  void Prefetch(size_t i) const { PrefetchMemory(&(*this)[i]); }

  // The element to write. Precondition: this is no shared copy.
  T& Mutable(size_t i) {
    const size_t chunk = i / kChunk;
    if (!is_own_[chunk]) {
      chunks_[chunk] = std::make_shared<Chunk>(*chunks_[chunk]);
      is_own_[chunk] = true;
    }
    return (*chunks_[chunk])[i % kChunk];
  }

  // Appends a default element.
  void Grow() {
    if (size_ % kChunk == 0) {
      chunks_.push_back(std::make_shared<Chunk>());
      is_own_.push_back(true);
    }
    ++size_;
  }

  // What the array is now.
  CowArray Share() {
    is_own_.assign(is_own_.size(), false);
    return CowArray(*this);
  }

 private:
  static constexpr size_t kChunk = 512;
  using Chunk = std::array<T, kChunk>;

  CowArray(const CowArray&) = default;

  std::vector<std::shared_ptr<Chunk>> chunks_;
  std::vector<bool> is_own_;  // by chunk: no shared copy has it
  size_t size_ = 0;
};

}  // namespace placard
