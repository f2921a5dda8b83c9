// Some of the pages that were decided lately, for questions that are too
// expensive to ask of each: what they are about and their slots, and nothing
// of their readers, not even which page view it was.
//
// Pages are taken at a bounded rate, so that what they cost decisions does not
// grow with traffic; the first of each turn is taken, whatever it is about.
// Nothing of a page is cut off, since the words that are missing might be
// those that block: when texts are long, fewer pages are kept.
//
// Thread safety: thread-safe. Lifetime: `clock` must outlive it.
// Cost: Offer: one atomic addition and one load; a page that is taken is
// copied, and then put in under a short lock.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/clock.h"
#include "engine/model/page.h"

namespace placard {

struct SampledPage {
  // Without id, viewer and history.
  PageRequest request;
  // Of draws: the same whenever the page is looked at.
  uint64_t seed = 0;
  absl::Duration taken;  // the monotonic clock's time
  uint64_t before = 0;   // so many pages had been offered before it
};

struct PageSampleLimits {
  size_t pages = 256;
  // Of all text and titles together.
  size_t text_bytes = 4 << 20;
  // One in so long, after the first `burst`.
  absl::Duration every = absl::Seconds(1);
  int64_t burst = 16;
};

// Pages, and what they stand for.
struct SampledPages {
  std::vector<std::shared_ptr<const SampledPage>> pages;  // newest first
  // How many pages were decided since the oldest of them, which counts too.
  uint64_t of = 0;
  absl::Duration age;  // of the oldest
};

class PageSample {
 public:
  explicit PageSample(const Clock& clock, const PageSampleLimits& limits = {});

  // A page that was decided at the time of `monotonic`, the clock's.
  void Offer(const PageRequest& request, absl::Duration monotonic);

  // The newest, `most` at most.
  SampledPages Newest(size_t most) const;
  // Drops all but the newest `count` from `sample`.
  void Keep(size_t count, SampledPages& sample) const;

 private:
  bool TakesOne(int64_t now);

  const Clock& clock_;
  const PageSampleLimits limits_;

  // On cache lines of their own: every decision writes or reads them.
  // Relaxed: the count is right by itself, and any one thread may take a page.
  alignas(64) std::atomic<uint64_t> offered_ = 0;
  // When the page after the next would be due if there were no burst; in
  // nanoseconds of the monotonic clock.
  alignas(64) std::atomic<int64_t> due_ = 0;

  alignas(64) mutable std::mutex mu_;
  // Guarded by mu_; newest first.
  std::deque<std::shared_ptr<const SampledPage>> pages_;
  size_t text_bytes_ = 0;  // guarded by mu_
};

}  // namespace placard
