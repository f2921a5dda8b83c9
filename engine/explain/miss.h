// One thing that keeps a line item from slots, before it is put in words: it
// only points at what was compared, so that many line items can be looked at
// and few described.
//
// Lifetime: of the contents, request, decision and Examiner that it is about.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/explain/explanation.h"
#include "engine/model/decision.h"
#include "engine/model/rule.h"

namespace placard {

// A line item with what it is read together with.
struct Subject {
  const Advertiser* advertiser = nullptr;  // null: does not exist
  const Campaign* campaign = nullptr;
  const LineItem* line_item = nullptr;
};

struct Miss {
  // Whose document says so.
  enum class Source : uint8_t {
    kLineItem,
    kCampaign,
    kAdvertiser,
    kCreative,
    kSite,
    kSlot,
  };

  Cause cause = Cause::kRule;
  Source source = Source::kLineItem;
  uint64_t slots = 0;
  const Creative* creative = nullptr;  // that it is about, if it is one's
  // Of rules: the whole, and the leaf (or empty group) in it that has the
  // wrong value: it holds, if `unwanted`.
  const Rule* root = nullptr;
  const Rule* leaf = nullptr;
  bool unwanted = false;
  // The label, list, advertiser or host in question.
  std::string_view detail;
  // What the page shows instead; null: an earlier call showed it.
  const Ad* other = nullptr;
  size_t other_slot = 0;
  std::vector<std::vector<Miss>> alternatives;

  // Whether both are about the same, in whatever slots.
  bool IsSame(const Miss& b) const;
};

inline bool IsSameList(const std::vector<Miss>& a, const std::vector<Miss>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Miss& x, const Miss& y) { return x.IsSame(y); });
}

inline bool Miss::IsSame(const Miss& b) const {
  return cause == b.cause && source == b.source && creative == b.creative &&
         leaf == b.leaf && unwanted == b.unwanted && detail == b.detail &&
         other == b.other && other_slot == b.other_slot &&
         std::equal(alternatives.begin(), alternatives.end(),
                    b.alternatives.begin(), b.alternatives.end(), IsSameList);
}

// How many things have to change for it to pass; of alternatives the least.
inline int32_t CostOf(const Miss& miss) {
  if (miss.alternatives.empty()) return 1;
  int32_t least = INT32_MAX;
  for (const std::vector<Miss>& alternative : miss.alternatives) {
    int32_t cost = 0;
    for (const Miss& part : alternative) cost += CostOf(part);
    least = std::min(least, cost);
  }
  return least;
}

}  // namespace placard
