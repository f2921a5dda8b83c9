// The catalogue as the outside world keeps it: named documents, opaque to the
// store, and the ordered log of their changes.
//
// A change is a batch that happens whole or not at all. Each of its writes gets
// the next revision and a link of a hash chain, so that a reader who says where
// he stands (epoch, revision, chain) is told either exactly what he missed or
// that his past is not the store's past and he must read everything again.
// `RedisCatalogStore` is the real one; tests have a `FakeCatalogStore`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace placard {

// Where a catalogue's log stands, or where a reader of it does.
struct Position {
  // Names one life of the store; a store that was lost gets another.
  std::string epoch;
  uint64_t revision = 0;
  // Opaque; equal for equal histories up to `revision`.
  std::string chain;

  friend bool operator==(const Position&, const Position&) = default;
};

struct Document {
  std::string name;
  uint64_t revision = 0;
  std::string body;

  friend bool operator==(const Document&, const Document&) = default;
};

// What a writer believes about a document.
class Expected {
 public:
  static Expected Any() { return Expected(Kind::kAny, 0); }
  static Expected Absent() { return Expected(Kind::kAbsent, 0); }
  static Expected Exactly(uint64_t revision) {
    return Expected(Kind::kRevision, revision);
  }

  bool is_absent() const { return kind_ == Kind::kAbsent; }
  // The revision it must have; nullopt for Any() and Absent().
  std::optional<uint64_t> revision() const {
    if (kind_ != Kind::kRevision) return std::nullopt;
    return revision_;
  }

 private:
  enum class Kind { kAny, kAbsent, kRevision };
  Expected(Kind kind, uint64_t revision) : kind_(kind), revision_(revision) {}

  Kind kind_;
  uint64_t revision_;
};

struct WriteOp {
  // 1 to 256 bytes without control characters; once in a batch.
  std::string name;
  Expected expected = Expected::Any();
  // The new body; nullopt deletes. A deleted name is never given again.
  std::optional<std::string> body;
  // Every document that the new body names. They must exist once the batch is
  // applied, and none of them can be deleted while this one names it.
  std::vector<std::string> references;
};

struct WriteBatch {
  // The life of the store that the writer knows; another one refuses him.
  std::string epoch;
  std::vector<WriteOp> ops;
  // Makes a retry harmless: the same id within 24 hours answers with the first
  // result and writes nothing. Empty: no retry but the store's own.
  std::string request_id;
  // Who asks, for the log.
  std::string actor;
};

struct CommitResult {
  // Of the last op.
  uint64_t revision = 0;
  // Of each op.
  std::vector<uint64_t> revisions;
  // An earlier call with this request id did it: what is stored is that call's
  // body, which need not be this one's.
  bool replayed = false;
};

// Why one op of a refused batch was refused.
struct OpFailure {
  // Its place in WriteBatch::ops.
  size_t op = 0;
  absl::Status status;
  // The document's revision now; 0 when there is none.
  uint64_t current_revision = 0;
};

struct LogEntry {
  uint64_t revision = 0;
  std::string chain;
  std::string name;
  // The body as written; nullopt for a deletion.
  std::optional<std::string> body;
  std::string actor;
  // The store's clock.
  absl::Time time;
};

struct ScanPage {
  std::vector<Document> documents;
  // Feed it to the next Scan; empty when the scan is complete.
  std::string next_cursor;
  // Where the log stood, and how many documents there were, when this page was
  // read; an empty epoch when the store had none.
  Position position;
  uint64_t total = 0;
};

// What follows the reader's position, without a gap.
struct TailEntries {
  // Oldest first; bounded, so that another call may be needed to reach `now`.
  std::vector<LogEntry> entries;
  Position now;
};

// The reader's position is not in the store's history, or no longer in its log:
// another epoch, a rollback, a trimmed log. He must read everything again.
struct TailReload {
  std::string reason;
};

using TailResult = std::variant<TailEntries, TailReload>;

// Thread safety: implementations are thread-safe.
// Cost: every call may block on the network, for a bounded time.
// Errors, besides those of each method: UNAVAILABLE when the store cannot be
// reached or does not answer; FAILED_PRECONDITION when it was written by a
// build with another schema; INTERNAL when it answers what it never should;
// RESOURCE_EXHAUSTED when it is out of memory.
class CatalogStore {
 public:
  virtual ~CatalogStore() = default;

  // Begins the store's life at revision 0. Saying it again with the same epoch
  // is harmless.
  // Errors: ALREADY_EXISTS when the store has another epoch;
  // FAILED_PRECONDITION when it has documents but has lost its epoch.
  virtual absl::StatusOr<Position> CreateEpoch(std::string_view epoch) = 0;

  // Nullopt: the store is empty and has no epoch.
  virtual absl::StatusOr<std::optional<Position>> ReadPosition() = 0;

  // Applies every op or none. When ops are refused, the status has the code of
  // the first, its message tells all of them, and `failures`, unless null, gets
  // one entry for each.
  //
  // Errors: INVALID_ARGUMENT for a malformed batch or a request id that was
  // used for other writes; ABORTED when a document has another revision;
  // ALREADY_EXISTS when it must be absent and is not; NOT_FOUND when it must be
  // there and is not; FAILED_PRECONDITION for a reference to nothing, for the
  // deletion of a document that others name, for a deleted name, and when the
  // store's epoch is absent or another one; UNAVAILABLE also when the outcome
  // is unknown, which the message says: ask again with the same request id.
  virtual absl::StatusOr<CommitResult> Commit(
      const WriteBatch& batch, std::vector<OpFailure>* failures) = 0;

  // Errors: NOT_FOUND.
  virtual absl::StatusOr<Document> Get(std::string_view name) = 0;

  // One page of about `count` (at most 100) documents; start with an empty
  // cursor. A document that is there during the whole scan is seen at least
  // once, one that comes or goes meanwhile perhaps; unless the server is
  // replaced under the scan, which only the pages' positions and totals show:
  // LoadCatalog() is the way to read everything.
  // Errors: INVALID_ARGUMENT for a cursor that no Scan gave.
  virtual absl::StatusOr<ScanPage> Scan(std::string_view cursor,
                                        size_t count) = 0;

  // At most `max` changes after `from`.
  // Precondition: max > 0.
  virtual absl::StatusOr<TailResult> Tail(const Position& from, size_t max) = 0;

  // Blocks until the log holds a revision above `revision`: true; or until
  // `patience`, at most a minute, is over: false. A wake-up only: ask Tail what
  // it was, also after false.
  virtual absl::StatusOr<bool> WaitForChange(uint64_t revision,
                                             absl::Duration patience) = 0;
};

namespace store_limits {
inline constexpr size_t kNameBytes = 256;
inline constexpr size_t kBodyBytes = 2 << 20;
inline constexpr size_t kBatchBytes = 64 << 20;
inline constexpr size_t kReferences = 4096;
inline constexpr size_t kScanDocuments = 100;
}  // namespace store_limits

// Everything that is wrong with a batch in itself, whatever the store holds;
// for implementations. INVALID_ARGUMENT.
absl::Status CheckBatch(const WriteBatch& batch);

// The status of a refused batch. Precondition: `failures` is not empty.
absl::Status ToStatus(const std::vector<OpFailure>& failures);

}  // namespace placard
