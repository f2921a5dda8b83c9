// The enumerations that the wire and the model share, value by value.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "engine/base/check.h"
#include "engine/model/campaign.h"
#include "engine/model/decision.h"
#include "placard/v1/campaign.pb.h"
#include "placard/v1/decision.pb.h"

namespace placard {

template <typename Wire, typename Model, size_t kSize>
using EnumTable = std::array<std::pair<Wire, Model>, kSize>;

inline constexpr EnumTable<v1::Status, ServingStatus, 2> kStatuses = {{
    {v1::STATUS_ACTIVE, ServingStatus::kActive},
    {v1::STATUS_PAUSED, ServingStatus::kPaused},
}};

inline constexpr EnumTable<v1::Tier, Tier, 4> kTiers = {{
    {v1::TIER_SPONSORSHIP, Tier::kSponsorship},
    {v1::TIER_STANDARD, Tier::kStandard},
    {v1::TIER_PRICE_PRIORITY, Tier::kPricePriority},
    {v1::TIER_HOUSE, Tier::kHouse},
}};

inline constexpr EnumTable<v1::Roadblock, Roadblock, 4> kRoadblocks = {{
    {v1::ROADBLOCK_ONLY_ONE, Roadblock::kOnlyOne},
    {v1::ROADBLOCK_ONE_OR_MORE, Roadblock::kOneOrMore},
    {v1::ROADBLOCK_AS_MANY_AS_POSSIBLE, Roadblock::kAsManyAsPossible},
    {v1::ROADBLOCK_ALL, Roadblock::kAll},
}};

// Unspecified is even too.
inline constexpr EnumTable<v1::Rotation::Mode, Rotation::Mode, 5>
    kRotationModes = {{
        {v1::Rotation::MODE_EVEN, Rotation::Mode::kEven},
        {v1::Rotation::MODE_WEIGHTED, Rotation::Mode::kWeighted},
        {v1::Rotation::MODE_SEQUENTIAL, Rotation::Mode::kSequential},
        {v1::Rotation::MODE_OPTIMISED, Rotation::Mode::kOptimised},
        {v1::Rotation::MODE_UNSPECIFIED, Rotation::Mode::kEven},
    }};

inline constexpr EnumTable<v1::NoDuplicates, NoDuplicates, 4> kNoDuplicates = {{
    {v1::NO_DUPLICATES_CREATIVE, NoDuplicates::kCreative},
    {v1::NO_DUPLICATES_LINE_ITEM, NoDuplicates::kLineItem},
    {v1::NO_DUPLICATES_CAMPAIGN, NoDuplicates::kCampaign},
    {v1::NO_DUPLICATES_ADVERTISER, NoDuplicates::kAdvertiser},
}};

inline constexpr EnumTable<v1::Device, Device, 4> kDevices = {{
    {v1::DEVICE_DESKTOP, Device::kDesktop},
    {v1::DEVICE_MOBILE, Device::kMobile},
    {v1::DEVICE_TABLET, Device::kTablet},
    {v1::DEVICE_TV, Device::kTv},
}};

// Unspecified is a phrase too.
inline constexpr EnumTable<v1::KeywordTerm::Match, Match, 4> kMatches = {{
    {v1::KeywordTerm::MATCH_PHRASE, Match::kPhrase},
    {v1::KeywordTerm::MATCH_EXACT, Match::kExact},
    {v1::KeywordTerm::MATCH_PREFIX, Match::kPrefix},
    {v1::KeywordTerm::MATCH_UNSPECIFIED, Match::kPhrase},
}};

// The days since Monday.
inline constexpr EnumTable<v1::DayOfWeek, int, 7> kDaysOfWeek = {{
    {v1::DAY_OF_WEEK_MONDAY, 0},
    {v1::DAY_OF_WEEK_TUESDAY, 1},
    {v1::DAY_OF_WEEK_WEDNESDAY, 2},
    {v1::DAY_OF_WEEK_THURSDAY, 3},
    {v1::DAY_OF_WEEK_FRIDAY, 4},
    {v1::DAY_OF_WEEK_SATURDAY, 5},
    {v1::DAY_OF_WEEK_SUNDAY, 6},
}};

// The values of the key "position".
inline constexpr EnumTable<v1::Position, std::string_view, 6> kPositions = {{
    {v1::POSITION_ABOVE_FOLD, "above_fold"},
    {v1::POSITION_BELOW_FOLD, "below_fold"},
    {v1::POSITION_HEADER, "header"},
    {v1::POSITION_FOOTER, "footer"},
    {v1::POSITION_SIDEBAR, "sidebar"},
    {v1::POSITION_IN_ARTICLE, "in_article"},
}};

// Whether the reader agreed that segments are used.
inline constexpr EnumTable<v1::Consent, bool, 2> kConsents = {{
    {v1::CONSENT_CONTEXTUAL, false},
    {v1::CONSENT_PERSONALISED, true},
}};

inline constexpr EnumTable<v1::Outcome, Outcome, 3> kOutcomes = {{
    {v1::OUTCOME_FILLED, Outcome::kFilled},
    {v1::OUTCOME_HOUSE, Outcome::kHouse},
    {v1::OUTCOME_UNFILLED, Outcome::kUnfilled},
}};

inline constexpr EnumTable<v1::ReasonCode, Reason, kReasons> kReasonCodes = {{
    {v1::REASON_CODE_NO_CANDIDATE, Reason::kNoCandidate},
    {v1::REASON_CODE_SLOT_TARGETING, Reason::kSlotTargeting},
    {v1::REASON_CODE_SIZE, Reason::kSize},
    {v1::REASON_CODE_BLOCKED, Reason::kBlocked},
    {v1::REASON_CODE_BELOW_FLOOR, Reason::kBelowFloor},
    {v1::REASON_CODE_OUTSIDE_DRAW, Reason::kOutsideDraw},
    {v1::REASON_CODE_SHARE_OF_VOICE, Reason::kShareOfVoice},
    {v1::REASON_CODE_DUPLICATE, Reason::kDuplicate},
    {v1::REASON_CODE_LABEL_CONFLICT, Reason::kLabelConflict},
    {v1::REASON_CODE_ADVERTISER_LIMIT, Reason::kAdvertiserLimit},
    {v1::REASON_CODE_ROADBLOCK, Reason::kRoadblock},
}};

// nullopt for a value that the table does not hold: unspecified, or of a newer
// version.
template <typename Wire, typename Model, size_t kSize>
std::optional<Model> FromWire(const EnumTable<Wire, Model, kSize>& table,
                              int value) {
  for (const auto& [wire, model] : table) {
    if (wire == value) return model;
  }
  return std::nullopt;
}

// Precondition: the table holds `value`.
template <typename Wire, typename Model, size_t kSize>
Wire ToWire(const EnumTable<Wire, Model, kSize>& table,
            const std::type_identity_t<Model>& value) {
  for (const auto& [wire, model] : table) {
    if (model == value) return wire;
  }
  PLACARD_CHECK(false);
  return Wire();
}

}  // namespace placard
