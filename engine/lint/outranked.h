// Line items that never win a place, as far as the documents alone prove it.
//
// Three ways are known, each sound; of companions and shares of voice, which
// do not race for places like others, nothing is said.
//
// - A weight of 0, in every tier but PRICE_PRIORITY.
// - A bid below the lowest floor that any page of the site can have, in tier
//   PRICE_PRIORITY: only when there is a floor for the whole site.
// - Blankets. A blanket is a campaign of tier SPONSORSHIP or STANDARD that may
//   serve on every page: an active line item with a rule without limits and a
//   weight, no labels, blocks, page limits, share of voice or companions. When
//   so many blankets of a better tier or priority as all slot presets have
//   places run for as long as the line item does and fit each preset that it
//   fits, one of them is always left for the place that it could take. That
//   supposes that a page view asks for each preset once and for no other
//   slots; without presets nothing is said. Levels with more line items than a
//   draw looks at do not count.
//
// Thread safety: immutable.
// Lifetime: keeps the blankets and the site policy.
// Cost: building is linear in the catalogue; a question, in the blankets.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "engine/model/campaign.h"

namespace placard {

class Outranked {
 public:
  explicit Outranked(const CatalogContents& contents);

  struct Verdict {
    std::string field;  // of the line item; empty: the line item itself
    std::string message;
  };
  // Why `item` can win no place from `now` on; nullopt when it may.
  std::optional<Verdict> Why(const Campaign& campaign, const LineItem& item,
                             absl::Time now) const;

 private:
  // Tier and priority; smaller comes first.
  using Level = std::pair<Tier, int32_t>;

  struct Blanket {
    Level level;
    std::shared_ptr<const Campaign> campaign;
    std::vector<bool> presets;  // those it fits
  };

  void Add(std::shared_ptr<const Campaign> campaign,
           const Advertiser& advertiser);
  bool Covers(const Blanket& blanket, const Campaign& campaign,
              const std::vector<bool>& presets, absl::Time now) const;
  std::optional<Verdict> BelowFloors(const LineItem& item) const;
  std::optional<Verdict> BehindBlankets(const Campaign& campaign,
                                        const LineItem& item,
                                        absl::Time now) const;

  const std::shared_ptr<const SitePolicy> policy_;
  int64_t places_ = 0;  // of all presets together
  std::map<Level, size_t> line_items_;
  std::vector<Blanket> blankets_;  // best level first
};

// Whether one of `creatives` (positions in the campaign) fits the preset.
bool FitsPreset(const SlotPreset& preset, const Campaign& campaign,
                const std::vector<uint32_t>& creatives);

}  // namespace placard
