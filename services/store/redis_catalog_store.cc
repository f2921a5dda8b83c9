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

namespace keys = catalog_keys;

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

// For calls that write nothing it does not matter what the server did.
absl::StatusOr<Reply> ForReading(absl::StatusOr<Reply> reply) {
  if (reply.ok() && reply->is_error()) return ToStatus(*reply);
  if (!absl::IsUnknown(reply.status())) return reply;
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
  if (epoch.empty()) return InvalidArgument("epoch must not be empty");
  // Twice the same is harmless, so an unknown outcome is as good as none.
  PLACARD_ASSIGN_OR_RETURN(
      Reply reply,
      ForReading(scripts_.Run(CreateEpochScript(),
                              {keys::kMeta, keys::kDoc, keys::kLog}, {epoch})));
  return ReadCreateEpochReply(reply);
}

absl::StatusOr<std::optional<Position>> RedisCatalogStore::ReadPosition() {
  PLACARD_ASSIGN_OR_RETURN(
      Reply reply, ForReading(pool_.Call({"HMGET", keys::kMeta, "epoch", "rev",
                                          "chain", "schema"})));
  return ReadPositionReply(reply);
}

absl::StatusOr<CommitResult> RedisCatalogStore::Commit(
    const WriteBatch& batch, std::vector<OpFailure>* failures) {
  PLACARD_RETURN_IF_ERROR(CheckBatch(batch));
  bool is_own = batch.request_id.empty();
  std::string request_key =
      Concat(keys::kRequestPrefix,
             is_own ? NextRequestId() : "by-" + batch.request_id);
  std::string log_entries = Concat(options_.log_entries);
  std::vector<std::string> texts;
  std::vector<std::string_view> args = CommitArguments(
      batch, is_own ? kOwnRequestSeconds : kCallerRequestSeconds, log_entries,
      texts);
  absl::StatusOr<Reply> reply =
      scripts_.Run(CommitScript(),
                   {keys::kMeta, keys::kDoc, keys::kRev, keys::kLog,
                    keys::kTomb, keys::kRefs, request_key},
                   args);
  if (absl::IsUnknown(reply.status())) {
    return Unavailable("outcome unknown: ", ToStd(reply.status().message()));
  }
  PLACARD_RETURN_IF_ERROR(reply.status());
  if (reply->is_error()) return ToStatus(*reply);
  return ReadCommitReply(*reply, batch.ops.size(), failures);
}

absl::StatusOr<Document> RedisCatalogStore::Get(std::string_view name) {
  PLACARD_ASSIGN_OR_RETURN(
      Reply reply,
      ForReading(scripts_.Run(GetScript(), {keys::kDoc, keys::kRev}, {name})));
  return ReadGetReply(reply, name);
}

absl::StatusOr<ScanPage> RedisCatalogStore::Scan(std::string_view cursor,
                                                 size_t count) {
  if (cursor.empty()) cursor = "0";
  if (!IsCursor(cursor)) return InvalidArgument("cursor: is none of a scan's");
  count = std::clamp<size_t>(count, 1, store_limits::kScanDocuments);
  PLACARD_ASSIGN_OR_RETURN(
      Reply reply, ForReading(scripts_.Run(
                       ScanScript(), {keys::kDoc, keys::kRev, keys::kMeta},
                       {cursor, Concat(count)})));
  return ReadScanReply(std::move(reply));
}

absl::StatusOr<TailResult> RedisCatalogStore::Tail(const Position& from,
                                                   size_t max) {
  PLACARD_CHECK(max > 0);
  PLACARD_ASSIGN_OR_RETURN(
      Reply reply,
      ForReading(scripts_.Run(TailScript(), {keys::kMeta, keys::kLog},
                              {from.epoch, Concat(from.revision), from.chain,
                               Concat(max), kTailBytes})));
  return ReadTailReply(std::move(reply), from);
}

absl::StatusOr<bool> RedisCatalogStore::WaitForChange(uint64_t revision,
                                                      absl::Duration patience) {
  // A block of 0 would be for ever.
  patience = std::clamp(patience, absl::Milliseconds(1), kLongestWait);
  std::string millis = Concat(absl::ToInt64Milliseconds(patience));
  std::string after = Concat(revision, "-0");
  PLACARD_ASSIGN_OR_RETURN(
      Reply reply, ForReading(pool_.Call({"XREAD", "COUNT", "1", "BLOCK",
                                          millis, "STREAMS", keys::kLog, after},
                                         patience)));
  return reply.is_array();
}

}  // namespace placard
