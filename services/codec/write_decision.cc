// Answers; requests are in read_page.cc.
#include <algorithm>
#include <array>

#include "engine/base/check.h"
#include "services/codec/enums.h"
#include "services/codec/page_codec.h"
#include "services/codec/parts_to_proto.h"

namespace placard {
namespace {

void WriteReasons(const std::array<int32_t, kReasons>& counts,
                  v1::SlotResult& out) {
  std::array<size_t, kReasons> order;
  for (size_t i = 0; i < kReasons; ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&counts](size_t a, size_t b) {
    return counts[a] > counts[b];
  });
  for (size_t i : order) {
    if (counts[i] == 0) return;
    const Reason reason = static_cast<Reason>(i);
    v1::Reason* wire = out.add_reasons();
    wire->set_code(ToWire(kReasonCodes, reason));
    // It says that there is no line item to be counted.
    if (reason == Reason::kNoCandidate) continue;
    wire->set_line_items(counts[i]);
  }
}

void WriteAd(const Ad& ad, v1::Ad& out) {
  out.set_campaign(ad.campaign->name);
  out.set_line_item(ad.line_item->name);
  out.set_creative(ad.creative->name);
  out.set_advertiser(ad.campaign->advertiser);
  *out.mutable_size() = ToProto(ad.creative->size);
  out.set_click_url(ad.creative->click_url);
  WriteContent(*ad.creative, out);
  if (ad.line_item->price.has_value()) {
    *out.mutable_price() = ToProto(*ad.line_item->price);
  }
  out.set_tier(ToWire(kTiers, ad.campaign->tier));
}

void WriteSlot(const SlotResult& result, const Slot& slot,
               v1::SlotResult& out) {
  out.set_slot_id(slot.id);
  out.set_outcome(ToWire(kOutcomes, result.outcome));
  WriteReasons(result.reasons, out);
  for (const Ad& ad : result.ads) WriteAd(ad, *out.add_ads());
}

void WriteTtl(absl::Duration ttl, google::protobuf::Duration& out) {
  absl::Duration rest;
  out.set_seconds(absl::IDivDuration(ttl, absl::Seconds(1), &rest));
  out.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(rest)));
}

}  // namespace

void WriteDecideResponse(const Decision& decision, const PageRequest& request,
                         const AnswerOrigin& origin, v1::DecideResponse& out) {
  PLACARD_DCHECK(decision.slots.size() == request.slots.size());
  out.Clear();
  out.set_request_id(request.request_id);
  for (size_t i = 0; i < decision.slots.size(); ++i) {
    WriteSlot(decision.slots[i], request.slots[i], *out.add_results());
  }
  out.mutable_config_version()->set_epoch(origin.epoch.data(),
                                          origin.epoch.size());
  out.mutable_config_version()->set_revision(origin.revision);
  out.set_seed(origin.seed);
  WriteTtl(decision.ttl, *out.mutable_ttl());
}

}  // namespace placard
