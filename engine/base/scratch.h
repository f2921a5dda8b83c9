// Memory for short-lived values, all of which go at once: what would otherwise
// be many small vectors.
//
// Thread safety: thread-compatible.
// Lifetime: what was made lives until Clear() or the end of the scratch.
// Cost: New() moves a pointer; the heap is used only beyond the first 16 KB
// since Clear().
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <memory_resource>
#include <span>
#include <type_traits>

namespace placard {

class Scratch {
 public:
  Scratch() = default;
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  template <typename T>
  std::span<T> New(size_t count) {
    T* const begin = Allocate<T>(count);
    std::uninitialized_value_construct_n(begin, count);
    return {begin, count};
  }
  template <typename T>
  std::span<T> Copy(std::span<T> values) {
    T* const begin = Allocate<T>(values.size());
    std::uninitialized_copy(values.begin(), values.end(), begin);
    return {begin, values.size()};
  }

  void Clear() { memory_.release(); }

 private:
  template <typename T>
  T* Allocate(size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    return static_cast<T*>(memory_.allocate(count * sizeof(T), alignof(T)));
  }

  std::array<std::byte, 1 << 14> first_;
  std::pmr::monotonic_buffer_resource memory_{first_.data(), first_.size()};
};

}  // namespace placard
