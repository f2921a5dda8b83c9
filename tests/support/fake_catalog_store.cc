#include "tests/support/fake_catalog_store.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/base/hash.h"
#include "engine/base/status.h"

namespace placard {
namespace {

absl::Status Precondition(std::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, message);
}

std::string Chain(std::string_view previous, std::string_view change) {
  return Concat(absl::Hex(HashBytes(change, HashBytes(previous))));
}

std::string BirthChain(std::string_view epoch) { return Chain("", epoch); }

std::vector<std::string> ShapeOf(const WriteBatch& batch) {
  std::vector<std::string> shape;
  for (const WriteOp& op : batch.ops) {
    shape.push_back(Concat(op.body.has_value() ? "put " : "del ", op.name));
  }
  return shape;
}

}  // namespace

absl::StatusOr<Position> FakeCatalogStore::CreateEpoch(std::string_view epoch) {
  if (epoch.empty()) return InvalidArgument("epoch must not be empty");
  std::lock_guard lock(mu_);
  PLACARD_RETURN_IF_ERROR(CheckReachable());
  if (state_.position.has_value()) {
    if (state_.position->epoch == epoch) return *state_.position;
    return Error(absl::StatusCode::kAlreadyExists,
                 "the store has another epoch");
  }
  state_.position = Position{
      .epoch = std::string(epoch), .revision = 0, .chain = BirthChain(epoch)};
  return *state_.position;
}

absl::StatusOr<std::optional<Position>> FakeCatalogStore::ReadPosition() {
  std::lock_guard lock(mu_);
  PLACARD_RETURN_IF_ERROR(CheckReachable());
  return state_.position;
}

absl::StatusOr<CommitResult> FakeCatalogStore::Commit(
    const WriteBatch& batch, std::vector<OpFailure>* failures) {
  PLACARD_RETURN_IF_ERROR(CheckBatch(batch));
  std::lock_guard lock(mu_);
  PLACARD_RETURN_IF_ERROR(CheckReachable());
  if (!state_.position.has_value()) {
    return Precondition("the store has no epoch");
  }
  if (state_.position->epoch != batch.epoch) {
    return Precondition("the store has another epoch");
  }
  if (auto it = state_.requests.find(batch.request_id);
      it != state_.requests.end()) {
    if (it->second.shape != ShapeOf(batch)) {
      return InvalidArgument(
          "request_id: was used for writes of other documents");
    }
    return it->second.result;
  }
  std::vector<OpFailure> found = Check(batch);
  if (!found.empty()) {
    absl::Status status = ToStatus(found);
    if (failures != nullptr) *failures = std::move(found);
    return status;
  }
  CommitResult result;
  for (const WriteOp& op : batch.ops) {
    result.revisions.push_back(Apply(op, batch.actor));
  }
  result.revision = result.revisions.back();
  if (!batch.request_id.empty()) {
    Remembered& kept = state_.requests[batch.request_id];
    kept = {.shape = ShapeOf(batch), .result = result};
    kept.result.replayed = true;
  }
  changed_.notify_all();
  return result;
}

absl::StatusOr<Document> FakeCatalogStore::Get(std::string_view name) {
  std::lock_guard lock(mu_);
  PLACARD_RETURN_IF_ERROR(CheckReachable());
  auto it = state_.documents.find(name);
  if (it == state_.documents.end()) return NotFound(name, " not found");
  return Document{.name = it->first,
                  .revision = it->second.revision,
                  .body = it->second.body};
}

absl::StatusOr<ScanPage> FakeCatalogStore::Scan(std::string_view cursor,
                                                size_t count) {
  constexpr std::string_view kAfter = "after ";
  count = std::clamp<size_t>(count, 1, store_limits::kScanDocuments);
  std::lock_guard lock(mu_);
  PLACARD_RETURN_IF_ERROR(CheckReachable());
  auto it = state_.documents.begin();
  if (!cursor.empty()) {
    if (cursor.substr(0, kAfter.size()) != kAfter) {
      return InvalidArgument("cursor: is none of a scan's");
    }
    it = state_.documents.upper_bound(cursor.substr(kAfter.size()));
  }
  ScanPage page;
  page.position = state_.position.value_or(Position());
  page.total = state_.documents.size();
  for (; it != state_.documents.end() && page.documents.size() < count; ++it) {
    page.documents.push_back({.name = it->first,
                              .revision = it->second.revision,
                              .body = it->second.body});
  }
  if (it != state_.documents.end()) {
    page.next_cursor = Concat(kAfter, page.documents.back().name);
  }
  return page;
}

absl::StatusOr<TailResult> FakeCatalogStore::Tail(const Position& from,
                                                  size_t max) {
  std::lock_guard lock(mu_);
  PLACARD_RETURN_IF_ERROR(CheckReachable());
  auto reload = [](std::string_view reason) {
    return TailResult(TailReload{std::string(reason)});
  };
  if (!state_.position.has_value()) return reload("the store has no epoch");
  const Position& now = *state_.position;
  if (now.epoch != from.epoch) return reload("the store has another epoch");
  if (from.revision > now.revision) {
    return reload("the store was rolled back");
  }
  auto at = state_.log.find(from.revision);
  std::string known = now.chain;
  if (from.revision == 0) {
    known = BirthChain(now.epoch);
  } else if (from.revision < now.revision) {
    if (at == state_.log.end()) {
      return reload("the log is trimmed past the reader");
    }
    known = at->second.chain;
  }
  if (known != from.chain) return reload("the store has another history");
  TailEntries tail = {.entries = {}, .now = now};
  for (uint64_t next = from.revision + 1;
       next <= now.revision && tail.entries.size() < max; ++next) {
    auto entry = state_.log.find(next);
    if (entry == state_.log.end()) {
      return reload("the log is trimmed past the reader");
    }
    tail.entries.push_back(entry->second);
  }
  return TailResult(std::move(tail));
}

