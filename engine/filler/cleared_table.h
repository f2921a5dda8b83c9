// A table by number that forgets all it holds in no time.
//
// Thread safety: thread-compatible.
// Cost: Clear() takes O(1), but for growth and once in 2^32 times. Allocates
// nothing once warm.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace placard {

template <typename T>
class ClearedTable {
 public:
  // Every number below `size` has T() again.
  void Clear(size_t size) {
    if (size > cells_.size()) cells_.resize(size);
    if (++now_ != 0) return;
    std::fill(cells_.begin(), cells_.end(), Cell());
    now_ = 1;
  }

  T& operator[](size_t number) {
    Cell& cell = cells_[number];
    if (cell.written != now_) cell = {.written = now_, .value = T()};
    return cell.value;
  }

  T operator[](size_t number) const {
    const Cell& cell = cells_[number];
    return cell.written == now_ ? cell.value : T();
  }

 private:
  struct Cell {
    uint32_t written = 0;
    T value = T();
  };

  std::vector<Cell> cells_;
  uint32_t now_ = 0;
};

}  // namespace placard
