// CampaignService over gRPC: what ops do with campaigns.
//
// Raw callback methods: we parse for ourselves, so that a text that is not
// UTF-8 is named, and everything that may wait for the store runs on a bounded
// pool of our own, never on gRPC's threads, which carry the decisions. When the
// pool and its queue are full, calls are refused at once with
// RESOURCE_EXHAUSTED.
//
// Thread safety: thread-safe.
// Lifetime: what it is made from must outlive the gRPC server, and `workers`
// must still run until that has shut down.
#pragma once

#include <memory>

#include "grpcpp/impl/service_type.h"
#include "services/campaign/campaign_calls.h"
#include "services/refresh/serving.h"
#include "services/rpc/worker_pool.h"

namespace placard {

std::unique_ptr<grpc::Service> MakeCampaignService(CampaignCalls& calls,
                                                   Serving& serving,
                                                   WorkerPool& workers);

}  // namespace placard
