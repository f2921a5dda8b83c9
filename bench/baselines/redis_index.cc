#include "bench/baselines/redis_index.h"

#include <chrono>
#include <cstdio>
#include <utility>

#include "engine/base/status.h"

namespace placard {
namespace {

// So many commands are sent before their answers are read.
constexpr size_t kPipelined = 1000;

}  // namespace

RedisIndex::RedisIndex(std::unique_ptr<RedisProcess> process,
                       RedisPipeline pipeline, const PostingLists& postings)
    : process_(std::move(process)),
      pipeline_(std::move(pipeline)),
      kinds_(postings.kinds()),
      feature_keys_(postings.features()),
      feature_rows_(postings.features()) {
  for (const FeatureKind kind : kinds_) {
    const auto number = static_cast<size_t>(kind);
    union_keys_.push_back(Concat("union:", number));
    unconstrained_keys_.push_back(Concat("any:", number));
    unconstrained_rows_.push_back(postings.unconstrained(kind).size());
  }
  for (uint32_t feature = 0; feature < feature_keys_.size(); ++feature) {
    feature_rows_[feature] = postings.rows(feature).size();
    if (feature_rows_[feature] == 0) continue;
    feature_keys_[feature] = std::to_string(feature);
  }
}

absl::StatusOr<RedisIndex> RedisIndex::Start(const PostingLists& postings,
                                             const PutRows& put) {
  PLACARD_ASSIGN_OR_RETURN(std::unique_ptr<RedisProcess> process,
                           RedisProcess::Start());
  PLACARD_ASSIGN_OR_RETURN(RedisPipeline pipeline,
                           RedisPipeline::Connect(process->socket()));
  RedisIndex index(std::move(process), std::move(pipeline), postings);
  PLACARD_RETURN_IF_ERROR(index.Load(postings, put));
  return index;
}

absl::Status RedisIndex::Load(const PostingLists& postings,
                              const PutRows& put) {
  using Clock = std::chrono::steady_clock;
  auto next_word = Clock::now() + std::chrono::seconds(2);
  size_t waiting = 0;
  for (size_t i = 0; i < kinds_.size(); ++i) {
    waiting += put(pipeline_, unconstrained_keys_[i],
                   postings.unconstrained(kinds_[i]));
  }
  for (uint32_t feature = 0; feature < feature_keys_.size(); ++feature) {
    if (feature_keys_[feature].empty()) continue;
    waiting += put(pipeline_, feature_keys_[feature], postings.rows(feature));
    if (waiting < kPipelined) continue;
    PLACARD_RETURN_IF_ERROR(pipeline_.Skip(waiting));
    waiting = 0;
    if (Clock::now() < next_word) continue;
    next_word += std::chrono::seconds(2);
    std::fprintf(stderr, "redis has %u of %zu features\n", feature,
                 feature_keys_.size());
  }
  return pipeline_.Skip(waiting);
}

std::span<const std::string> RedisIndex::AppendUnions(
    const std::vector<std::string>& verb, const TablePage& page,
    KindsAsked asked) {
  const bool all = asked == KindsAsked::kAll;
  const size_t first = all ? 0 : Narrowest(page);
  const size_t count = all ? kinds_.size() : 1;
  for (size_t i = first; i < first + count; ++i) {
    args_ = verb;
    args_.push_back(union_keys_[i]);
    args_.push_back(unconstrained_keys_[i]);
    for (const uint32_t feature : page.features(kinds_[i])) {
      if (feature_keys_[feature].empty()) continue;
      args_.push_back(feature_keys_[feature]);
    }
    pipeline_.Append(args_);
  }
  return std::span(union_keys_).subspan(first, count);
}

size_t RedisIndex::Narrowest(const TablePage& page) const {
  size_t narrowest = 0;
  size_t fewest = ~size_t{0};
  for (size_t i = 0; i < kinds_.size(); ++i) {
    size_t rows = unconstrained_rows_[i];
    for (const uint32_t feature : page.features(kinds_[i])) {
      rows += feature_rows_[feature];
    }
    if (rows >= fewest) continue;
    narrowest = i;
    fewest = rows;
  }
  return narrowest;
}

}  // namespace placard
