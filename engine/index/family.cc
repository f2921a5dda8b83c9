#include "engine/index/family.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"

namespace placard {
namespace {

// A set of more rows than one in so many is a bitset. Half of that would take
// less memory, but a line is quicker read than 16 rows of a list.
constexpr size_t kRowsOfABitset = 32;

}  // namespace

size_t Family::bytes() const {
  return present_.capacity() * sizeof(Present) +
         places_.capacity() * sizeof(uint32_t) +
         lists_.capacity() * sizeof(PieceRow) +
         bitsets_.capacity() * sizeof(Line);
}

Family FamilyBuilder::Build(const Constraints& constraints, size_t features) {
  family_ = Family();
  if (constraints.features.empty()) return Family();
  const size_t rows = constraints.row_ends.size();
  PLACARD_CHECK(rows <= kPieceRows);
  Count(constraints, features);
  LayOut(rows);
  Fill(constraints);
  MixInUnconstrained(LinesOf(rows));
  for (const uint32_t feature : features_) counts_[feature] = 0;
  return std::move(family_);
}

void FamilyBuilder::Count(const Constraints& constraints, size_t features) {
  if (counts_.size() < features) counts_.resize(features);
  family_.present_.resize((features + 63) / 64);
  for (const uint32_t feature : constraints.features) {
    ++counts_[feature];
    family_.present_[feature / 64].features |= uint64_t{1} << feature % 64;
  }
  unconstrained_rows_ = 0;
  uint32_t begin = 0;
  for (const uint32_t end : constraints.row_ends) {
    if (begin == end) ++unconstrained_rows_;
    begin = end;
  }
}

void FamilyBuilder::LayOut(size_t rows) {
  features_.clear();
  size_t listed = 0;
  size_t lines = 0;
  for (size_t i = 0; i < family_.present_.size(); ++i) {
    Family::Present& present = family_.present_[i];
    present.before = static_cast<uint32_t>(features_.size());
    for (uint64_t rest = present.features; rest != 0; rest &= rest - 1) {
      const auto feature = static_cast<uint32_t>(i * 64) +
                           static_cast<uint32_t>(std::countr_zero(rest));
      features_.push_back(feature);
      if (counts_[feature] * kRowsOfABitset > rows) {
        lines += LinesOf(rows);
      } else {
        listed += counts_[feature] + 1;
      }
    }
  }
  if (unconstrained_rows_ > 0) {
    family_.unconstrained_ = static_cast<uint32_t>(lines);
    lines += LinesOf(rows);
  }
  family_.places_.reserve(features_.size());
  family_.lists_.resize(listed);
  family_.bitsets_.resize(lines);
  uint32_t list = 0;
  uint32_t line = 0;
  for (const uint32_t feature : features_) {
    if (counts_[feature] * kRowsOfABitset > rows) {
      family_.places_.push_back(line | Family::kBitset);
      line += static_cast<uint32_t>(LinesOf(rows));
    } else {
      family_.places_.push_back(list);
      list += counts_[feature] + 1;
    }
    // From here on: its place.
    counts_[feature] = static_cast<uint32_t>(family_.places_.size() - 1);
  }
}

void FamilyBuilder::Fill(const Constraints& constraints) {
  const auto insert = [](Line* set, uint32_t row) {
    set[row / Line::kRows].Insert(row % Line::kRows);
  };
  uint32_t next = 0;
  for (uint32_t row = 0; row < constraints.row_ends.size(); ++row) {
    const uint32_t end = constraints.row_ends[row];
    if (next == end) {
      insert(&family_.bitsets_[family_.unconstrained_], row);
    }
    for (; next < end; ++next) {
      const uint32_t at = family_.places_[counts_[constraints.features[next]]];
      if ((at & Family::kBitset) != 0) {
        insert(&family_.bitsets_[at & ~Family::kBitset], row);
      } else {
        PieceRow* const list = &family_.lists_[at];
        list[++list[0]] = static_cast<PieceRow>(row);
      }
    }
  }
}

void FamilyBuilder::MixInUnconstrained(size_t lines) {
  if (family_.unconstrained_ == Family::kNoPlace) return;
  const Line* const everywhere = &family_.bitsets_[family_.unconstrained_];
  for (const uint32_t at : family_.places_) {
    if ((at & Family::kBitset) == 0) continue;
    Line* const set = &family_.bitsets_[at & ~Family::kBitset];
    for (size_t i = 0; i < lines; ++i) {
      for (size_t word = 0; word < set[i].words.size(); ++word) {
        set[i].words[word] |= everywhere[i].words[word];
      }
    }
  }
}

}  // namespace placard
