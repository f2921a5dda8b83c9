#include "services/diagnosis/page_sample.h"

#include <algorithm>
#include <utility>

#include "engine/base/hash.h"

namespace placard {
namespace {

size_t TextBytes(const SampledPage& page) {
  return page.request.page.title.size() + page.request.page.text.size();
}

}  // namespace

PageSample::PageSample(const Clock& clock, const PageSampleLimits& limits)
    : clock_(clock), limits_(limits) {}

// A bucket of `burst` turns that fills by one turn in `every`.
bool PageSample::TakesOne(int64_t now) {
  const int64_t every = absl::ToInt64Nanoseconds(limits_.every);
  int64_t due = due_.load(std::memory_order_relaxed);
  const int64_t earliest = std::max(due, now - every * (limits_.burst - 1));
  if (earliest > now) return false;
  // Who loses to another thread leaves the turn to it.
  return due_.compare_exchange_strong(due, earliest + every,
                                      std::memory_order_relaxed);
}

void PageSample::Offer(const PageRequest& request, absl::Duration monotonic) {
  const uint64_t before = offered_.fetch_add(1, std::memory_order_relaxed);
  if (!TakesOne(absl::ToInt64Nanoseconds(monotonic))) return;
  auto page = std::make_shared<SampledPage>();
  page->request.page = request.page;
  page->request.slots = request.slots;
  page->seed = Mix(before);
  page->taken = monotonic;
  page->before = before;
  // Destroyed outside of the lock.
  std::vector<std::shared_ptr<const SampledPage>> dropped;
  const std::lock_guard lock(mu_);
  text_bytes_ += TextBytes(*page);
  pages_.push_front(std::move(page));
  while (pages_.size() > limits_.pages || text_bytes_ > limits_.text_bytes) {
    text_bytes_ -= TextBytes(*pages_.back());
    dropped.push_back(std::move(pages_.back()));
    pages_.pop_back();
  }
}

SampledPages PageSample::Newest(size_t most) const {
  SampledPages sample;
  {
    const std::lock_guard lock(mu_);
    const size_t count = std::min(most, pages_.size());
    sample.pages.assign(pages_.begin(),
                        pages_.begin() + static_cast<std::ptrdiff_t>(count));
  }
  Keep(sample.pages.size(), sample);
  return sample;
}

void PageSample::Keep(size_t count, SampledPages& sample) const {
  sample.pages.resize(std::min(count, sample.pages.size()));
  sample.of = 0;
  sample.age = absl::ZeroDuration();
  if (sample.pages.empty()) return;
  const SampledPage& oldest = *sample.pages.back();
  sample.of = offered_.load(std::memory_order_relaxed) - oldest.before;
  sample.age = clock_.Monotonic() - oldest.taken;
}

}  // namespace placard
