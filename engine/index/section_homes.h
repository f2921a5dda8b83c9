// Which partition of a segment a section of the site belongs to. A page looks
// only into the partitions of its own sections, and into the root's, which has
// what is asked for everywhere.
//
// A section with enough clauses below it is a partition of its own if the one
// that it would otherwise belong to is the root's, or is too large.
//
// Behind these partitions are numbered those that lie across sections: the one
// of rows that are not in flight in the segment's period, and the heads. A head
// has the best rows of a partition and of all that were split from it; the
// others of these stand behind.
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

  SectionHomes() : homes_(1), above_(1) {}
  SectionHomes(const Vocabulary& vocabulary, const ClauseTable& clauses);

  uint32_t partitions() const { return static_cast<uint32_t>(above_.size()); }
  uint32_t Of(uint32_t section_node) const { return homes_[section_node]; }
  // The partition that this one was split from, whose number is less; of the
  // root's itself.
  uint32_t Above(uint32_t partition) const { return above_[partition]; }

  uint32_t OutsidePeriod() const { return partitions(); }
  // Of a partition of sections. It may be empty.
  uint32_t HeadOf(uint32_t partition) const {
    return partitions() + 1 + partition;
  }
  uint32_t all_partitions() const { return HeadOf(partitions()); }
  // Whether it is `above`, or was split from it or from one within it.
  bool IsWithin(uint32_t partition, uint32_t above) const;
  // Whether rows that ask for the section may lie in the partition.
  bool HasSection(uint32_t partition, uint32_t section_node) const;

 private:
  std::vector<uint32_t> homes_;  // by section node
  std::vector<uint32_t> above_;  // by partition
};

}  // namespace placard
