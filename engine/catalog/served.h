// What the catalogue derives from a campaign so that a decision need not: flat
// records with numbers in place of names.
//
// Thread safety: immutable.
// Lifetime: records and all they point to live as long as a Snapshot that
// holds them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "engine/index/segment.h"
#include "engine/model/campaign.h"

namespace placard {

struct ServedLabel {
  uint64_t hash = 0;  // HashBytes(text)
  std::string_view text;
};

struct ServedCreative {
  const Creative* creative = nullptr;
  uint64_t name_hash = 0;  // HashBytes(creative->name)
  // The advertiser's, the campaign's and its own.
  std::span<const ServedLabel> labels;
  uint32_t position = 0;  // in ServedLineItem::creatives
  bool has_blocks = false;
};

struct ServedLineItem {
  LineItemKey key = 0;        // of this line item as long as it exists
  uint32_t campaign_key = 0;  // equal exactly for line items of one campaign
  const Campaign* campaign = nullptr;
  const LineItem* line_item = nullptr;
  const Advertiser* advertiser = nullptr;
  Tier tier = Tier::kStandard;
  bool uses_key_values = false;  // so slots of one page may differ
  int32_t priority = 0;
  int32_t weight = 0;
  Micros ecpm;             // zero without a price
  uint64_t name_hash = 0;  // HashBytes(line_item->name)
  uint64_t campaign_hash = 0;
  std::span<const ServedCreative> creatives;
};

}  // namespace placard
