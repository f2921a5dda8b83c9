#include "services/diagnosis/delivery_recorder.h"

#include <algorithm>
#include <atomic>

#include "engine/base/check.h"
#include "engine/base/hash.h"

namespace placard {
namespace {

int64_t MinuteOf(absl::Duration monotonic) {
  return absl::ToInt64Minutes(monotonic);
}

}  // namespace

DeliveryRecorder::DeliveryRecorder(const Clock& clock,
                                   const DeliveryRecorderLimits& limits)
    : clock_(clock), limits_(limits), made_(clock.Monotonic()) {
  PLACARD_CHECK(limits.counts >= kFates);
  // Memory that is never touched costs nothing.
  for (Stripe& stripe : stripes_) stripe.events.reserve(limits.buffered);
  spare_.reserve(limits.buffered);
}

void DeliveryRecorder::Record(std::span<const LineItemOutcome> outcomes,
                              absl::Duration monotonic) {
  const auto minute = static_cast<uint32_t>(MinuteOf(monotonic));
  Stripe& mine = stripe();
  const std::lock_guard lock(mine.mu);
  // All of a page or nothing, so that counts and pages agree.
  if (mine.events.size() + outcomes.size() + 1 > limits_.buffered) {
    ++mine.dropped;
    return;
  }
  mine.events.push_back(
      {.name_hash = 0, .minute = minute, .count = 1, .fate = kPage});
  for (const LineItemOutcome& outcome : outcomes) {
    mine.events.push_back(
        {.name_hash = outcome.name_hash,
         .minute = minute,
         .count = static_cast<uint16_t>(std::max(1, outcome.served)),
         .fate = static_cast<uint16_t>(FateOf(outcome))});
  }
}

void DeliveryRecorder::Fold() {
  const std::lock_guard lock(mu_);
  for (Stripe& stripe : stripes_) {
    Take(stripe, spare_, dropped_);
    for (const Event& event : spare_) Count(event);
    spare_.clear();
  }
}

void DeliveryRecorder::Take(Stripe& stripe, std::vector<Event>& events,
                            uint64_t& dropped) {
  const std::lock_guard lock(stripe.mu);
  events.swap(stripe.events);
  dropped += stripe.dropped;
  stripe.dropped = 0;
}

void DeliveryRecorder::Count(const Event& event) {
  if (event.fate == kPage) return pages_.Add(event.minute, event.count);
  std::unique_ptr<WindowedCount>& count = Reach(event).fates[event.fate];
  if (count == nullptr) {
    count = std::make_unique<WindowedCount>();
    ++counts_;
  }
  count->Add(event.minute, event.count);
  // Never the one that was just reached: it is first, and alone it is within
  // the limit.
  while (counts_ > limits_.counts) ForgetOldest();
}

DeliveryRecorder::LineItemCounts& DeliveryRecorder::Reach(const Event& event) {
  const auto found = by_name_hash_.find(event.name_hash);
  if (found == by_name_hash_.end()) {
    if (entries_.size() >= limits_.line_items) ForgetOldest();
    LineItemCounts& added = entries_.emplace_front();
    added.name_hash = event.name_hash;
    added.first_minute = event.minute;
    by_name_hash_.emplace(event.name_hash, entries_.begin());
    return added;
  }
  entries_.splice(entries_.begin(), entries_, found->second);
  return entries_.front();
}

void DeliveryRecorder::ForgetOldest() {
  LineItemCounts& oldest = entries_.back();
  counts_ -= static_cast<size_t>(
      std::count_if(oldest.fates.begin(), oldest.fates.end(),
                    [](const auto& count) { return count != nullptr; }));
  by_name_hash_.erase(oldest.name_hash);
  entries_.pop_back();
  ++forgotten_;
}

DeliveryCounts DeliveryRecorder::CountsOf(std::string_view line_item) {
  Fold();
  const absl::Duration monotonic = clock_.Monotonic();
  const absl::Time began = clock_.Now() - monotonic;  // the clock's zero
  const int64_t minute = MinuteOf(monotonic);
  const std::lock_guard lock(mu_);
  DeliveryCounts counts = {.pages = pages_.Counts(minute),
                           .dropped = dropped_,
                           .forgotten = forgotten_};
  for (size_t i = 0; i < kWindows; ++i) {
    counts.since[i] =
        began + std::max(made_, absl::Minutes(WindowStart(i, minute)));
  }
  const auto found = by_name_hash_.find(HashBytes(line_item));
  if (found == by_name_hash_.end()) return counts;
  counts.first_seen =
      began + std::max(made_, absl::Minutes(found->second->first_minute));
  for (Fate fate = 0; fate < kFates; ++fate) {
    const WindowedCount* count = found->second->fates[fate].get();
    if (count != nullptr) counts.fates[fate] = count->Counts(minute);
  }
  return counts;
}

size_t DeliveryRecorder::line_items() const {
  const std::lock_guard lock(mu_);
  return entries_.size();
}

DeliveryRecorder::Stripe& DeliveryRecorder::stripe() {
  // Relaxed: any number will do, they only have to spread.
  static std::atomic<size_t> next = 0;
  thread_local size_t mine =
      next.fetch_add(1, std::memory_order_relaxed) % kStripes;
  return stripes_[mine];
}

}  // namespace placard
