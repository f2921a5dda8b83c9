// Between explanations' messages and the engine's model.
//
// Thread safety: pure functions.
#pragma once

#include "engine/base/status.h"
#include "engine/explain/explain.h"
#include "engine/model/campaign.h"
#include "engine/model/page.h"
#include "placard/v1/decision.pb.h"

namespace placard {

// How many line items one call may ask for, by name and as near misses each.
inline constexpr size_t kExplainedLineItems = 50;
// When the request does not say how many.
inline constexpr size_t kNearMisses = 5;

// Reads the page into `page`, as ReadDecideRequest does, and what to explain
// into `options`; returns everything that is wrong.
FieldViolations ReadExplainRequest(const v1::ExplainRequest& request,
                                   const SitePolicy& policy, PageRequest& page,
                                   ExplainOptions& options);

// `page` is the request that is explained.
v1::Explanation ToProto(const Explanation& explanation,
                        const PageRequest& page);

// One failing thing, without the slots that it is about.
v1::Failure ToProto(const Failure& failure);

}  // namespace placard