absl::StatusOr<bool> FakeCatalogStore::WaitForChange(uint64_t revision,
                                                     absl::Duration patience) {
  std::unique_lock lock(mu_);
  PLACARD_RETURN_IF_ERROR(CheckReachable());
  auto has_changed = [&] {
    return !state_.log.empty() && state_.log.rbegin()->first > revision;
  };
  patience = std::clamp(patience, absl::Milliseconds(1), absl::Minutes(1));
  return changed_.wait_for(lock, absl::ToChronoMilliseconds(patience),
                           has_changed);
}

void FakeCatalogStore::Wipe() {
  std::lock_guard lock(mu_);
  state_ = State();
}

void FakeCatalogStore::TrimLog(uint64_t revision) {
  std::lock_guard lock(mu_);
  state_.log.erase(state_.log.begin(), state_.log.upper_bound(revision));
}

void FakeCatalogStore::Backup() {
  std::lock_guard lock(mu_);
  backup_ = state_;
}

void FakeCatalogStore::Restore() {
  std::lock_guard lock(mu_);
  state_ = backup_;
}

void FakeCatalogStore::SetReachable(bool reachable) {
  std::lock_guard lock(mu_);
  reachable_ = reachable;
}

absl::Status FakeCatalogStore::CheckReachable() const {
  if (reachable_) return absl::OkStatus();
  return Unavailable("the fake store is told to be unreachable");
}

std::vector<OpFailure> FakeCatalogStore::Check(const WriteBatch& batch) const {
  Plan plan;
  for (const WriteOp& op : batch.ops) plan[op.name] = &op;
  std::vector<OpFailure> failures;
  for (size_t i = 0; i < batch.ops.size(); ++i) {
    absl::Status status = CheckOp(batch.ops[i], plan);
    if (status.ok()) continue;
    failures.push_back({.op = i,
                        .status = std::move(status),
                        .current_revision = RevisionOf(batch.ops[i].name)});
  }
  return failures;
}

absl::Status FakeCatalogStore::CheckOp(const WriteOp& op,
                                       const Plan& plan) const {
  uint64_t current = RevisionOf(op.name);
  std::optional<uint64_t> wanted = op.expected.revision();
  if (op.expected.is_absent() && current != 0) {
    return Error(absl::StatusCode::kAlreadyExists, op.name, " already exists");
  }
  if (current == 0 && (!op.body.has_value() || wanted.has_value())) {
    return NotFound(op.name, " not found");
  }
  if (current == 0 && state_.tombstones.count(op.name) > 0) {
    return Precondition(
        Concat(op.name, " was deleted and its id is not reused"));
  }
  if (wanted.has_value() && *wanted != current) {
    return Error(absl::StatusCode::kAborted, op.name, " is at revision ",
                 current, ", not ", *wanted);
  }
  return CheckReferences(op, plan);
}

absl::Status FakeCatalogStore::CheckReferences(const WriteOp& op,
                                               const Plan& plan) const {
  std::string missing;
  for (const std::string& target : op.references) {
    auto planned = plan.find(target);
    bool exists = planned != plan.end() ? planned->second->body.has_value()
                                        : RevisionOf(target) != 0;
    if (!exists) missing += Concat(missing.empty() ? "" : ", ", target);
  }
  if (!missing.empty()) {
    return Precondition(
        Concat(op.name, " refers to what does not exist: ", missing));
  }
  if (op.body.has_value()) return absl::OkStatus();
  for (const auto& [name, record] : state_.documents) {
    if (plan.count(name) > 0) continue;
    if (std::count(record.references.begin(), record.references.end(),
                   op.name) > 0) {
      return Precondition(Concat(op.name, " is still referred to by ", name));
    }
  }
  return absl::OkStatus();
}

uint64_t FakeCatalogStore::RevisionOf(std::string_view name) const {
  auto it = state_.documents.find(name);
  return it == state_.documents.end() ? 0 : it->second.revision;
}

uint64_t FakeCatalogStore::Apply(const WriteOp& op, std::string_view actor) {
  Position& now = *state_.position;
  ++now.revision;
  now.chain = Chain(now.chain, Concat(now.revision, "|", op.name, "|",
                                      op.body.has_value() ? "put|" : "del|",
                                      op.body.value_or("")));
  int64_t seconds = static_cast<int64_t>(now.revision);
  state_.log[now.revision] = LogEntry{.revision = now.revision,
                                      .chain = now.chain,
                                      .name = op.name,
                                      .body = op.body,
                                      .actor = std::string(actor),
                                      .time = absl::FromUnixSeconds(seconds)};
  if (op.body.has_value()) {
    state_.documents[op.name] = {.revision = now.revision,
                                 .body = *op.body,
                                 .references = op.references};
  } else {
    state_.documents.erase(op.name);
    state_.tombstones[op.name] = now.revision;
  }
  return now.revision;
}

}  // namespace placard
