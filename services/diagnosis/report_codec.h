// Reports as messages.
//
// Thread safety: pure functions.
#pragma once

#include "engine/base/status.h"
#include "engine/catalog/snapshot.h"
#include "placard/v1/report.pb.h"
#include "services/diagnosis/block_ledger.h"
#include "services/diagnosis/delivery_recorder.h"
#include "services/diagnosis/page_sample.h"
#include "services/diagnosis/sampled_delivery.h"

namespace placard {

// How many sampled pages a call looks at when it does not say, and at most.
inline constexpr int32_t kSampledPages = 64;
inline constexpr int32_t kMostSampledPages = 256;

// Everything that is wrong with the request.
FieldViolations Check(const v1::GetDeliveryDiagnosticsRequest& request);
FieldViolations Check(const v1::ListBlockEffectsRequest& request);

v1::ConfigVersion ToProto(const CatalogVersion& version);

void WriteCounts(const DeliveryCounts& counts, v1::DeliveryDiagnostics& out);

// `sample`: of the pages that were looked at.
v1::SampledDelivery ToProto(const SampledDelivery& delivery,
                            const SampledPages& sample);

v1::ListBlockEffectsResponse ToProto(const BlockLedger& ledger,
                                     const SampledPages& sample);

}  // namespace placard
