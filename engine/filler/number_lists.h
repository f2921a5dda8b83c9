// Lists by number, one behind the other in one array.
//
// Thread safety: thread-compatible.
// Cost: allocates nothing once warm.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace placard {

template <typename T>
class NumberLists {
 public:
  // Calls each(add) twice, which calls add(number, entry) for every entry, both
  // times the same; each list keeps that order.
  template <typename Each>
  void Build(size_t numbers, Each&& each) {
    // Until the second pass ends begin_[i + 1] is where list i goes on.
    begin_.assign(numbers + 2, 0);
    each([&](uint32_t number, const T&) { ++begin_[number + 2]; });
    for (size_t i = 2; i < begin_.size(); ++i) begin_[i] += begin_[i - 1];
    entries_.resize(begin_.back());
    each([&](uint32_t number, const T& entry) {
      entries_[begin_[number + 1]++] = entry;
    });
  }

  std::span<const T> operator[](size_t number) const {
    return std::span<const T>(entries_).subspan(
        begin_[number], begin_[number + 1] - begin_[number]);
  }

 private:
  std::vector<uint32_t> begin_;
  std::vector<T> entries_;
};

}  // namespace placard
