#include "services/refresh/copy_saver.h"

#include <algorithm>
#include <utility>

#include "engine/base/status.h"
#include "services/refresh/background.h"
#include "services/refresh/local_copy.h"

namespace placard {

CopySaver::CopySaver(std::string path, absl::Duration every, const Clock& clock,
                     Log& log)
    : path_(std::move(path)),
      every_(every),
      clock_(clock),
      log_(log),
      thread_([this] { Run(); }) {}

CopySaver::~CopySaver() { Stop(); }

void CopySaver::Save(Position position,
                     std::shared_ptr<const ServedDocuments> documents) {
  {
    const std::lock_guard lock(mu_);
    wanted_ = Copy{.position = std::move(position),
                   .documents = std::move(documents)};
  }
  changed_.notify_one();
}

void CopySaver::Stop() {
  {
    const std::lock_guard lock(mu_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void CopySaver::Run() {
  YieldToServing();
  std::unique_lock lock(mu_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || wanted_.has_value(); });
    if (!wanted_.has_value()) return;
    const Copy copy = *std::exchange(wanted_, std::nullopt);
    lock.unlock();
    const absl::Duration begin = clock_.Monotonic();
    Write(copy);
    const absl::Duration took = clock_.Monotonic() - begin;
    lock.lock();
    const absl::Duration rest = std::max(every_, 30 * took);
    changed_.wait_for(lock, absl::ToChronoNanoseconds(rest),
                      [this] { return stopping_; });
  }
}

void CopySaver::Write(const Copy& copy) {
  const absl::Status status =
      WriteLocalCopy(path_, copy.position, copy.documents->documents);
  if (!status.ok() && !failed_) {
    log_.Error("local copy cannot be saved",
               {{"reason", std::string(ToStd(status.message()))}});
  } else if (status.ok() && failed_) {
    log_.Info("local copy is saved again", {{"path", path_}});
  }
  failed_ = !status.ok();
}

}  // namespace placard
