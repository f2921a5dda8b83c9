// Strict validation of what ops write: every rule that the comments in
// proto/placard/v1/campaign.proto state, and every limit of
// engine/base/limits.h. What passes can be read back by ReadDocument() without
// a bad rule; both are one reading, done twice.
//
// All violations are returned at once, up to some hundreds, after which one
// more says how many were left out. Field paths start at the resource
// ("line_items[2].targeting.keywords.any_of[0].text"); an empty path is the
// whole of it.
//
// Refused too: text that is not UTF-8, fields that this version does not know
// and enum values that it does not know, anywhere. Output-only fields are not
// looked at. That what is referred to exists is for the caller (References()).
//
// Thread safety: pure functions. Time zones are read from the system's
// database once each.
// Cost: linear; allocates. Not for the decision path.
#pragma once

#include "engine/base/status.h"
#include "placard/v1/campaign.pb.h"
#include "placard/v1/campaign_service.pb.h"

namespace placard {

FieldViolations Validate(const v1::Advertiser& advertiser);
FieldViolations Validate(const v1::Campaign& campaign);
FieldViolations Validate(const v1::KeywordList& list);
FieldViolations Validate(const v1::SitePolicy& policy);
FieldViolations Validate(const v1::Taxonomy& taxonomy);

// Paths start at what is inside; a resource of no kind is a violation of the
// whole.
FieldViolations Validate(const v1::Resource& resource);

}  // namespace placard
