// The answer to "why did this page get these advertisements and not those".
// Plain data, in words for people where values are concerned; names and texts
// are its own, so that it outlives the catalogue that it speaks of.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/campaign.h"
#include "engine/model/decision.h"

namespace placard {

// What line items pass on their way to a slot, in order.
enum class Stage : uint8_t {
  kAll,           // there is such a line item
  kActive,        // it, its campaign and its advertiser are not paused
  kInFlight,      // its campaign runs at the instant
  kWellFormed,    // its rule can be read, its lists and its price are there
  kRuleAccepts,   // its rule accepts the page, with some slot
  kCreativeFits,  // there some creative has a right size
  kNotBlocked,    // and may be shown on this page
  kReachesFloor,  // and the bid reaches the floor
  kInDraw,        // and it is among the first of its priority
  kServes,        // and it is shown
};
inline constexpr size_t kStages = 10;

// In the order of Stage.
inline constexpr std::array<std::string_view, kStages> kStageNames = {
    "all",          "active",        "in_flight",   "well_formed",
    "rule_accepts", "creative_fits", "not_blocked", "reaches_floor",
    "in_draw",      "serves"};

// How many line items passed each stage and all before it; so it never rises.
using Funnel = std::array<int64_t, kStages>;

// What keeps a line item from a slot, in the order in which a decision looks
// at it: of several the first is the verdict.
enum class Cause : uint8_t {
  // The line item serves nowhere now.
  kPaused,
  kNoAdvertiser,
  kFlight,
  kBadRule,
  kNoKeywordList,
  kNoPrice,
  // It is no candidate for the page, or for the slot.
  kRule,    // a part of its own rule
  kBlocks,  // a page that its campaign or advertiser stays away from
  // It may not fill the slot.
  kSize,
  kBlocked,            // by blocks of the site policy or of a creative
  kExcludedLabel,      // by a label that the page excludes
  kBlockedAdvertiser,  // by the site policy
  kBlockedDomain,      // by the site policy
  kFloor,
  // It may, and does not.
  kWeight,
  kOutsideDraw,
  kShareOfVoice,
  kDuplicate,
  kLabelConflict,
  kAdvertiserLimit,
  kRoadblock,
  kOutranked,
};
inline constexpr size_t kCauses = 22;

// The reason that a decision would give; nullopt for those that it gives none
// for: what makes the line item no candidate, and kOutranked.
std::optional<Reason> ReasonOf(Cause cause);

// One failing thing, with the values that were compared.
struct Failure {
  Cause cause = Cause::kRule;
  uint64_t slots = 0;  // bit i: it keeps the line item from slot i
  // The resource that asks for it, and the field there; a slot is "slots/id".
  std::string source;
  std::string path;
  std::string asks;    // "keyword any of {oil, gas}"
  std::string has;     // "page has {nato, ukraine}"
  std::string change;  // "add one of oil, gas to the page's keywords or ..."
  // Not empty: it passes as soon as everything of one of these does.
  std::vector<std::vector<Failure>> alternatives;
  // Another reader of the same page is enough for it to pass.
  bool is_about_reader = false;
};

// Who holds a slot, and what put it first: the first that differs.
struct Winner {
  enum class Margin : uint8_t { kTier, kPriority, kPrice, kDraw };
  std::string line_item;
  Margin margin = Margin::kDraw;
  int64_t ecpm_micros = 0;  // kPrice: how much more it bids; else 0
  std::string how;          // "bids 0.4 more"
};

enum class Verdict : uint8_t {
  kServes,
  kNotServable,  // paused, out of its flight, or not well-formed
  kRule,         // its rule accepts no slot of the page
  kRejected,     // for SlotVerdict::reason
  kOutranked,    // the slot has no place left
};

struct SlotVerdict {
  Verdict verdict = Verdict::kServes;
  Reason reason = Reason::kNoCandidate;  // of kRejected
  // The last of those that fill the slot, where they come before it.
  std::optional<Winner> winner;
};

// How many failing things of one line item are put in words, those of
// alternatives included.
inline constexpr int32_t kShownFailures = 64;

struct LineItemExplanation {
  std::string name;
  bool exists = false;  // else nothing below is set
  Tier tier = Tier::kStandard;
  std::string rank;                // "standard, priority 8, weight 1"
  std::vector<SlotVerdict> slots;  // in the request's order
  std::vector<Failure> failures;   // in the order of Cause
  // How many things fail beyond those that are listed.
  int32_t left_out = 0;
  // How many failing things would have to change for the easiest slot.
  int32_t failed = 0;
};

struct Explanation {
  Funnel funnel = {};
  std::vector<LineItemExplanation> line_items;   // as asked
  std::vector<LineItemExplanation> near_misses;  // fewest failing first
  // How many line items were looked at for near misses.
  int64_t looked_at = 0;
};

}  // namespace placard
