// The latest changes of the catalogue that this server serves, in order, for
// those who watch: kept for a while, so that a watcher whose connection broke
// goes on where he was.
//
// Thread safety: thread-safe.
// Cost: bounded by kChanges and kBytes; the oldest go first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/catalog/snapshot.h"
#include "services/refresh/document_mirror.h"

namespace placard {

struct Change {
  uint64_t revision = 0;
  std::string name;
  // As it is since; null when it was deleted.
  DocumentMirror::Entry document;
  std::string actor;
  absl::Time time;
};

// Told that there is something new.
class ChangeListener {
 public:
  virtual ~ChangeListener() = default;

  // Called under no lock, by the thread that publishes: must be short.
  virtual void OnChange() = 0;
};

class ChangeFeed {
 public:
  static constexpr size_t kChanges = 10'000;
  static constexpr size_t kBytes = 64 << 20;

  // Begins anew at `version`: what was before is not known, or was lost.
  void Reset(CatalogVersion version);

  // Goes on to `revision`. Call once a catalogue that holds the changes is
  // served.
  // Precondition: revisions grow, and `revision` is not below the last.
  void Append(const std::vector<std::shared_ptr<const Change>>& changes,
              uint64_t revision);

  // From now on every watcher is told UNAVAILABLE: the server stops.
  void Close();

  // How far it has come; an empty epoch before the first Reset.
  CatalogVersion version() const;

  // At most `max` changes after `from`, oldest first; none: there are no later
  // ones yet.
  // Errors: OUT_OF_RANGE when it does not know them, or knows no such version;
  // UNAVAILABLE once it is closed.
  absl::StatusOr<std::vector<std::shared_ptr<const Change>>> After(
      const CatalogVersion& from, size_t max) const;

  // Until the listener is gone.
  void Listen(std::weak_ptr<ChangeListener> listener);

 private:
  void TellAll();

  mutable std::mutex mu_;
  // Guarded by mu_. `changes_` are those after `floor_`, up to `version_`.
  CatalogVersion version_;
  uint64_t floor_ = 0;
  std::deque<std::shared_ptr<const Change>> changes_;
  size_t bytes_ = 0;
  bool closed_ = false;
  std::vector<std::weak_ptr<ChangeListener>> listeners_;
};

}  // namespace placard
