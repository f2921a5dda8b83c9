// What tests do as ops people and as page renderers, in few words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/campaign.h"
#include "placard/v1/campaign_service.grpc.pb.h"
#include "placard/v1/decision.grpc.pb.h"

namespace placard {

// Every document of `contents`, in the order of dependence.
std::vector<v1::Resource> ResourcesOf(const CatalogContents& contents);

// Applies one resource until the store has taken it, through outages; its
// revision. Aborts the test binary when a minute is not enough, or when it is
// refused.
uint64_t ApplyUntilTaken(v1::CampaignService::Stub& stub,
                         const v1::Resource& resource);

// All at once; aborts the test binary when one fails.
void ApplyAll(v1::CampaignService::Stub& stub,
              const std::vector<v1::Resource>& resources);

// A page with one slot of 300 x 250, asked with seed 1.
v1::DecideRequest SimplePage();

// The answer; aborts the test binary when there is none within ten seconds.
v1::DecideResponse DecideNow(v1::DecisionService::Stub& stub,
                             const v1::DecideRequest& request);

// Asks until an answer comes from `revision` or later.
v1::DecideResponse DecideSince(v1::DecisionService::Stub& stub,
                               const v1::DecideRequest& request,
                               uint64_t revision);

}  // namespace placard
