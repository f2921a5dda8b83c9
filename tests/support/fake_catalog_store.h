// The catalogue in memory, with the semantics of the real one: one contract
// suite runs against both. Chains are another hash, as they are opaque, and
// the clock is the revision: change n is written n seconds after 1970.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/store/catalog_store.h"

namespace placard {

// Thread safety: thread-safe.
class FakeCatalogStore final : public CatalogStore {
 public:
  absl::StatusOr<Position> CreateEpoch(std::string_view epoch) override;
  absl::StatusOr<std::optional<Position>> ReadPosition() override;
  absl::StatusOr<CommitResult> Commit(
      const WriteBatch& batch, std::vector<OpFailure>* failures) override;
  absl::StatusOr<Document> Get(std::string_view name) override;
  absl::StatusOr<ScanPage> Scan(std::string_view cursor, size_t count) override;
  absl::StatusOr<TailResult> Tail(const Position& from, size_t max) override;
  absl::StatusOr<bool> WaitForChange(uint64_t revision,
                                     absl::Duration patience) override;

  // Accidents.
  //
  // The store is lost, epoch and all.
  void Wipe();
  // The log forgets what is not after `revision`.
  void TrimLog(uint64_t revision);
  // Everything becomes what it was at the last Backup(), as after a failover
  // that lost writes.
  void Backup();
  void Restore();
  // Every call answers UNAVAILABLE until told otherwise.
  void SetReachable(bool reachable);

 private:
  struct Record {
    uint64_t revision = 0;
    std::string body;
    std::vector<std::string> references;
  };
  struct Remembered {
    std::vector<std::string> shape;
    CommitResult result;
  };
  struct State {
    std::optional<Position> position;
    // Ordered, so that a scan's cursor can be the last name seen.
    std::map<std::string, Record, std::less<>> documents;
    std::map<uint64_t, LogEntry> log;
    std::map<std::string, uint64_t, std::less<>> tombstones;
    std::map<std::string, Remembered, std::less<>> requests;
  };
  // What a batch does to a name, for checks of references.
  using Plan = std::map<std::string_view, const WriteOp*>;

  absl::Status CheckReachable() const;
  std::vector<OpFailure> Check(const WriteBatch& batch) const;
  absl::Status CheckOp(const WriteOp& op, const Plan& plan) const;
  absl::Status CheckReferences(const WriteOp& op, const Plan& plan) const;
  uint64_t RevisionOf(std::string_view name) const;
  uint64_t Apply(const WriteOp& op, std::string_view actor);

  // Guarded by mu_.
  std::mutex mu_;
  std::condition_variable changed_;
  bool reachable_ = true;
  State state_;
  State backup_;
};

}  // namespace placard
