// Keeps what this server serves equal to what the store holds, and serves on
// when there is nothing to be equal to.
//
// It begins with the local copy, if there is one, and catches up with the
// store's log from there; without one it reads the whole store, or gives an
// empty store its first epoch. When the store is away, empty, or no longer what
// it was (see WhyHold), the last good catalogue stays, an alarm is logged once,
// and it looks again until the store is well.
//
// Thread safety: Start and Stop by one thread.
// Lifetime: what it is made from must outlive it.
// Cost: one thread of its own, which gives way to decisions once there is a
// catalogue to decide by; one for the local copy, one that destroys what
// is no longer served, and one now and then that rebuilds the engine's base.
// The first catalogue is read and built by every processor.
#pragma once

#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "engine/base/clock.h"
#include "engine/base/workers.h"
#include "services/log/log.h"
#include "services/refresh/catalog_assembly.h"
#include "services/refresh/copy_saver.h"
#include "services/refresh/disposal.h"
#include "services/refresh/serving.h"
#include "services/refresh/whole_catalog.h"
#include "services/store/catalog_store.h"

namespace placard {

struct RefresherOptions {
  // Of the local copy.
  std::string copy_path;
  // The epoch to be given to a store that has none.
  std::string new_epoch;
  // Called once, when there is something to serve, by the refresher's thread.
  std::function<void()> on_serving = [] {};
  // How long to wait for a change before the store is asked whatever happens.
  absl::Duration poll = absl::Milliseconds(500);
  // How long to leave a store alone that is away, and one that is not well.
  absl::Duration retry_away = absl::Milliseconds(200);
  absl::Duration retry_unwell = absl::Seconds(2);
  absl::Duration save_every = absl::Seconds(5);
};

class Refresher {
 public:
  Refresher(CatalogStore& store, Serving& serving, const Clock& clock, Log& log,
            RefresherOptions options);
  ~Refresher();

  void Start();
  // Ends within about `poll`, or a store's deadline, and saves the local copy.
  void Stop();

 private:
  using Changes = std::vector<std::shared_ptr<const Change>>;

  void Run();
  void BeginWithLocalCopy();
  absl::Status Step();
  absl::Status FirstRead();
  absl::Status CatchUp();
  absl::Status ReadAll();
  absl::Status Accept(WholeCatalog whole);
  std::unique_ptr<CatalogAssembly> Assemble(WholeCatalog& catalog);
  void Apply(std::vector<LogEntry> entries);
  std::shared_ptr<const Change> ApplyOne(LogEntry entry);

  void Serve(std::unique_ptr<CatalogAssembly> assembly,
             const Position& position);
  // What all roads lead to: `assembly_` at `position_` is served and saved.
  void Publish(const Workers& workers = LoneWorker());
  // The first half of it.
  void Show(const Workers& workers = LoneWorker());
  void TendRebuild();
  void Report(const absl::Status& status);
  void WaitAfter(const absl::Status& status);
  // Until then, or until it is to stop.
  void Rest(absl::Duration rest);

  // Constant after construction.
  CatalogStore& store_;
  Serving& serving_;
  const Clock& clock_;
  Log& log_;
  const RefresherOptions options_;

  std::mutex mu_;
  std::condition_variable stop_;
  bool stopping_ = false;  // guarded by mu_

  // The refresher's thread's.
  std::unique_ptr<CatalogAssembly> assembly_;  // null: nothing to serve yet
  Position position_;                          // of assembly_
  bool had_copy_ = false;                      // of this store, readable or not
  std::future<RebuiltSegment> rebuild_;
  const CatalogAssembly* rebuild_of_ = nullptr;
  absl::Status reported_;

  ServedVersion served_;
  absl::Duration shown_;  // when, by the monotonic clock

  CopySaver saver_;
  Disposal disposal_;
  std::thread thread_;
};

}  // namespace placard
