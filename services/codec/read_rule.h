// Flat targeting and the rule tree of the wire, read into the typed rule tree
// of the model.
//
// Thread safety: pure functions.
#pragma once

#include "engine/model/rule.h"
#include "placard/v1/campaign.pb.h"
#include "services/codec/checker.h"

namespace placard {

// Targeting that sets nothing but `rule` is that rule. All else is an AllOfRule
// of one part for each flat field, block lists first, followed by `rule`, or by
// its parts when it is an all_of. Nothing set: an empty AllOfRule, which holds.
Rule ReadTargeting(const v1::Targeting& wire, Checker& check);

}  // namespace placard
