// The rows from the best on, one by one, until enough are found: no index, but
// nothing wasted either. Flights are compared by the block and without a
// branch, since two in three rows are out at any time; then the row's lookups
// against the page's bits, then the rest of its rule.
//
// Thread safety: thread-compatible; one search at a time.
// Lifetime: the table must outlive it.
// Cost: about a nanosecond a row that is not in flight, ten for others; twelve
// bytes a row beside the table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/baselines/rule_table.h"

namespace placard {

class ScanBaseline {
 public:
  explicit ScanBaseline(const RuleTable& table);

  // Appends the best `top` rows (0: all) that accept the page, best first.
  void Search(const TablePage& page, size_t top, std::vector<uint32_t>& found);

 private:
  // Doubled as the search goes on, so that a search which ends early has not
  // looked at much more than it needed.
  static constexpr size_t kFirstBlock = 64;
  static constexpr size_t kLastBlock = 1024;

  const RuleTable& table_;
  // In seconds, never later and never earlier than the flight: who is in
  // flight by them may still be out by its nanoseconds.
  std::vector<uint32_t> starts_;
  std::vector<uint32_t> ends_;
  std::vector<uint32_t> in_flight_;  // of one block
};

}  // namespace placard
