#include "services/store/catalog_replies.h"

#include <charconv>
#include <optional>
#include <string>
#include <utility>

#include "engine/base/status.h"

namespace placard {
namespace {

absl::Status Malformed(std::string_view what) {
  return Error(absl::StatusCode::kInternal, "redis answered a malformed ",
               what);
}

std::optional<uint64_t> ParseNumber(std::string_view text) {
  uint64_t value = 0;
  const char* end = text.data() + text.size();
  auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || rest != end) return std::nullopt;
  return value;
}

// The first word of a script's answer; empty when it has none.
std::string_view Verdict(const Reply& reply) {
  if (!reply.is_array() || reply.elements.empty()) return "";
  return reply.elements[0].text;
}

// The text at `at`, or an empty one.
std::string_view Text(const Reply& reply, size_t at) {
  if (at >= reply.elements.size()) return "";
  return reply.elements[at].text;
}

absl::Status WrongSchema(std::string_view found) {
  return Error(absl::StatusCode::kFailedPrecondition, "the store has schema \"",
               found, "\"; this build reads 1");
}

absl::StatusCode ParseCode(std::string_view code) {
  if (code == "ABORTED") return absl::StatusCode::kAborted;
  if (code == "ALREADY_EXISTS") return absl::StatusCode::kAlreadyExists;
  if (code == "NOT_FOUND") return absl::StatusCode::kNotFound;
  if (code == "FAILED_PRECONDITION") {
    return absl::StatusCode::kFailedPrecondition;
  }
  return absl::StatusCode::kInternal;
}

absl::Status ReadRefusal(const Reply& reply, size_t ops,
                         std::vector<OpFailure>* failures) {
  constexpr size_t kFields = 4;  // op, code, current revision, message
  std::vector<OpFailure> found;
  for (size_t i = 1; i + kFields <= reply.elements.size(); i += kFields) {
    std::optional<uint64_t> op = ParseNumber(Text(reply, i));
    std::optional<uint64_t> current = ParseNumber(Text(reply, i + 2));
    if (!op.has_value() || *op >= ops || !current.has_value()) {
      return Malformed("refusal");
    }
    found.push_back(
        {.op = static_cast<size_t>(*op),
         .status = Error(ParseCode(Text(reply, i + 1)), Text(reply, i + 3)),
         .current_revision = *current});
  }
  if (found.empty()) return Malformed("refusal");
  absl::Status status = ToStatus(found);
  if (failures != nullptr) *failures = std::move(found);
  return status;
}

CommitResult MakeResult(uint64_t first, size_t ops, bool replayed) {
  CommitResult result = {.revision = first + ops - 1,
                         .revisions = std::vector<uint64_t>(ops),
                         .replayed = replayed};
  for (size_t i = 0; i < ops; ++i) result.revisions[i] = first + i;
  return result;
}

// The revision of a stream id, which is always "<revision>-0".
std::optional<uint64_t> ParseStreamId(std::string_view id) {
  constexpr std::string_view kTail = "-0";
  if (id.size() <= kTail.size() ||
      id.substr(id.size() - kTail.size()) != kTail) {
    return std::nullopt;
  }
  return ParseNumber(id.substr(0, id.size() - kTail.size()));
}

// The value of a field in a list of field, value, field, value, ...
std::string TakeField(std::vector<Reply>& fields, std::string_view name) {
  for (size_t i = 0; i + 1 < fields.size(); i += 2) {
    if (fields[i].text == name) return std::move(fields[i + 1].text);
  }
  return "";
}

// A stream entry: its id, then field, value, field, value, ...
absl::StatusOr<LogEntry> ReadEntry(Reply reply) {
  if (!reply.is_array() || reply.elements.size() != 2) {
    return Malformed("log entry");
  }
  std::vector<Reply>& fields = reply.elements[1].elements;
  std::string kind = TakeField(fields, "kind");
  std::optional<uint64_t> revision = ParseStreamId(reply.elements[0].text);
  std::optional<uint64_t> micros = ParseNumber(TakeField(fields, "time"));
  LogEntry entry = {.revision = revision.value_or(0),
                    .chain = TakeField(fields, "chain"),
                    .name = TakeField(fields, "name"),
                    .body = std::nullopt,
                    .actor = TakeField(fields, "actor"),
                    .time = {}};
  bool is_put = kind == "put";
  if (!revision.has_value() || !micros.has_value() || entry.name.empty() ||
      entry.chain.empty() || (!is_put && kind != "del")) {
    return Malformed("log entry");
  }
  entry.time = absl::FromUnixMicros(static_cast<int64_t>(*micros));
  if (is_put) entry.body = TakeField(fields, "body");
  return entry;
}

}  // namespace

absl::Status ToStatus(const Reply& error) {
  std::string_view word = std::string_view(error.text);
  word = word.substr(0, word.find(' '));
  absl::StatusCode code = absl::StatusCode::kInternal;
  for (std::string_view passing :
       {"LOADING", "READONLY", "MISCONF", "BUSY", "NOREPLICAS", "MASTERDOWN",
        "CLUSTERDOWN", "TRYAGAIN"}) {
    if (word == passing) code = absl::StatusCode::kUnavailable;
  }
  if (word == "OOM") code = absl::StatusCode::kResourceExhausted;
  if (word == "NOAUTH" || word == "NOPERM" || word == "WRONGPASS") {
    code = absl::StatusCode::kPermissionDenied;
  }
  return Error(code, "redis: ", error.text);
}

