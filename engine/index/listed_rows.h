// What a walk has left of a list of a piece's rows.
//
// Thread safety: thread-compatible.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "engine/index/row_set.h"

namespace placard {

struct ListedRows {
  const PieceRow* at;
  const PieceRow* end;

  // Drops the rows before `row`.
  void SkipTo(uint32_t row) {
    if (at != end && *at < row) SkipFar(row);
  }

 private:
  // Lists are walked forwards, mostly by little: double the step until it is
  // too long, then halve what it passed.
  void SkipFar(uint32_t row) {
    const PieceRow* low = at;
    size_t step = 1;
    while (step < static_cast<size_t>(end - low) && low[step] < row) {
      low += step;
      step *= 2;
    }
    const PieceRow* const high =
        low + std::min(step, static_cast<size_t>(end - low));
    at = std::lower_bound(low, high, row);
  }
};

}  // namespace placard
