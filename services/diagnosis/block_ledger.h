// How many serves each block prevents on sampled pages, and at what price.
//
// A block prevents a serve if it is shown once the block is taken away, all
// else staying as it is, and may not be shown with it. So each page is decided
// again without each block that holds on it. That is done on a catalogue of
// those campaigns only that a page might show: the best ranked whose rule
// accepts it, and the best ranked that nothing but blocks of their owners or
// keyword lists keep from being candidates. Others change nothing.
//
// Thread safety: pure function.
// Cost: of each page a search without an end, the rules of line items whose
// campaign or advertiser blocks anything on strings, and a decision for each
// block that holds; tens of milliseconds. Allocates.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "engine/catalog/snapshot.h"
#include "services/diagnosis/block_rules.h"
#include "services/diagnosis/page_sample.h"

namespace placard {

struct BlockTally {
  BlockRule rule;
  bool dry_run = false;
  bool expired = false;
  std::optional<absl::Time> expires;  // a keyword list's
  int64_t hit_pages = 0;
  int64_t prevented = 0;          // of a dry run: that would be
  int64_t priced = 0;             // of `prevented`
  int64_t ecpm_sum = 0;           // of these, in micros
  std::vector<std::string> urls;  // newest first, kLedgerUrls at most
};

inline constexpr size_t kLedgerUrls = 3;
// Of one page so many blocks that hold are looked at, and so many campaigns of
// candidates and of those that are no candidates; these are found among so
// many, the best ranked, that block anything.
inline constexpr size_t kLedgerBlocks = 32;
inline constexpr size_t kLedgerCampaigns = 256;
inline constexpr size_t kLedgerLookedAt = 20'000;

struct BlockLedger {
  int64_t pages = 0;  // that were looked at
  // Every keyword list, and every other block that holds on one of the pages;
  // what prevents most is first.
  std::vector<BlockTally> blocks;
  int64_t left_out = 0;  // blocks beyond kLedgerBlocks, page by page
};

// `goes_on` is asked before each page.
BlockLedger CountBlocks(const Snapshot& snapshot, const SampledPages& sample,
                        absl::Time instant, absl::FunctionRef<bool()> goes_on);

}  // namespace placard
