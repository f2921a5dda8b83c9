#include "bench/baselines/redis_baselines.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <span>

#include "engine/base/status.h"

namespace placard {
namespace {

constexpr size_t kMembersInOneCommand = 1000;

size_t PutSet(RedisPipeline& pipeline, const std::string& key,
              std::span<const uint32_t> rows) {
  size_t commands = 0;
  for (; !rows.empty(); ++commands) {
    std::vector<std::string> args = {"SADD", key};
    const size_t count = std::min(rows.size(), kMembersInOneCommand);
    for (const uint32_t row : rows.first(count)) {
      args.push_back(std::to_string(row));
    }
    pipeline.Append(args);
    rows = rows.subspan(count);
  }
  return commands;
}

// Row r is bit r as Redis counts them: the first is a byte's highest.
size_t PutBitmap(RedisPipeline& pipeline, const std::string& key,
                 std::span<const uint32_t> rows) {
  if (rows.empty()) return 0;
  std::string bits(rows.back() / 8 + 1, '\0');
  for (const uint32_t row : rows) {
    bits[row / 8] |= static_cast<char>(0x80 >> row % 8);
  }
  pipeline.Append({"SET", key, bits});
  return 1;
}

uint32_t RowOf(const redisReply& member) {
  uint32_t row = 0;
  std::from_chars(member.str, member.str + member.len, row);
  return row;
}

// Eight bytes of a bitmap so that countl_zero finds the first row.
uint64_t BigEndian(const char* bytes, size_t size) {
  uint64_t word = 0;
  std::memcpy(&word, bytes, std::min<size_t>(size, 8));
  return __builtin_bswap64(word);
}

}  // namespace

absl::StatusOr<RedisSetsBaseline> RedisSetsBaseline::Start(
    const RuleTable& table, const PostingLists& postings) {
  PLACARD_ASSIGN_OR_RETURN(RedisIndex index,
                           RedisIndex::Start(postings, PutSet));
  return RedisSetsBaseline(table, std::move(index));
}

absl::Status RedisSetsBaseline::Search(const TablePage& page, KindsAsked asked,
                                       size_t top,
                                       std::vector<uint32_t>& found) {
  const std::span<const std::string> unions =
      index_.AppendUnions({"SUNIONSTORE"}, page, asked);
  args_ = {"SINTER"};
  args_.insert(args_.end(), unions.begin(), unions.end());
  index_.pipeline().Append(args_);
  PLACARD_RETURN_IF_ERROR(index_.pipeline().Skip(unions.size()));
  PLACARD_ASSIGN_OR_RETURN(RedisPipeline::ReplyPtr members,
                           index_.pipeline().Next());
  candidates_.clear();
  for (size_t i = 0; i < members->elements; ++i) {
    candidates_.push_back(RowOf(*members->element[i]));
  }
  std::sort(candidates_.begin(), candidates_.end());
  for (const uint32_t row : candidates_) {
    if (!table_.Accepts(row, page)) continue;
    found.push_back(row);
    if (found.size() == top) break;
  }
  return absl::OkStatus();
}

absl::StatusOr<RedisBitopBaseline> RedisBitopBaseline::Start(
    const RuleTable& table, const PostingLists& postings) {
  PLACARD_ASSIGN_OR_RETURN(RedisIndex index,
                           RedisIndex::Start(postings, PutBitmap));
  return RedisBitopBaseline(table, std::move(index));
}

absl::Status RedisBitopBaseline::Search(const TablePage& page, KindsAsked asked,
                                        size_t top,
                                        std::vector<uint32_t>& found) {
  RedisPipeline& pipeline = index_.pipeline();
  const std::span<const std::string> unions =
      index_.AppendUnions({"BITOP", "OR"}, page, asked);
  args_ = {"BITOP", "AND", "found"};
  args_.insert(args_.end(), unions.begin(), unions.end());
  pipeline.Append(args_);
  pipeline.Append({"GET", "found"});
  PLACARD_RETURN_IF_ERROR(pipeline.Skip(unions.size() + 1));
  PLACARD_ASSIGN_OR_RETURN(RedisPipeline::ReplyPtr bits, pipeline.Next());
  for (size_t byte = 0; byte < bits->len; byte += 8) {
    uint64_t word = BigEndian(bits->str + byte, bits->len - byte);
    while (word != 0) {
      const int bit = std::countl_zero(word);
      word &= ~(uint64_t{1} << 63 >> bit);
      const auto row =
          static_cast<uint32_t>(byte * 8) + static_cast<uint32_t>(bit);
      if (!table_.Accepts(row, page)) continue;
      found.push_back(row);
      if (found.size() == top) return absl::OkStatus();
    }
  }
  return absl::OkStatus();
}

}  // namespace placard
