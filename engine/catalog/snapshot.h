// The catalogue at one version, ready to be searched: line items best rank
// first, those only whose rule accepts the page. Built by CatalogBuilder.
//
//   snapshot.Prepare(request, instant, scratch);
//   snapshot.Search(scratch, [&](const SearchCandidate& candidate) {
//     ...
//     return enough ? Visit::kStop : Visit::kNext;
//   });
//
// Thread safety: immutable; every method may be called concurrently, each
// thread with a SearchScratch of its own.
// Lifetime: whatever a method hands out lives as long as the Snapshot.
// Cost: Prepare, Search and CreativeBlocked allocate nothing once `scratch` is
// warm, and never lock or read a clock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/time/time.h"
#include "engine/catalog/search_scratch.h"
#include "engine/catalog/served.h"
#include "engine/model/campaign.h"
#include "engine/model/page.h"

namespace placard {

struct SnapshotParts;

// Where in the store's history a snapshot stands.
struct CatalogVersion {
  std::string epoch;
  uint64_t revision = 0;
  friend bool operator==(const CatalogVersion&,
                         const CatalogVersion&) = default;
};

// What a visitor wants next.
enum class Visit : uint8_t {
  kNext,       // the next candidate
  kNextLevel,  // the first of the next level (see Rank)
  kNextTier,   // the first of the next tier
  kStop,       // no more
};

class Snapshot {
 public:
  // For CatalogBuilder.
  explicit Snapshot(SnapshotParts parts);
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  const CatalogVersion& version() const;
  const SitePolicy& site_policy() const;

  // Everything that this version was built from.
  // Cost: the first call on a snapshot copies the maps of pointers; not for
  // the decision path.
  const CatalogContents& contents() const;

  // Null when there is none of the name.
  // Cost: a search in a tree.
  const Advertiser* FindAdvertiser(const std::string& name) const;
  // The same, whether it may serve or not. Cost: the first call on a snapshot
  // looks at each campaign; not for the decision path.
  const ServedCampaign* FindCampaign(std::string_view name) const;

  // Each of them, whether it may serve or not, in no order that means anything.
  void ForEachCampaign(
      absl::FunctionRef<void(const ServedCampaign&)> visit) const;

  // Of the contents all but the campaigns, which are most of them.
  // Cost: the first call on a snapshot copies the maps of pointers.
  const CatalogContents& SharedDocuments() const;

  // How many there are, whether they may serve or not.
  size_t line_items() const;
  // By name; for logs.
  std::span<const IneligibleLineItem> ineligible() const;

  // Translates the page into this snapshot's numbers. Afterwards Search and
  // CreativeBlocked may be called with `scratch`, as often as need be.
  // Lifetime: `request` and the snapshot must outlive their use.
  // Cost: a hash probe or two for each string of the page and each word of its
  // text.
  void Prepare(const PageRequest& request, absl::Time instant,
               SearchScratch& scratch) const;

  // Calls visit(const SearchCandidate&) -> Visit for every servable line item
  // whose effective rule accepts the page with at least one slot, in rank
  // order.
  // Precondition: Prepare was called with this snapshot and `scratch`.
  template <typename Visitor>
  void Search(SearchScratch& scratch, Visitor&& visit) const {
    StartSearch(scratch);
    while (NextCandidate(scratch)) {
      const Visit wish = visit(scratch.candidate());
      if (wish == Visit::kStop) return;
      if (wish != Visit::kNext) SkipFrom(scratch, wish);
    }
  }

  // While a search is on: from here on it passes over line items none of whose
  // creatives has one of the sizes.
  void RestrictTo(SizeMask sizes, SearchScratch& scratch) const;

  // The line item of a row that a search has visited.
  const ServedLineItem& line_item(const Row& row) const;

  const SizeTable& sizes() const;

  // Whether the page excludes any label, and whether anything but a creative's
  // labels and blocks may keep it off the page.
  // Precondition: as Search.
  bool ExcludesLabels(const SearchScratch& scratch) const;
  bool PolicyMayBlock(const SearchScratch& scratch) const;

  // Whether the creative must not be shown on this page: a label that the page
  // excludes, its own blocks, the site policy's blocks (unless the campaign is
  // exempt), advertisers or click domains.
  // Precondition: as Search; `item` and `creative` are of this snapshot, and
  // Search has visited `item`.
  bool CreativeBlocked(const ServedLineItem& item,
                       const ServedCreative& creative,
                       const SearchScratch& scratch) const;

  // The next instant after `after` at which an answer may change although no
  // document does: a flight's start or end, a keyword list's expiry or, if any
  // rule has dayparts, a quarter hour. InfiniteFuture for none.
  absl::Time NextEdge(absl::Time after) const;

 private:
  void StartSearch(SearchScratch& scratch) const;
  bool NextCandidate(SearchScratch& scratch) const;
  void SkipFrom(SearchScratch& scratch, Visit wish) const;
  void PrefetchCandidate(size_t segment, const SearchScratch& scratch) const;
  size_t FirstSegment(const SearchScratch& scratch) const;
  bool StandsBefore(size_t a, size_t b, const SearchScratch& scratch) const;
  bool HitsOwnBlocks(const ServedLineItem& item, const ServedCreative& creative,
                     const SearchScratch& scratch) const;

  const std::unique_ptr<const SnapshotParts> parts_;
  // Made on demand, each once.
  mutable std::once_flag names_made_;
  mutable absl::flat_hash_map<std::string_view, const ServedCampaign*> by_name_;
  mutable std::once_flag shared_made_;
  mutable CatalogContents shared_;
  mutable std::once_flag contents_made_;
  mutable CatalogContents contents_;
};

}  // namespace placard
