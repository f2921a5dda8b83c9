// The same inverted index in a Redis of its own, asked anew for every page in
// one round trip: as sets of row numbers, and as dense bitmaps.
//
// Of each kind the page's sets are united with that of the rows which ask for
// nothing of the kind, then the unions are intersected; or, by a client that
// knows how large the sets are, only the union of fewest rows is made. The
// client takes the rows that come back in rank order and evaluates their rules.
// For the best five too Redis has to find all rows; only the evaluation ends
// early.
//
// Thread safety: thread-compatible; one search at a time.
// Lifetime: the table must outlive them.
// Errors: as RedisPipeline::Next().
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bench/baselines/posting_lists.h"
#include "bench/baselines/redis_index.h"
#include "bench/baselines/redis_pipeline.h"
#include "bench/baselines/rule_table.h"

namespace placard {

// SUNIONSTORE for each kind, then SINTER.
class RedisSetsBaseline {
 public:
  static absl::StatusOr<RedisSetsBaseline> Start(const RuleTable& table,
                                                 const PostingLists& postings);

  // Appends the best `top` rows (0: all) that accept the page, best first.
  absl::Status Search(const TablePage& page, KindsAsked asked, size_t top,
                      std::vector<uint32_t>& found);

 private:
  RedisSetsBaseline(const RuleTable& table, RedisIndex index)
      : table_(table), index_(std::move(index)) {}

  const RuleTable& table_;
  RedisIndex index_;
  // Of one search.
  std::vector<std::string> args_;
  std::vector<uint32_t> candidates_;
};

// BITOP OR for each kind, then BITOP AND and GET.
class RedisBitopBaseline {
 public:
  static absl::StatusOr<RedisBitopBaseline> Start(const RuleTable& table,
                                                  const PostingLists& postings);

  // Appends the best `top` rows (0: all) that accept the page, best first.
  absl::Status Search(const TablePage& page, KindsAsked asked, size_t top,
                      std::vector<uint32_t>& found);

 private:
  RedisBitopBaseline(const RuleTable& table, RedisIndex index)
      : table_(table), index_(std::move(index)) {}

  const RuleTable& table_;
  RedisIndex index_;
  std::vector<std::string> args_;  // of one search
};

}  // namespace placard
