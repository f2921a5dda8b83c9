#include "services/store/redis_catalog_store.h"

#include <algorithm>
#include <optional>
#include <random>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/status.h"
#include "services/store/catalog_replies.h"
#include "services/store/catalog_scripts.h"

namespace placard {
namespace {

// How long a request id is remembered: a caller's for a day, our own for as
// long as our one retry can take.
constexpr std::string_view kCallerRequestSeconds = "86400";
constexpr std::string_view kOwnRequestSeconds = "600";

// Where one Tail stops collecting.
constexpr std::string_view kTailBytes = "8388608";

constexpr absl::Duration kLongestWait = absl::Minutes(1);

std::string RandomHex() {
  std::random_device device;
  std::string text;
  for (int i = 0; i < 4; ++i) {
    text += Concat(absl::Hex(device(), absl::kZeroPad8));
  }
  return text;
}

// Runs a script by its hash, and by its text where the server does not have it.
absl::StatusOr<Reply> Run(RedisPool& pool, const RedisScript& script,
                          absl::Span<const std::string_view> keys,
                          absl::Span<const std::string_view> args) {
  std::string key_count = Concat(keys.size());
  std::vector<std::string_view> command = {"EVALSHA", script.sha1, key_count};
  command.reserve(command.size() + keys.size() + args.size());
  command.insert(command.end(), keys.begin(), keys.end());
  command.insert(command.end(), args.begin(), args.end());
  PLACARD_ASSIGN_OR_RETURN(Reply reply, pool.Call(command));
  constexpr std::string_view kNoScript = "NOSCRIPT";
  if (reply.is_error() &&
      reply.text.compare(0, kNoScript.size(), kNoScript) == 0) {
    command[0] = "EVAL";
    command[1] = script.text;
    PLACARD_ASSIGN_OR_RETURN(reply, pool.Call(command));
  }
  if (reply.is_error()) return ToStatus(reply);
  return reply;
}

// For calls that write nothing it does not matter what the server did.
absl::StatusOr<Reply> ForReading(absl::StatusOr<Reply> reply) {
  if (reply.ok() || !absl::IsUnknown(reply.status())) return reply;
  return Unavailable(ToStd(reply.status().message()));
}

std::string ExpectedText(const Expected& expected) {
  if (expected.is_absent()) return "absent";
  if (!expected.revision().has_value()) return "any";
  return Concat(*expected.revision());
}

// The arguments of CommitScript; numbers live in `texts`.
std::vector<std::string_view> CommitArguments(const WriteBatch& batch,
                                              std::string_view lifetime,
                                              std::string_view log_entries,
                                              std::vector<std::string>& texts) {
  texts.reserve(2 * batch.ops.size() + 1);
  auto keep = [&texts](std::string text) -> std::string_view {
    return texts.emplace_back(std::move(text));
  };
  std::vector<std::string_view> args = {batch.epoch, batch.actor, lifetime,
                                        log_entries,
                                        keep(Concat(batch.ops.size()))};
  for (const WriteOp& op : batch.ops) {
    args.push_back(op.name);
    args.push_back(keep(ExpectedText(op.expected)));
    args.push_back(op.body.has_value() ? "put" : "del");
    args.push_back(op.body.has_value() ? std::string_view(*op.body) : "");
    args.push_back(keep(Concat(op.references.size())));
    args.insert(args.end(), op.references.begin(), op.references.end());
  }
  return args;
}

bool IsCursor(std::string_view text) {
  return !text.empty() && text.size() <= 20 &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

RedisCatalogStore::RedisCatalogStore(RedisCatalogOptions options)
    : options_(std::move(options)),
      instance_(RandomHex()),
      pool_(options_.address, options_.deadlines) {}

std::string RedisCatalogStore::NextRequestId() {
  return Concat("own-", instance_, "-",
                calls_.fetch_add(1, std::memory_order_relaxed));
}

absl::StatusOr<Position> RedisCatalogStore::CreateEpoch(
    std::string_view epoch) {
  using namespace catalog_keys;  // NOLINT(google-build-using-namespace)
  if (epoch.empty()) return InvalidArgument("epoch must not be empty");
  // Twice the same is harmless, so an unknown outcome is as good as none.
  PLACARD_ASSIGN_OR_RETURN(Reply reply,
                           ForReading(Run(pool_, CreateEpochScript(),
                                          {kMeta, kDoc, kLog}, {epoch})));
  return ReadCreateEpochReply(reply);
}

absl::StatusOr<std::optional<Position>> RedisCatalogStore::ReadPosition() {
  PLACARD_ASSIGN_OR_RETURN(
      Reply reply, ForReading(pool_.Call({"HMGET", catalog_keys::kMeta, "epoch",
                                          "rev", "chain", "schema"})));
  if (reply.is_error()) return ToStatus(reply);
  return ReadPositionReply(reply);
}

absl::StatusOr<CommitResult> RedisCatalogStore::Commit(
    const WriteBatch& batch, std::vector<OpFailure>* failures) {
  using namespace catalog_keys;  // NOLINT(google-build-using-namespace)
  PLACARD_RETURN_IF_ERROR(CheckBatch(batch));
  bool is_own = batch.request_id.empty();
  std::string request_key = Concat(
      kRequestPrefix, is_own ? NextRequestId() : "by-" + batch.request_id);
  std::string log_entries = Concat(options_.log_entries);
  std::vector<std::string> texts;
  std::vector<std::string_view> args = CommitArguments(
      batch, is_own ? kOwnRequestSeconds : kCallerRequestSeconds, log_entries,
      texts);
  absl::StatusOr<Reply> reply =
      Run(pool_, CommitScript(),
          {kMeta, kDoc, kRev, kLog, kTomb, kRefs, request_key}, args);
  if (absl::IsUnknown(reply.status())) {
    return Unavailable("outcome unknown: ", ToStd(reply.status().message()));
  }
  PLACARD_RETURN_IF_ERROR(reply.status());
  return ReadCommitReply(*reply, batch.ops.size(), failures);
}

absl::StatusOr<Document> RedisCatalogStore::Get(std::string_view name) {
  PLACARD_ASSIGN_OR_RETURN(
      Reply reply,
      ForReading(Run(pool_, GetScript(),
                     {catalog_keys::kDoc, catalog_keys::kRev}, {name})));
  return ReadGetReply(reply, name);
}

absl::StatusOr<ScanPage> RedisCatalogStore::Scan(std::string_view cursor,
                                                 size_t count) {
  if (cursor.empty()) cursor = "0";
  if (!IsCursor(cursor)) return InvalidArgument("cursor: is none of a scan's");
  count = std::clamp<size_t>(count, 1, store_limits::kScanDocuments);
  PLACARD_ASSIGN_OR_RETURN(
      Reply reply, ForReading(Run(pool_, ScanScript(),
                                  {catalog_keys::kDoc, catalog_keys::kRev,
                                   catalog_keys::kMeta},
                                  {cursor, Concat(count)})));
  return ReadScanReply(std::move(reply));
}

absl::StatusOr<TailResult> RedisCatalogStore::Tail(const Position& from,
                                                   size_t max) {
  PLACARD_CHECK(max > 0);
  PLACARD_ASSIGN_OR_RETURN(
      Reply reply, ForReading(Run(pool_, TailScript(),
                                  {catalog_keys::kMeta, catalog_keys::kLog},
                                  {from.epoch, Concat(from.revision),
                                   from.chain, Concat(max), kTailBytes})));
  return ReadTailReply(std::move(reply), from);
}

absl::StatusOr<bool> RedisCatalogStore::WaitForChange(uint64_t revision,
                                                      absl::Duration patience) {
  // A block of 0 would be for ever.
  patience = std::clamp(patience, absl::Milliseconds(1), kLongestWait);
  std::string millis = Concat(absl::ToInt64Milliseconds(patience));
  std::string after = Concat(revision, "-0");
  PLACARD_ASSIGN_OR_RETURN(
      Reply reply,
      ForReading(pool_.Call({"XREAD", "COUNT", "1", "BLOCK", millis, "STREAMS",
                             catalog_keys::kLog, after},
                            patience)));
  if (reply.is_error()) return ToStatus(reply);
  return reply.is_array();
}

}  // namespace placard
