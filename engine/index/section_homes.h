// Which partition of a segment a section of the site belongs to. A page looks
// only into the partitions of its own sections, and into the root's, which has
// what is asked for everywhere.
//
// A section with enough clauses below it is a partition of its own if the one
// that it would otherwise belong to is the root's, or is too large.
//
// Thread safety: immutable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/index/clause_table.h"
#include "engine/index/row_set.h"
#include "engine/targeting/vocabulary.h"

namespace placard {

class SectionHomes {
 public:
  // What a partition costs a page pays itself off from so many clauses on.
  static constexpr size_t kWorthAPartition = 4096;
  // From so many on, a partition is split where it can be.
  static constexpr size_t kTooLarge = kPieceRows;

  static constexpr uint32_t kRoot = 0;

  SectionHomes() : homes_(1) {}
  SectionHomes(const Vocabulary& vocabulary, const ClauseTable& clauses);

  uint32_t partitions() const { return partitions_; }
  uint32_t Of(uint32_t section_node) const { return homes_[section_node]; }

 private:
  std::vector<uint32_t> homes_;  // by section node
  uint32_t partitions_ = 1;
};

}  // namespace placard
