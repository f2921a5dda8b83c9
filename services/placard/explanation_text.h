// An explanation as people read it: a bar for each stage of the funnel, then of
// each line item what became of it in each slot and everything that fails.
//
//   ✗ keyword any of {oil, gas}: page has {nato, ukraine}
//     rule.keywords of campaigns/spring/lineItems/paris, in every slot
//     → add one of oil, gas to the page's keywords, or widen the rule
//
// Thread safety: thread-compatible.
#pragma once

#include "placard/v1/decision.pb.h"
#include "services/placard/terminal.h"

namespace placard {

void PrintExplanation(const v1::ExplainResponse& response, Terminal& terminal);

}  // namespace placard
