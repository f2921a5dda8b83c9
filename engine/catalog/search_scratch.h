// What a search needs of memory, kept between requests so that none is
// allocated. One per thread.
//
// Thread safety: thread-compatible.
// Lifetime: after Snapshot::Prepare it refers to that snapshot and request,
// until the next Prepare.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "engine/catalog/page_policy.h"
#include "engine/catalog/served.h"
#include "engine/index/segment_cursor.h"
#include "engine/targeting/hashed_page.h"
#include "engine/targeting/query.h"

namespace placard {

class Snapshot;

// A line item that serves now and whose rule accepts the page; see
// Snapshot::line_item for the rest of it.
struct SearchCandidate {
  const Row* row = nullptr;
  uint64_t slots = 0;  // bit i: with slot i
};

// What the last search did, for tests and metrics.
struct SearchWork {
  uint64_t words_read = 0;  // of bitsets, and rows of lists
  uint64_t rows_verified = 0;
};

class SearchScratch {
 public:
  // Where the search is: what its visitor is shown.
  const SearchCandidate& candidate() const { return candidate_; }

  SearchWork work() const;

 private:
  friend class Snapshot;

  struct SegmentScratch {
    Query query;
    SegmentCursor cursor;
  };

  HashedPage page_;
  std::vector<ServedLabel> labels_;  // that the page excludes
  Segment::Instant instant_;
  PagePolicy::Findings policy_;
  std::vector<SegmentScratch> segments_;  // at least the snapshot's
  size_t segments_used_ = 0;
  SearchCandidate candidate_;
  uint64_t rows_verified_ = 0;
};

}  // namespace placard
