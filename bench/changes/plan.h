// The changes that ops make: pauses and resumptions, bids, targeting and new
// campaigns, of campaigns all over the catalogue.
//
// Thread safety: pure function; a Change may be made by any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "grpcpp/client_context.h"
#include "placard/v1/campaign_service.grpc.pb.h"

namespace placard {

// Makes one change; what the server says, and the campaign as it is since.
using ChangeCall = std::function<grpc::Status(v1::CampaignService::Stub& stub,
                                              grpc::ClientContext& context,
                                              v1::Campaign& answer)>;

// Of each twenty: six pauses, of campaigns and of line items, four that are
// resumed which were paused a while ago, five bids (weights, where nobody
// bids), three line items that get another's targeting, two new campaigns. No
// campaign is changed twice but to be resumed, so that changes never meet.
//
// `first`: how many were planned before, whose campaigns are left alone.
//
// Reads the campaigns to be changed; `campaigns`: how many the world has.
// Errors: those of GetCampaign; INVALID_ARGUMENT when there are too few.
absl::StatusOr<std::vector<ChangeCall>> PlanChanges(
    v1::CampaignService::Stub& stub, size_t campaigns, size_t first,
    size_t count);

}  // namespace placard
