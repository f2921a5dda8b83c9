#include "services/refresh/change_feed.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/status.h"

namespace placard {
namespace {

// A body may be shared with the mirror, but need not be for long.
size_t BytesOf(const Change& change) {
  return sizeof(Change) + change.name.size() + change.actor.size() +
         (change.document == nullptr ? 0
                                     : change.document->document.body.size());
}

}  // namespace

void ChangeFeed::Reset(CatalogVersion version) {
  {
    const std::lock_guard lock(mu_);
    changes_.clear();
    bytes_ = 0;
    floor_ = version.revision;
    version_ = std::move(version);
  }
  TellAll();
}

void ChangeFeed::Append(
    const std::vector<std::shared_ptr<const Change>>& changes,
    uint64_t revision) {
  {
    const std::lock_guard lock(mu_);
    PLACARD_CHECK(revision >= version_.revision);
    for (const std::shared_ptr<const Change>& change : changes) {
      bytes_ += BytesOf(*change);
      changes_.push_back(change);
    }
    version_.revision = revision;
    while (changes_.size() > kChanges || bytes_ > kBytes) {
      floor_ = changes_.front()->revision;
      bytes_ -= BytesOf(*changes_.front());
      changes_.pop_front();
    }
  }
  TellAll();
}

void ChangeFeed::Close() {
  {
    const std::lock_guard lock(mu_);
    closed_ = true;
  }
  TellAll();
}

CatalogVersion ChangeFeed::version() const {
  const std::lock_guard lock(mu_);
  return version_;
}

absl::StatusOr<std::vector<std::shared_ptr<const Change>>> ChangeFeed::After(
    const CatalogVersion& from, size_t max) const {
  const std::lock_guard lock(mu_);
  if (closed_) return Unavailable("the server is stopping");
  if (from.epoch != version_.epoch) {
    return Error(absl::StatusCode::kOutOfRange, "epoch ", from.epoch,
                 " is not the one that is served, ", version_.epoch);
  }
  if (from.revision < floor_ || from.revision > version_.revision) {
    return Error(absl::StatusCode::kOutOfRange, "revision ", from.revision,
                 " is not among those known, ", floor_, " to ",
                 version_.revision);
  }
  const auto first = std::upper_bound(
      changes_.begin(), changes_.end(), from.revision,
      [](uint64_t revision, const std::shared_ptr<const Change>& change) {
        return revision < change->revision;
      });
  const size_t count =
      std::min<size_t>(max, static_cast<size_t>(changes_.end() - first));
  return std::vector<std::shared_ptr<const Change>>(first, first + count);
}

void ChangeFeed::Listen(std::weak_ptr<ChangeListener> listener) {
  const std::lock_guard lock(mu_);
  std::erase_if(listeners_, [](const auto& each) { return each.expired(); });
  listeners_.push_back(std::move(listener));
}

void ChangeFeed::TellAll() {
  std::vector<std::weak_ptr<ChangeListener>> listeners;
  {
    const std::lock_guard lock(mu_);
    listeners = listeners_;
  }
  for (const std::weak_ptr<ChangeListener>& each : listeners) {
    if (const auto listener = each.lock()) listener->OnChange();
  }
}

}  // namespace placard
