#include "services/diagnosis/diagnosis.h"

#include <chrono>

#include "services/refresh/background.h"

namespace placard {
namespace {

constexpr std::chrono::milliseconds kEvery(100);

}  // namespace

Folding::Folding(DeliveryRecorder& recorder)
    : recorder_(recorder), thread_([this] { Run(); }) {}

Folding::~Folding() {
  {
    const std::lock_guard lock(mu_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void Folding::Run() {
  YieldToServing();
  std::unique_lock lock(mu_);
  while (!stop_.wait_for(lock, kEvery, [this] { return stopping_; })) {
    lock.unlock();
    recorder_.Fold();
    lock.lock();
  }
}

}  // namespace placard
