// What became of each line item on the pages of the last minutes and the last
// day: how often it was served, and what else stopped it.
//
// A decision leaves what it found in a buffer of its thread; Fold counts it.
// Line items are known by the hash of their name, so that counts outlive
// snapshots. Memory is bounded: when there is no room for a line item more,
// the one that pages have not reached for the longest time is forgotten.
//
// Thread safety: thread-safe. Record waits for nobody but a Fold that takes
// its thread's buffer away, which is an exchange of pointers.
// Lifetime: `clock` must outlive it.
// Cost: Record is linear in the outcomes, 16 bytes each, and allocates nothing.
// Fold is a look-up an outcome.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "engine/base/clock.h"
#include "engine/model/decision.h"
#include "engine/model/line_item_outcome.h"
#include "services/diagnosis/windowed_count.h"

namespace placard {

// What a line item is counted under: served (once a slot), or (once a page)
// outranked or stopped for a reason.
using Fate = size_t;
inline constexpr Fate kServedFate = 0;
inline constexpr Fate kOutrankedFate = 1;
inline constexpr size_t kFates = 2 + kReasons;
constexpr Fate FateOf(Reason reason) { return 2 + static_cast<Fate>(reason); }
inline Fate FateOf(const LineItemOutcome& outcome) {
  if (outcome.served > 0) return kServedFate;
  return outcome.reason.has_value() ? FateOf(*outcome.reason) : kOutrankedFate;
}

struct DeliveryCounts {
  std::array<WindowCounts, kFates> fates = {};  // of the line item
  WindowCounts pages = {};                      // of all pages
  // When each window begins; not before the recorder was made.
  std::array<absl::Time, kWindows> since = {};
  // Since when the line item has been counted; InfiniteFuture: no page has
  // reached it, or none that is remembered.
  absl::Time first_seen = absl::InfiniteFuture();
  uint64_t dropped = 0;  // pages that were not counted: a buffer was full
  // Line items that were forgotten, each time that one was.
  uint64_t forgotten = 0;
};

struct DeliveryRecorderLimits {
  size_t line_items = 20'000;
  // Pairs of line item and fate that have been seen; 352 bytes each.
  size_t counts = 60'000;
  // Outcomes that one of the 16 buffers holds between two folds; 16 bytes each,
  // which are taken from the machine when they are first needed.
  size_t buffered = 1 << 18;
};

class DeliveryRecorder {
 public:
  // Precondition: limits.counts >= kFates.
  explicit DeliveryRecorder(const Clock& clock,
                            const DeliveryRecorderLimits& limits = {});

  // One page, at the time of `monotonic`, the clock's.
  void Record(std::span<const LineItemOutcome> outcomes,
              absl::Duration monotonic);

  // Counts what has been recorded.
  void Fold();

  // Of one line item, by name, as of now; folds first.
  DeliveryCounts CountsOf(std::string_view line_item);

  // How many line items are remembered.
  size_t line_items() const;

 private:
  static constexpr size_t kStripes = 16;
  static constexpr Fate kPage = kFates;  // an event of no line item

  struct Event {
    uint64_t name_hash;
    uint32_t minute;
    uint16_t count;
    uint16_t fate;
  };

  struct alignas(64) Stripe {
    std::mutex mu;
    std::vector<Event> events;  // guarded by mu; never grows
    uint64_t dropped = 0;       // guarded by mu
  };

  struct LineItemCounts {
    uint64_t name_hash = 0;
    int64_t first_minute = 0;
    std::array<std::unique_ptr<WindowedCount>, kFates> fates;
  };
  using Entries = std::list<LineItemCounts>;  // last reached first

  Stripe& stripe();
  static void Take(Stripe& stripe, std::vector<Event>& events,
                   uint64_t& dropped);
  void Count(const Event& event);
  LineItemCounts& Reach(const Event& event);
  void ForgetOldest();

  const Clock& clock_;
  const DeliveryRecorderLimits limits_;
  const absl::Duration made_;  // the monotonic clock's time

  std::array<Stripe, kStripes> stripes_;

  mutable std::mutex mu_;  // taken before a stripe's
  // All guarded by mu_.
  std::vector<Event> spare_;
  Entries entries_;
  absl::flat_hash_map<uint64_t, Entries::iterator> by_name_hash_;
  WindowedCount pages_;
  size_t counts_ = 0;
  uint64_t dropped_ = 0;
  uint64_t forgotten_ = 0;
};

}  // namespace placard
