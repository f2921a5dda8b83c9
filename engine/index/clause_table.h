// The clauses of a segment: what each asks for.
//
// Thread safety: thread-compatible.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/workers.h"
#include "engine/index/clauses.h"
#include "engine/targeting/vocabulary.h"

namespace placard {

// What rows ask of one kind, row by row.
struct Constraints {
  std::vector<uint32_t> features;
  // Where each row's features end; a row of none is unconstrained.
  std::vector<uint32_t> row_ends;

  void Clear() {
    features.clear();
    row_ends.clear();
  }
  void EndRow() { row_ends.push_back(static_cast<uint32_t>(features.size())); }
};

struct ClauseTable {
  std::vector<uint32_t> segment_rows;  // of each clause
  std::array<Constraints, kFeatureKinds> kinds;

  void Add(uint32_t segment_row, const Clause& clause);
  size_t size() const { return segment_rows.size(); }
  // The same in the order of the segment's rows, of which there are so many.
  ClauseTable InRowOrder(size_t rows, const Workers& workers) const;
  std::span<const uint32_t> features(FeatureKind kind, uint32_t clause) const {
    const Constraints& of = kinds[static_cast<size_t>(kind)];
    const uint32_t begin = clause == 0 ? 0 : of.row_ends[clause - 1];
    return std::span(of.features).subspan(begin, of.row_ends[clause] - begin);
  }
};

}  // namespace placard
