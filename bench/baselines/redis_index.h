// A Redis with an inverted index in it: a key for each feature that rows ask
// for, and for each kind one for the rows that ask for nothing of it. How a
// key holds rows is its user's choice.
//
// Thread safety: thread-compatible.
// Errors: as RedisProcess and RedisPipeline.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bench/baselines/posting_lists.h"
#include "bench/baselines/redis_pipeline.h"
#include "bench/baselines/rule_table.h"

namespace placard {

// What of a page Redis is asked for.
enum class KindsAsked : uint8_t {
  kAll,        // the union of each kind
  kNarrowest,  // of the kind alone that leaves fewest rows
};

class RedisIndex {
 public:
  // Appends the commands that put `rows` under `key`; returns how many.
  using PutRows =
      std::function<size_t(RedisPipeline& pipeline, const std::string& key,
                           std::span<const uint32_t> rows)>;

  // Starts the server and fills it; says on stderr how far it is when that
  // takes long.
  static absl::StatusOr<RedisIndex> Start(const PostingLists& postings,
                                          const PutRows& put);

  RedisPipeline& pipeline() { return pipeline_; }

  // Appends for each kind that is asked for a command `verb..., key of the
  // union, keys of what the page has of the kind`, so that the union is under
  // its key; returns these keys.
  std::span<const std::string> AppendUnions(
      const std::vector<std::string>& verb, const TablePage& page,
      KindsAsked asked);

 private:
  RedisIndex(std::unique_ptr<RedisProcess> process, RedisPipeline pipeline,
             const PostingLists& postings);

  // A position in kinds_.
  size_t Narrowest(const TablePage& page) const;
  absl::Status Load(const PostingLists& postings, const PutRows& put);

  std::unique_ptr<RedisProcess> process_;
  RedisPipeline pipeline_;
  std::vector<FeatureKind> kinds_;
  // Of kinds_.
  std::vector<std::string> union_keys_;
  std::vector<std::string> unconstrained_keys_;
  std::vector<size_t> unconstrained_rows_;
  // Of features; empty where no row asks for it.
  std::vector<std::string> feature_keys_;
  std::vector<size_t> feature_rows_;
  std::vector<std::string> args_;  // of one command
};

}  // namespace placard
