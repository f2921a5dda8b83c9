// What a page view shows, by this decision and by the calls before it, and
// whom that keeps out: things that are shown once, labels, limits, roadblocks.
//
// Thread safety: immutable.
// Lifetime: of what it is made from.
// Cost: a call is linear in the advertisements shown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/explain/miss.h"
#include "engine/model/page.h"

namespace placard {

class Shown {
 public:
  Shown(const CatalogContents& contents, const PageRequest& request,
        const Decision& decision);

  // The slots in which the line item is.
  uint64_t SlotsOf(const LineItem& line_item) const;

  // Whether slot i takes no more, or no more that is paid for.
  bool is_full(size_t i) const { return (full_ >> i & 1) != 0; }
  bool is_full_of_paid(size_t i) const { return (paid_ >> i & 1) != 0; }
  // The last of those that fill the slot, or null.
  const Ad* LastOf(size_t i) const;

  // Appends what would keep the line item out of `slots`, in which it may show
  // each of `usable`. It is in none of them.
  void FindConflicts(const Subject& subject,
                     std::span<const Creative* const> usable, uint64_t slots,
                     std::vector<Miss>& out) const;

 private:
  // One advertisement; of an earlier call only hashes are known.
  struct One {
    const Ad* ad = nullptr;
    size_t slot = 0;
    const Advertiser* advertiser = nullptr;
    const ShownAd* earlier = nullptr;

    bool is_house() const;
    bool ShowsLineItem(const LineItem& line_item) const;
    bool ShowsCreative(const Creative& creative) const;
    bool IsOfCampaign(const Campaign& campaign) const;
    bool IsOfAdvertiser(const Advertiser& advertiser) const;
    bool HasLabel(const std::string& label) const;
    // Is what of its campaign is shown once.
    bool IsCampaignUnit() const;
  };

  Miss Like(Cause cause, const One& one, uint64_t slots) const;
  const One* DuplicateOf(const Subject& subject,
                         std::span<const Creative* const> usable) const;
  const One* LabelConflict(const Subject& subject,
                           const std::vector<std::string>& labels,
                           std::string_view& label) const;
  void FindLabelConflict(const Subject& subject,
                         std::span<const Creative* const> usable,
                         uint64_t slots, std::vector<Miss>& out) const;
  void FindLimit(const Subject& subject, uint64_t slots,
                 std::vector<Miss>& out) const;
  void FindRoadblock(const Subject& subject, uint64_t slots,
                     std::vector<Miss>& out) const;

  const SitePolicy& policy_;
  const Decision& decision_;
  std::vector<One> all_;
  uint64_t full_ = 0;
  uint64_t paid_ = 0;
};

}  // namespace placard
