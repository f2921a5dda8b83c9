#include "services/refresh/disposal.h"

#include <chrono>
#include <iterator>
#include <utility>

#include "services/refresh/background.h"

namespace placard {
namespace {

// How often those that are still read are looked at again.
constexpr std::chrono::milliseconds kEvery(100);

}  // namespace

Disposal::Disposal() : thread_([this] { Run(); }) {}

Disposal::~Disposal() {
  {
    const std::lock_guard lock(mu_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Disposal::Add(std::shared_ptr<const void> value) {
  if (value == nullptr) return;
  const std::lock_guard lock(mu_);
  added_.push_back(std::move(value));
}

void Disposal::Run() {
  YieldToServing();
  std::vector<std::shared_ptr<const void>> read_still;
  std::unique_lock lock(mu_);
  while (!stopping_) {
    changed_.wait_for(lock, kEvery, [this] { return stopping_; });
    std::move(added_.begin(), added_.end(), std::back_inserter(read_still));
    added_.clear();
    lock.unlock();
    std::erase_if(read_still,
                  [](const auto& value) { return value.use_count() == 1; });
    lock.lock();
  }
}

}  // namespace placard
