// The answer to one page.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "engine/model/campaign.h"

namespace placard {

enum class Outcome : uint8_t { kFilled, kHouse, kUnfilled };

// Why a paid line item whose rule accepts the page does not fill a slot, in the
// order in which they are looked at: a line item counts under the first that
// holds for it.
enum class Reason : uint8_t {
  kNoCandidate,      // there is no such line item
  kSlotTargeting,    // its rule does not accept this slot's key-values
  kSize,             // no creative has a size that the slot takes
  kBlocked,          // those that fit are kept off this page
  kBelowFloor,       // its bid is below the slot's floor
  kOutsideDraw,      // weight zero, or too many came before it into the draw
  kShareOfVoice,     // the page is none of its share
  kDuplicate,        // the page view shows it, or what it counts as one with
  kLabelConflict,    // the page view shows another with one of its labels
  kAdvertiserLimit,  // the page view shows enough of its advertiser
  kRoadblock,        // its master, or the rest of its roadblock, is not shown
};
inline constexpr size_t kReasons = 11;

// For people; in the order of Reason.
inline constexpr std::array<std::string_view, kReasons> kReasonNames = {
    "no_candidate",   "slot_targeting",   "size",           "blocked",
    "below_floor",    "outside_draw",     "share_of_voice", "duplicate",
    "label_conflict", "advertiser_limit", "roadblock"};

// How many of equal priority take part in a draw.
inline constexpr size_t kDrawSize = 64;

// How many line items, in rank order, are looked at for reasons.
inline constexpr size_t kReasonSample = 64;

// An advertisement that was chosen. Points into the catalogue it was chosen
// from.
struct Ad {
  const Campaign* campaign = nullptr;
  const LineItem* line_item = nullptr;
  const Creative* creative = nullptr;
  friend bool operator==(const Ad&, const Ad&) = default;
};

struct SlotResult {
  Outcome outcome = Outcome::kUnfilled;
  // How many line items each reason stopped; all zero when the slot is full of
  // paid advertisements. kNoCandidate is 0 or 1.
  std::array<int32_t, kReasons> reasons = {};
  std::vector<Ad> ads;  // best first
  friend bool operator==(const SlotResult&, const SlotResult&) = default;
};

struct Decision {
  std::vector<SlotResult> slots;  // in the request's order
  // How long it holds if no campaign changes.
  absl::Duration ttl;
  // No assignment of the candidates is better; false when the search for one
  // was given up.
  bool optimal = true;
};

}  // namespace placard
