// Which fields of a resource an update writes.
//
// Thread safety: pure functions.
#pragma once

#include "engine/base/status.h"
#include "google/protobuf/field_mask.pb.h"
#include "placard/v1/campaign_service.pb.h"

namespace placard {

// Paths that a resource of this kind does not have or that are output only.
// Precondition: the resource has a kind.
FieldViolations CheckUpdateMask(const v1::Resource& resource,
                                const google::protobuf::FieldMask& mask);

// Writes the fields of `from` that `mask` names into `to`, lists and messages
// whole; for an empty mask all of them. Output-only fields may come along: who
// writes the result sets them.
// Precondition: both are of one kind, and CheckUpdateMask found nothing.
void ApplyUpdateMask(const v1::Resource& from,
                     const google::protobuf::FieldMask& mask, v1::Resource& to);

}  // namespace placard