absl::StatusOr<Position> ReadCreateEpochReply(const Reply& reply) {
  std::string_view verdict = Verdict(reply);
  if (verdict == "EXISTS") {
    return Error(absl::StatusCode::kAlreadyExists,
                 "the store has another epoch");
  }
  if (verdict == "ORPHANED") {
    return Error(absl::StatusCode::kFailedPrecondition,
                 "the store has documents but has lost its epoch");
  }
  if (verdict == "SCHEMA") return WrongSchema(Text(reply, 1));
  std::optional<uint64_t> revision = ParseNumber(Text(reply, 2));
  if (verdict != "OK" || !revision.has_value()) return Malformed("epoch");
  return Position{.epoch = std::string(Text(reply, 1)),
                  .revision = *revision,
                  .chain = std::string(Text(reply, 3))};
}

absl::StatusOr<std::optional<Position>> ReadPositionReply(const Reply& reply) {
  if (!reply.is_array() || reply.elements.size() != 4) {
    return Malformed("position");
  }
  if (reply.elements[0].is_nil()) return std::optional<Position>();
  if (Text(reply, 3) != "1") return WrongSchema(Text(reply, 3));
  std::optional<uint64_t> revision = ParseNumber(Text(reply, 1));
  if (!revision.has_value()) return Malformed("position");
  return std::optional<Position>({.epoch = std::string(Text(reply, 0)),
                                  .revision = *revision,
                                  .chain = std::string(Text(reply, 2))});
}

absl::StatusOr<CommitResult> ReadCommitReply(const Reply& reply, size_t ops,
                                             std::vector<OpFailure>* failures) {
  std::string_view verdict = Verdict(reply);
  if (verdict == "REFUSED") return ReadRefusal(reply, ops, failures);
  if (verdict == "SCHEMA") return WrongSchema(Text(reply, 1));
  if (verdict == "REUSED") {
    return InvalidArgument(
        "request_id: was used for writes of other documents");
  }
  if (verdict == "EPOCH") {
    return Error(absl::StatusCode::kFailedPrecondition,
                 Text(reply, 1).empty() ? "the store has no epoch"
                                        : "the store has another epoch");
  }
  if (verdict == "TORN") {
    return Error(absl::StatusCode::kFailedPrecondition,
                 "the store's log ends at ", Text(reply, 1),
                 " but its revision is ", Text(reply, 2));
  }
  std::optional<uint64_t> first = ParseNumber(Text(reply, 1));
  bool replayed = verdict == "REPLAYED";
  if ((verdict != "OK" && !replayed) || !first.has_value()) {
    return Malformed("commit");
  }
  return MakeResult(*first, ops, replayed);
}

absl::StatusOr<Document> ReadGetReply(const Reply& reply,
                                      std::string_view name) {
  if (reply.is_nil()) return NotFound(name, " not found");
  std::optional<uint64_t> revision = ParseNumber(Text(reply, 1));
  if (reply.elements.size() != 2 || !revision.has_value()) {
    return Malformed("document");
  }
  return Document{.name = std::string(name),
                  .revision = *revision,
                  .body = std::string(Text(reply, 0))};
}

absl::StatusOr<ScanPage> ReadScanReply(Reply reply) {
  constexpr size_t kHead = 5;  // cursor, epoch, revision, chain, total
  if (Verdict(reply) == "SCHEMA") return WrongSchema(Text(reply, 1));
  std::optional<uint64_t> at = ParseNumber(Text(reply, 2));
  std::optional<uint64_t> total = ParseNumber(Text(reply, 4));
  if (!at.has_value() || !total.has_value() ||
      reply.elements.size() % 3 != kHead % 3) {
    return Malformed("scan");
  }
  ScanPage page;
  page.position = {.epoch = std::string(Text(reply, 1)),
                   .revision = *at,
                   .chain = std::string(Text(reply, 3))};
  page.total = *total;
  for (size_t i = kHead; i < reply.elements.size(); i += 3) {
    std::optional<uint64_t> revision = ParseNumber(Text(reply, i + 2));
    if (!revision.has_value()) return Malformed("scan");
    page.documents.push_back({.name = std::move(reply.elements[i].text),
                              .revision = *revision,
                              .body = std::move(reply.elements[i + 1].text)});
  }
  std::string& cursor = reply.elements[0].text;
  if (cursor != "0") page.next_cursor = std::move(cursor);
  return page;
}

absl::StatusOr<TailResult> ReadTailReply(Reply reply, const Position& from) {
  std::string_view verdict = Verdict(reply);
  if (verdict == "RELOAD") {
    return TailResult(TailReload{std::string(Text(reply, 1))});
  }
  if (verdict == "SCHEMA") return WrongSchema(Text(reply, 1));
  std::optional<uint64_t> revision = ParseNumber(Text(reply, 1));
  if (verdict != "OK" || !revision.has_value()) return Malformed("tail");
  TailEntries tail;
  tail.now = {.epoch = from.epoch,
              .revision = *revision,
              .chain = std::string(Text(reply, 2))};
  for (size_t i = 3; i < reply.elements.size(); ++i) {
    PLACARD_ASSIGN_OR_RETURN(LogEntry entry,
                             ReadEntry(std::move(reply.elements[i])));
    if (entry.revision != from.revision + tail.entries.size() + 1) {
      return Malformed("tail");
    }
    tail.entries.push_back(std::move(entry));
  }
  return TailResult(std::move(tail));
}

}  // namespace placard
