// Keeps the local copy up to date, on a thread of its own: disks may be slow.
//
// Thread safety: thread-safe, Stop by one thread.
// Lifetime: `log` and `clock` must outlive it.
// Cost: a save writes every document, so at most one in `every` and in thirty
// times as long as the last one took.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "absl/time/time.h"
#include "engine/base/clock.h"
#include "services/log/log.h"
#include "services/refresh/serving.h"
#include "services/store/catalog_store.h"

namespace placard {

class CopySaver {
 public:
  CopySaver(std::string path, absl::Duration every, const Clock& clock,
            Log& log);
  ~CopySaver();

  // `documents`, as of `position`, are to be on the disk some time soon.
  void Save(Position position,
            std::shared_ptr<const ServedDocuments> documents);

  // Saves what is not on the disk yet, and ends.
  void Stop();

 private:
  struct Copy {
    Position position;
    std::shared_ptr<const ServedDocuments> documents;
  };

  void Run();
  void Write(const Copy& copy);

  // Constant after construction.
  const std::string path_;
  const absl::Duration every_;
  const Clock& clock_;
  Log& log_;

  std::mutex mu_;
  std::condition_variable changed_;
  std::optional<Copy> wanted_;  // guarded by mu_
  bool stopping_ = false;       // guarded by mu_

  bool failed_ = false;  // the saver's thread's
  std::thread thread_;
};

}  // namespace placard
