#include "services/refresh/refresher.h"

#include <chrono>
#include <utility>
#include <variant>

#include "engine/base/status.h"
#include "services/refresh/background.h"
#include "services/refresh/prepared_document.h"
#include "services/refresh/thread_workers.h"

namespace placard {
namespace {

// Changes taken from the log at once, and published as one.
constexpr size_t kTail = 1000;

// A lone change is published at once, the next no sooner than this after it:
// of many in a row each costs less, and none is much later.
constexpr absl::Duration kPublishEvery = absl::Milliseconds(10);

// The store answers, but not what it should: nothing that waiting mends.
absl::Status Unwell(std::string_view reason) {
  return Error(absl::StatusCode::kFailedPrecondition, reason);
}

bool IsAway(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsUnknown(status);
}

}  // namespace

Refresher::Refresher(CatalogStore& store, Serving& serving, const Clock& clock,
                     Log& log, RefresherOptions options)
    : store_(store),
      serving_(serving),
      clock_(clock),
      log_(log),
      options_(std::move(options)),
      saver_(options_.copy_path, options_.save_every, clock, log) {}

Refresher::~Refresher() { Stop(); }

void Refresher::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Refresher::Stop() {
  {
    const std::lock_guard lock(mu_);
    stopping_ = true;
  }
  stop_.notify_all();
  if (thread_.joinable()) thread_.join();
  saver_.Stop();
}

void Refresher::Run() {
  BeginWithLocalCopy();
  for (;;) {
    const absl::Status status = Step();
    Report(status);
    TendRebuild();
    WaitAfter(status);
    const std::lock_guard lock(mu_);
    if (stopping_) return;
  }
}

void Refresher::BeginWithLocalCopy() {
  absl::StatusOr<WholeCatalog> copy =
      ReadWholeCopy(options_.copy_path, clock_, log_);
  had_copy_ = !absl::IsNotFound(copy.status());
  if (!had_copy_) return;
  if (!copy.ok()) {
    log_.Error("local copy is refused",
               {{"reason", std::string(ToStd(copy.status().message()))}});
    return;
  }
  Serve(Assemble(*copy), copy->position);
  log_.Info("local copy is served", {{"epoch", position_.epoch},
                                     {"revision", Concat(position_.revision)}});
  options_.on_serving();
}

std::unique_ptr<CatalogAssembly> Refresher::Assemble(WholeCatalog& catalog) {
  auto assembly =
      std::make_unique<CatalogAssembly>(catalog.position.epoch, log_);
  for (PreparedDocument& document : catalog.documents) {
    assembly->Put(std::move(document));
  }
  catalog.documents = {};
  return assembly;
}

// In place of whatever was served before.
void Refresher::Serve(std::unique_ptr<CatalogAssembly> assembly,
                      const Position& position) {
  const bool is_first = assembly_ == nullptr;
  assembly_ = std::move(assembly);
  rebuild_of_ = nullptr;
  position_ = position;
  log_.Info("index is being built",
            {{"documents", Concat(assembly_->documents().size())}});
  // Processors that decide are not for building.
  if (is_first) {
    Publish(ThreadWorkers());
  } else {
    Publish();
  }
  serving_.changes.Reset(
      {.epoch = position_.epoch, .revision = position_.revision});
  // There are decisions now, which matter more than the next catalogue.
  YieldSomewhatToServing();
}

absl::Status Refresher::Step() {
  if (assembly_ == nullptr) return FirstRead();
  PLACARD_RETURN_IF_ERROR(
      store_.WaitForChange(position_.revision, options_.poll).status());
  Rest(shown_ + kPublishEvery - clock_.Monotonic());
  return CatchUp();
}

absl::Status Refresher::FirstRead() {
  PLACARD_ASSIGN_OR_RETURN(const std::optional<Position> position,
                           store_.ReadPosition());
  if (position.has_value()) return ReadAll();
  // A store that this server has known is no new one.
  if (had_copy_) return Unwell("the store is empty, and was not");
  PLACARD_RETURN_IF_ERROR(store_.CreateEpoch(options_.new_epoch).status());
  return ReadAll();
}

absl::Status Refresher::CatchUp() {
  for (;;) {
    PLACARD_ASSIGN_OR_RETURN(TailResult result, store_.Tail(position_, kTail));
    if (const auto* reload = std::get_if<TailReload>(&result)) {
      if (reported_.ok()) {
        log_.Warning("catalogue is read again", {{"reason", reload->reason}});
      }
      return ReadAll();
    }
    std::vector<LogEntry>& entries = std::get<TailEntries>(result).entries;
    if (entries.empty()) return absl::OkStatus();
    const bool is_all = entries.size() < kTail;
    Apply(std::move(entries));
    if (is_all) return absl::OkStatus();
  }
}

void Refresher::Apply(std::vector<LogEntry> entries) {
  Changes changes;
  changes.reserve(entries.size());
  position_.revision = entries.back().revision;
  position_.chain = entries.back().chain;
  for (LogEntry& entry : entries) {
    changes.push_back(ApplyOne(std::move(entry)));
  }
  Publish();
  serving_.changes.Append(changes, position_.revision);
}

std::shared_ptr<const Change> Refresher::ApplyOne(LogEntry entry) {
  auto change = std::make_shared<Change>(Change{.revision = entry.revision,
                                                .name = std::move(entry.name),
                                                .document = nullptr,
                                                .actor = std::move(entry.actor),
                                                .time = entry.time});
  if (entry.body.has_value()) {
    assembly_->Put(Prepare({.name = change->name,
                            .revision = entry.revision,
                            .body = *std::move(entry.body)}));
    change->document = assembly_->documents().Find(change->name);
  } else {
    assembly_->Remove(change->name);
  }
  return change;
}

absl::Status Refresher::ReadAll() {
  absl::StatusOr<WholeCatalog> whole = ReadWholeStore(store_, clock_, log_);
  if (absl::IsFailedPrecondition(whole.status())) {
    return Unwell(ToStd(whole.status().message()));
  }
  PLACARD_RETURN_IF_ERROR(whole.status());
  return Accept(*std::move(whole));
}

absl::Status Refresher::Accept(WholeCatalog whole) {
  std::unique_ptr<CatalogAssembly> offered = Assemble(whole);
  if (!offered->has_readable_policy()) {
    return Unwell("the site policy in the store cannot be read");
  }
  const CatalogSummary summary = offered->Summary();
  if (assembly_ != nullptr) {
    const std::optional<std::string> hold =
        WhyHold(assembly_->Summary(), summary);
    if (hold.has_value()) return Unwell(*hold);
  }
  const bool is_first = assembly_ == nullptr;
  Serve(std::move(offered), whole.position);
  log_.Info("catalogue is read", {{"epoch", position_.epoch},
                                  {"revision", Concat(position_.revision)},
                                  {"documents", Concat(summary.documents)},
                                  {"campaigns", Concat(summary.campaigns)},
                                  {"unreadable", Concat(summary.unreadable)}});
  if (is_first) options_.on_serving();
  return absl::OkStatus();
}

void Refresher::Publish(const Workers& workers) {
  Show(workers);
  saver_.Save(position_, served_.documents);
}

void Refresher::Show(const Workers& workers) {
  assembly_->SetTime(clock_.Now());
  ServedVersion before = std::exchange(
      served_, assembly_->PublishTo(serving_, position_.revision, workers));
  disposal_.Add(std::move(before.snapshot));
  disposal_.Add(std::move(before.documents));
  shown_ = clock_.Monotonic();
}

void Refresher::TendRebuild() {
  if (rebuild_.valid()) {
    if (rebuild_.wait_for(std::chrono::seconds(0)) !=
        std::future_status::ready) {
      return;
    }
    const RebuiltSegment rebuilt = rebuild_.get();
    if (rebuild_of_ == assembly_.get()) {
      assembly_->Adopt(rebuilt);
      Show();
    }
  }
  if (assembly_ == nullptr) return;
  assembly_->SetTime(clock_.Now());
  if (assembly_->wants_rebuild()) {
    rebuild_of_ = assembly_.get();
    rebuild_ = assembly_->StartRebuild();
  }
}

void Refresher::Report(const absl::Status& status) {
  if (status == reported_) return;
  const std::string reason(ToStd(status.message()));
  if (status.ok()) {
    log_.Info("store is well again",
              {{"revision", Concat(position_.revision)}});
  } else if (!IsAway(status)) {
    log_.Error("catalogue is held", {{"reason", reason}});
  } else if (!IsAway(reported_)) {  // whatever words it is away with
    log_.Warning("store is away", {{"reason", reason}});
  }
  reported_ = status;
}

void Refresher::WaitAfter(const absl::Status& status) {
  if (status.ok()) return;
  Rest(IsAway(status) ? options_.retry_away : options_.retry_unwell);
}

void Refresher::Rest(absl::Duration rest) {
  if (rest <= absl::ZeroDuration()) return;
  std::unique_lock lock(mu_);
  stop_.wait_for(lock, absl::ToChronoNanoseconds(rest),
                 [this] { return stopping_; });
}

}  // namespace placard
