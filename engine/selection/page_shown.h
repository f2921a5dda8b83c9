// What a page view shows, from its earlier calls on, and which of the page's
// rules that leaves another advertisement to break.
//
// Thread safety: thread-compatible; part of a decision's scratch.
// Lifetime: what it begins with must stay.
// Cost: linear in what is shown; allocates nothing once warm.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/catalog/served.h"
#include "engine/model/decision.h"
#include "engine/model/page_view.h"

namespace placard {

// How many of the advertiser's paid advertisements a page view shows at most;
// 0: any number.
int32_t PageLimit(const SitePolicy& policy, const Advertiser& advertiser);

class PageShown {
 public:
  // What the earlier calls of the page view showed.
  void Begin(const SitePolicy& policy, const PageViewHistory& history);

  // This page shows it too.
  void Add(const ServedLineItem& item, const ServedCreative& creative);

  bool any() const { return !ads_.empty(); }

  // Which rule keeps the creative of the line item off: kDuplicate,
  // kLabelConflict or kAdvertiserLimit, the first that holds; none if it may
  // join what is shown.
  std::optional<Reason> Against(const ServedLineItem& item,
                                const ServedCreative& creative) const;

  // Whether the line item with the name is shown.
  bool ShowsLineItem(std::string_view name) const;

  // How many paid advertisements of the advertiser are shown.
  int32_t PaidOf(std::string_view advertiser) const;

 private:
  struct ShownThing {
    uint32_t campaign;
    uint32_t advertiser;
    uint32_t line_item;
    uint32_t creative;
    size_t first_label;
    size_t labels;
    bool house;
  };

  bool IsDuplicate(const ShownThing& shown, const ShownThing& ad,
                   const ServedLineItem& item) const;
  bool SharesLabel(const ShownThing& shown,
                   const ServedCreative& creative) const;
  ShownThing Of(const ServedLineItem& item,
                const ServedCreative& creative) const;

  const SitePolicy* policy_ = nullptr;
  std::vector<ShownThing> ads_;
  std::vector<uint32_t> labels_;
};

}  // namespace placard
