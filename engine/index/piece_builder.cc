#include "engine/index/piece_builder.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "engine/base/check.h"

namespace placard {
namespace {

// A set of more rows than one in so many is a bitset. Half of that would take
// less memory, but a line is quicker read than 16 rows of a list.
constexpr size_t kRowsOfABitset = 32;

// Of a small piece no list is worth the time to find out that it is one.
bool IsBitset(size_t count, const Piece& piece) {
  return count * kRowsOfABitset > piece.rows() ||
         (piece.is_small() && count > RowSetPlace::kMostInPlace);
}

void Insert(Line* set, size_t row) {
  set[row / Line::kRows].Insert(row % Line::kRows);
}

}  // namespace

void PieceBuilder::Begin(std::span<const uint32_t> clauses) {
  PLACARD_CHECK(clauses.size() <= kPieceRows);
  piece_ = Piece();
  piece_.segment_rows_.reserve(clauses.size());
  for (const uint32_t clause : clauses) {
    piece_.segment_rows_.push_back(clauses_.segment_rows[clause]);
  }
  for (Kind& kind : kinds_) kind.asked.Clear();
}

// What is given out is counted before any of it is there, so that a piece takes
// no more memory than it needs.
Piece PieceBuilder::Finish() {
  AskForSizes();
  lines_ = stretches_.size() * LinesOf(piece_.rows());
  listed_ = 0;
  for (size_t kind = 0; kind < kLookupKinds; ++kind) {
    Count(kinds_[kind]);
    LayOut(kind);
  }
  piece_.lines_.resize(lines_);
  piece_.lists_.resize(listed_);
  SetFlights();
  for (size_t kind = 0; kind < kLookupKinds; ++kind) {
    if (!piece_.constrains(kind)) continue;
    Fill(kind);
    MixInUnconstrained(kind);
  }
  return std::move(piece_);
}

void PieceBuilder::AskForSizes() {
  Constraints& asked = kinds_[kSizes].asked;
  for (const uint32_t row : piece_.segment_rows_) {
    for (SizeMask rest = rows_[row].sizes; rest != 0; rest &= rest - 1) {
      asked.features.push_back(static_cast<uint32_t>(std::countr_zero(rest)));
    }
    asked.EndRow();
  }
}

void PieceBuilder::Count(Kind& kind) {
  kind.features.clear();
  for (const uint32_t feature : kind.asked.features) {
    if (feature >= kind.counts.size()) kind.counts.resize(feature + 1);
    if (kind.counts[feature]++ == 0) kind.features.push_back(feature);
  }
}

// From here on counts has, of each feature, which of `features` it is.
void PieceBuilder::LayOut(size_t number) {
  Kind& kind = kinds_[number];
  const size_t lines = LinesOf(piece_.rows());
  kind.places = kind.directory.AddPiece(kind.features);
  for (uint32_t i = 0; i < kind.features.size(); ++i) {
    uint32_t& count = kind.counts[kind.features[i]];
    if (IsBitset(count, piece_)) {
      kind.places[i] = RowSetPlace::Bitset(static_cast<uint32_t>(lines_));
      lines_ += lines;
    } else if (count > RowSetPlace::kMostInPlace) {
      kind.places[i] = RowSetPlace::List(count, static_cast<uint32_t>(listed_));
      listed_ += count;
    } else {
      kind.places[i] = RowSetPlace::InPlace(count);
    }
    count = i;
  }
  uint32_t begin = 0;
  const bool are_all_constrained = std::none_of(
      kind.asked.row_ends.begin(), kind.asked.row_ends.end(),
      [&](uint32_t end) { return std::exchange(begin, end) == end; });
  uint32_t& unconstrained = piece_.unconstrained_[number];
  if (kind.features.empty()) {
    unconstrained = Piece::kEveryRow;
  } else if (are_all_constrained) {
    unconstrained = Piece::kNoRow;
  } else {
    unconstrained = static_cast<uint32_t>(lines_);
    lines_ += lines;
  }
}

void PieceBuilder::SetFlights() {
  const size_t lines = LinesOf(piece_.rows());
  for (size_t i = 0; i < piece_.rows(); ++i) {
    const auto [begin, end] = stretches_.Of(rows_[piece_.segment_rows_[i]]);
    for (size_t stretch = begin; stretch < end; ++stretch) {
      Insert(&piece_.lines_[stretch * lines], i);
    }
  }
}

PieceBuilder::OpenSet PieceBuilder::Open(RowSetPlace& place) {
  if (place.is_bitset()) return {.bitset = &piece_.lines_[place.at()]};
  return {.next = place.is_in_place() ? place.in_place()
                                      : &piece_.lists_[place.at()]};
}

void PieceBuilder::Fill(size_t number) {
  Kind& kind = kinds_[number];
  open_.clear();
  for (RowSetPlace& place : kind.places) open_.push_back(Open(place));
  Line* const unconstrained =
      piece_.unconstrained_[number] == Piece::kNoRow
          ? nullptr
          : &piece_.lines_[piece_.unconstrained_[number]];
  uint32_t next = 0;
  for (size_t row = 0; row < piece_.rows(); ++row) {
    const uint32_t end = kind.asked.row_ends[row];
    if (next == end) Insert(unconstrained, row);
    for (; next < end; ++next) {
      OpenSet& set = open_[kind.counts[kind.asked.features[next]]];
      if (set.bitset != nullptr) {
        Insert(set.bitset, row);
      } else {
        *set.next++ = static_cast<PieceRow>(row);
      }
    }
  }
  for (RowSetPlace& place : kind.places) {
    if (place.is_in_place()) place.FinishInPlace();
  }
  for (const uint32_t feature : kind.features) kind.counts[feature] = 0;
}

void PieceBuilder::MixInUnconstrained(size_t number) {
  const uint32_t from = piece_.unconstrained_[number];
  if (from == Piece::kNoRow) return;
  for (const OpenSet& set : open_) {
    if (set.bitset == nullptr) continue;
    for (size_t i = 0; i < LinesOf(piece_.rows()); ++i) {
      for (size_t word = 0; word < set.bitset[i].words.size(); ++word) {
        set.bitset[i].words[word] |= piece_.lines_[from + i].words[word];
      }
    }
  }
}

}  // namespace placard
