// What keeps one line item off the pages of a sample: each page is decided and
// explained again, by today's catalogue, for this line item alone.
//
// Nothing is known of the readers of sampled pages, so what a rule asks of them
// cannot be answered: such pages are counted apart.
//
// Thread safety: pure function.
// Cost: of each page a decision, a search without an end and the line item's
// rule on strings; milliseconds.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "engine/catalog/snapshot.h"
#include "engine/explain/explanation.h"
#include "services/diagnosis/page_sample.h"

namespace placard {

// How far a line item came on a page, in the slot where it came furthest. The
// later the further.
enum class Reached : uint8_t {
  kNotServable,  // it serves nowhere now
  kRule,         // its rule, or blocks of its owners, do not accept the page
  kReader,       // only because of what they ask of the reader
  kRejected,     // accepted, and stopped for a Reason
  kOutranked,    // others fill the slot
  kServes,
};
inline constexpr size_t kReachedStages = 6;

// One thing that fails, on however many pages.
struct CommonFailure {
  Failure failure;    // as on the newest of them; in no slot
  int64_t pages = 0;  // on which it fails in the slot where least does
  int64_t alone = 0;  // of these, where nothing else does
  std::string url;    // of the newest of them
};

inline constexpr size_t kCommonFailures = 10;

struct SampledDelivery {
  int64_t pages = 0;  // that were looked at
  std::array<int64_t, kReachedStages> reached = {};
  std::array<int64_t, kReasons> rejected = {};
  // Of those who were outranked, by whom: the most frequent.
  std::string winner;
  int64_t winner_pages = 0;
  // The most frequent, kCommonFailures at most; those of outranked pages are
  // not among them.
  std::vector<CommonFailure> failures;
};

// `line_item` by name; it exists. `goes_on` is asked before each page.
SampledDelivery DiagnoseOnSample(const Snapshot& snapshot,
                                 const SampledPages& sample,
                                 const std::string& line_item,
                                 absl::Time instant,
                                 absl::FunctionRef<bool()> goes_on);

}  // namespace placard
