#include "engine/index/piece.h"

#include <bit>
#include <utility>

#include "engine/base/check.h"

namespace placard {

size_t Piece::bytes() const {
  size_t bytes = segment_rows_.capacity() * sizeof(uint32_t) +
                 in_flight_.capacity() * sizeof(Line) + sizes_.bytes();
  for (const Family& family : families_) bytes += family.bytes();
  return bytes;
}

void ClauseTable::Add(uint32_t segment_row, const Clause& clause) {
  segment_rows.push_back(segment_row);
  for (size_t kind = 0; kind < kFeatureKinds; ++kind) {
    const std::vector<uint32_t>& features = clause.features[kind];
    kinds[kind].features.insert(kinds[kind].features.end(), features.begin(),
                                features.end());
    kinds[kind].row_ends.push_back(
        static_cast<uint32_t>(kinds[kind].features.size()));
  }
}

ClauseTable ClauseTable::InRowOrder(size_t rows) const {
  std::vector<uint32_t> next(rows + 1);  // where each row's clauses go
  for (const uint32_t row : segment_rows) ++next[row + 1];
  for (size_t row = 0; row < rows; ++row) next[row + 1] += next[row];
  std::vector<uint32_t> order(size());
  for (uint32_t clause = 0; clause < size(); ++clause) {
    order[next[segment_rows[clause]]++] = clause;
  }
  ClauseTable sorted;
  sorted.segment_rows.reserve(size());
  for (const uint32_t clause : order) {
    sorted.segment_rows.push_back(segment_rows[clause]);
  }
  for (size_t i = 0; i < kFeatureKinds; ++i) {
    Constraints& kind = sorted.kinds[i];
    kind.features.reserve(kinds[i].features.size());
    kind.row_ends.reserve(size());
    for (const uint32_t clause : order) {
      const auto asked = features(static_cast<FeatureKind>(i), clause);
      kind.features.insert(kind.features.end(), asked.begin(), asked.end());
      kind.row_ends.push_back(static_cast<uint32_t>(kind.features.size()));
    }
  }
  return sorted;
}

void PieceBuilder::Begin(std::span<const uint32_t> clauses) {
  PLACARD_CHECK(clauses.size() <= kPieceRows);
  piece_ = Piece();
  piece_.segment_rows_.reserve(clauses.size());
  for (const uint32_t clause : clauses) {
    piece_.segment_rows_.push_back(clauses_.segment_rows[clause]);
  }
}

Piece PieceBuilder::Finish() {
  SetFlights();
  SetSizes();
  return std::move(piece_);
}

void PieceBuilder::SetFlights() {
  const size_t lines = LinesOf(piece_.rows());
  piece_.in_flight_.resize(stretches_.size() * lines);
  for (size_t i = 0; i < piece_.rows(); ++i) {
    const auto [begin, end] = stretches_.Of(rows_[piece_.segment_rows_[i]]);
    for (size_t stretch = begin; stretch < end; ++stretch) {
      piece_.in_flight_[stretch * lines + i / Line::kRows].Insert(i %
                                                                  Line::kRows);
    }
  }
}

void PieceBuilder::SetSizes() {
  constraints_.Clear();
  for (const uint32_t row : piece_.segment_rows_) {
    for (SizeMask rest = rows_[row].sizes; rest != 0; rest &= rest - 1) {
      constraints_.features.push_back(
          static_cast<uint32_t>(std::countr_zero(rest)));
    }
    constraints_.row_ends.push_back(
        static_cast<uint32_t>(constraints_.features.size()));
  }
  piece_.sizes_ = families_.Build(constraints_, kSharedSize + 1);
}

}  // namespace placard
