// Up to 65,536 rows of a segment in rank order, with what can be looked up of
// their rules. A rule of several clauses has a piece's row for each of them.
//
// Thread safety: immutable.
// Cost: of 512 rows a line for each stretch, and what the families take.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/clauses.h"
#include "engine/index/family.h"
#include "engine/index/line.h"
#include "engine/index/row.h"
#include "engine/index/stretches.h"

namespace placard {

class Piece {
 public:
  size_t rows() const { return segment_rows_.size(); }
  // By row of the piece: the segment's. Ascending; of a rule of several clauses
  // neighbours are equal.
  std::span<const uint32_t> segment_rows() const { return segment_rows_; }

  // The rows whose flight has an instant of the stretch.
  const Line* in_flight(size_t stretch) const {
    return in_flight_.data() + stretch * LinesOf(rows());
  }
  const Family& family(FeatureKind kind) const {
    return families_[static_cast<size_t>(kind)];
  }
  // By bit of SizeMask: the rows that have such a creative.
  const Family& sizes() const { return sizes_; }

  size_t bytes() const;

 private:
  friend class PieceBuilder;

  std::vector<uint32_t> segment_rows_;
  std::vector<Line> in_flight_;
  std::array<Family, kFeatureKinds> families_;
  Family sizes_;
};

// The clauses of a segment: what each asks for.
struct ClauseTable {
  std::vector<uint32_t> segment_rows;  // of each clause
  std::array<Constraints, kFeatureKinds> kinds;

  void Add(uint32_t segment_row, const Clause& clause);
  size_t size() const { return segment_rows.size(); }
  // The same in the order of the segment's rows, of which there are so many.
  ClauseTable InRowOrder(size_t rows) const;
  std::span<const uint32_t> features(FeatureKind kind, uint32_t clause) const {
    const Constraints& of = kinds[static_cast<size_t>(kind)];
    const uint32_t begin = clause == 0 ? 0 : of.row_ends[clause - 1];
    return std::span(of.features).subspan(begin, of.row_ends[clause] - begin);
  }
};

// Builds pieces, one after another.
//
// Thread safety: thread-compatible.
class PieceBuilder {
 public:
  // `features`: how many there are of each kind.
  PieceBuilder(std::span<const Row> rows, const Stretches& stretches,
               const ClauseTable& clauses,
               std::array<size_t, kFeatureKinds> features)
      : rows_(rows),
        stretches_(stretches),
        clauses_(clauses),
        features_(features) {}

  // Of `clauses`, ascending and at most kPieceRows. Of the sections that they
  // ask for those count for which belongs(feature) holds.
  template <typename F>
  Piece Build(std::span<const uint32_t> clauses, const F& belongs) {
    Begin(clauses);
    for (size_t i = 0; i < kFeatureKinds; ++i) {
      const auto kind = static_cast<FeatureKind>(i);
      const bool is_section = kind == FeatureKind::kSection;
      constraints_.Clear();
      for (const uint32_t clause : clauses) {
        for (const uint32_t feature : clauses_.features(kind, clause)) {
          if (is_section && !belongs(feature)) continue;
          constraints_.features.push_back(feature);
        }
        constraints_.row_ends.push_back(
            static_cast<uint32_t>(constraints_.features.size()));
      }
      piece_.families_[i] = families_.Build(constraints_, features_[i]);
    }
    return Finish();
  }

 private:
  void Begin(std::span<const uint32_t> clauses);
  Piece Finish();
  void SetFlights();
  void SetSizes();

  const std::span<const Row> rows_;
  const Stretches& stretches_;
  const ClauseTable& clauses_;
  const std::array<size_t, kFeatureKinds> features_;
  Piece piece_;
  FamilyBuilder families_;
  Constraints constraints_;  // scratch
};

}  // namespace placard
