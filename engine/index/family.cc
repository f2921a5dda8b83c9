#include "engine/index/family.h"

namespace placard {
namespace {

// As a list such a set would take more memory than as a bitset.
constexpr size_t kBitsPerListedRow = 32;

}  // namespace

Family::Family(const Constraints& constraints, size_t features) {
  if (constraints.features.empty()) return;
  const size_t rows = constraints.row_ends.size();
  std::vector<uint32_t> counts(features + 1);
  size_t begin = 0;
  for (const size_t end : constraints.row_ends) {
    if (begin == end) ++counts.back();
    for (; begin < end; ++begin) ++counts[constraints.features[begin]];
  }
  LayOut(counts, rows);
  Fill(constraints);
  MixInUnconstrained(BitsetWords(rows));
}

void Family::LayOut(std::span<const uint32_t> counts, size_t rows) {
  size_t listed = 0;
  size_t words = 0;
  for (const uint32_t count : counts) {
    if (size_t{count} * kBitsPerListedRow > rows) {
      sets_.push_back({.begin = words, .size = kBitset});
      words += BitsetWords(rows);
    } else {
      sets_.push_back({.begin = listed, .size = count});
      listed += count;
    }
  }
  lists_.resize(listed);
  bitsets_.resize(words);
}

void Family::Fill(const Constraints& constraints) {
  std::vector<uint32_t> filled(sets_.size());
  const auto add = [&](size_t set, uint32_t row) {
    const SetRef& ref = sets_[set];
    if (ref.size == kBitset) {
      bitsets_[ref.begin + row / 64] |= uint64_t{1} << (row % 64);
    } else {
      lists_[ref.begin + filled[set]++] = row;
    }
  };
  size_t begin = 0;
  for (uint32_t row = 0; row < constraints.row_ends.size(); ++row) {
    const size_t end = constraints.row_ends[row];
    if (begin == end) add(sets_.size() - 1, row);
    for (; begin < end; ++begin) add(constraints.features[begin], row);
  }
}

void Family::MixInUnconstrained(size_t words) {
  const RowSet everywhere = unconstrained();
  for (SetRef& ref : sets_) {
    if (ref.size != kBitset) continue;
    uint64_t* const bitset = bitsets_.data() + ref.begin;
    if (everywhere.bitset != nullptr) {
      for (size_t i = 0; i < words; ++i) bitset[i] |= everywhere.bitset[i];
    }
    for (const uint32_t row : everywhere.list) {
      bitset[row / 64] |= uint64_t{1} << (row % 64);
    }
  }
}

}  // namespace placard
