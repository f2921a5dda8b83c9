// Answers; requests are in read_page.cc.
//
// Written field by field instead of by way of a v1::DecideResponse, which would
// copy every text of every advertisement once more: each message begins with
// its last field (see BackwardWriter).
#include <algorithm>
#include <array>
#include <variant>

#include "engine/base/check.h"
#include "services/codec/enums.h"
#include "services/codec/page_codec.h"

namespace placard {
namespace {

uint64_t Bits(int64_t number) { return static_cast<uint64_t>(number); }

void WriteReason(Reason reason, int32_t count, BackwardWriter& out) {
  out.Message(v1::SlotResult::kReasonsFieldNumber, [&] {
    // It says that there is no line item to be counted.
    if (reason != Reason::kNoCandidate) {
      out.Number(v1::Reason::kLineItemsFieldNumber, Bits(count));
    }
    out.Number(v1::Reason::kCodeFieldNumber,
               Bits(ToWire(kReasonCodes, reason)));
  });
}

void WriteReasons(const std::array<int32_t, kReasons>& counts,
                  BackwardWriter& out) {
  std::array<size_t, kReasons> order;
  size_t given = 0;
  for (size_t i = 0; i < kReasons; ++i) {
    if (counts[i] != 0) order[given++] = i;
  }
  std::sort(order.begin(), order.begin() + given, [&](size_t a, size_t b) {
    return counts[a] != counts[b] ? counts[a] > counts[b] : a < b;
  });
  while (given > 0) {
    const size_t reason = order[--given];
    WriteReason(static_cast<Reason>(reason), counts[reason], out);
  }
}

void WriteSize(const Size& size, BackwardWriter& out) {
  if (const auto* fixed = std::get_if<FixedSize>(&size)) {
    out.Message(v1::Size::kFixedFieldNumber, [&] {
      out.Number(v1::FixedSize::kHeightFieldNumber, Bits(fixed->height));
      out.Number(v1::FixedSize::kWidthFieldNumber, Bits(fixed->width));
    });
  } else if (const auto* ratio = std::get_if<RatioSize>(&size)) {
    out.Message(v1::Size::kRatioFieldNumber, [&] {
      out.Number(v1::RatioSize::kMinWidthFieldNumber, Bits(ratio->min_width));
      out.Number(v1::RatioSize::kHeightRatioFieldNumber, Bits(ratio->height));
      out.Number(v1::RatioSize::kWidthRatioFieldNumber, Bits(ratio->width));
    });
  } else {
    out.Message(v1::Size::kFluidFieldNumber, [] {});
  }
}

void WritePrice(const Price& price, BackwardWriter& out) {
  if (price.unit == Price::Unit::kCpm) {
    out.NumberAlways(v1::Price::kCpmMicrosFieldNumber, Bits(price.cpm.value()));
    return;
  }
  out.Message(v1::Price::kCpcFieldNumber, [&] {
    out.Number(v1::CostPerClick::kClicksPerMillionFieldNumber,
               Bits(price.clicks_per_million));
    out.Number(v1::CostPerClick::kCpcMicrosFieldNumber,
               Bits(price.cpc.value()));
  });
}

void WriteContent(const Creative& creative, BackwardWriter& out) {
  if (const auto* image = std::get_if<ImageContent>(&creative.content)) {
    out.Message(v1::Ad::kImageFieldNumber, [&] {
      out.Text(v1::ImageContent::kTitleFieldNumber, image->title);
      out.Text(v1::ImageContent::kUrlFieldNumber, image->url);
    });
  } else if (const auto* html = std::get_if<HtmlContent>(&creative.content)) {
    out.Message(v1::Ad::kHtmlFieldNumber, [&] {
      out.Text(v1::HtmlContent::kMarkupFieldNumber, html->markup);
    });
  } else {
    const auto& native = std::get<NativeContent>(creative.content);
    out.Message(v1::Ad::kNativeFieldNumber, [&] {
      using Wire = v1::NativeContent;
      out.Text(Wire::kCallToActionFieldNumber, native.call_to_action);
      out.Text(Wire::kSponsoredByFieldNumber, native.sponsored_by);
      out.Text(Wire::kImageUrlFieldNumber, native.image_url);
      out.Text(Wire::kBodyFieldNumber, native.body);
      out.Text(Wire::kTitleFieldNumber, native.title);
    });
  }
}

void WriteAd(const Ad& ad, BackwardWriter& out) {
  out.Number(v1::Ad::kTierFieldNumber, Bits(ToWire(kTiers, ad.campaign->tier)));
  if (ad.line_item->price.has_value()) {
    out.Message(v1::Ad::kPriceFieldNumber,
                [&] { WritePrice(*ad.line_item->price, out); });
  }
  WriteContent(*ad.creative, out);
  out.Text(v1::Ad::kClickUrlFieldNumber, ad.creative->click_url);
  out.Message(v1::Ad::kSizeFieldNumber,
              [&] { WriteSize(ad.creative->size, out); });
  out.Text(v1::Ad::kAdvertiserFieldNumber, ad.campaign->advertiser);
  out.Text(v1::Ad::kCreativeFieldNumber, ad.creative->name);
  out.Text(v1::Ad::kLineItemFieldNumber, ad.line_item->name);
  out.Text(v1::Ad::kCampaignFieldNumber, ad.campaign->name);
}

void WriteSlot(const SlotResult& result, const Slot& slot,
               BackwardWriter& out) {
  for (size_t i = result.ads.size(); i > 0; --i) {
    out.Message(v1::SlotResult::kAdsFieldNumber,
                [&] { WriteAd(result.ads[i - 1], out); });
  }
  WriteReasons(result.reasons, out);
  out.Number(v1::SlotResult::kOutcomeFieldNumber,
             Bits(ToWire(kOutcomes, result.outcome)));
  out.Text(v1::SlotResult::kSlotIdFieldNumber, slot.id);
}

void WriteTtl(absl::Duration ttl, BackwardWriter& out) {
  using Wire = google::protobuf::Duration;
  absl::Duration rest;
  const int64_t seconds = absl::IDivDuration(ttl, absl::Seconds(1), &rest);
  out.Number(Wire::kNanosFieldNumber, Bits(absl::ToInt64Nanoseconds(rest)));
  out.Number(Wire::kSecondsFieldNumber, Bits(seconds));
}

}  // namespace

void WriteDecideResponse(const Decision& decision, const PageRequest& request,
                         const AnswerOrigin& origin, BackwardWriter& out) {
  PLACARD_DCHECK(decision.slots.size() == request.slots.size());
  using Wire = v1::DecideResponse;
  out.Clear();
  out.Number(Wire::kTestFieldNumber, origin.test ? 1 : 0);
  out.Number(Wire::kSuboptimalFieldNumber, decision.optimal ? 0 : 1);
  out.Number(Wire::kPageViewTokenRefusalFieldNumber, Bits(origin.refusal));
  out.Text(Wire::kPageViewTokenFieldNumber, origin.page_view_token);
  out.Message(Wire::kTtlFieldNumber, [&] { WriteTtl(decision.ttl, out); });
  out.Number(Wire::kSeedFieldNumber, origin.seed);
  out.Message(Wire::kConfigVersionFieldNumber, [&] {
    out.Number(v1::ConfigVersion::kRevisionFieldNumber, origin.revision);
    out.Text(v1::ConfigVersion::kEpochFieldNumber, origin.epoch);
  });
  for (size_t i = decision.slots.size(); i > 0; --i) {
    out.Message(Wire::kResultsFieldNumber, [&] {
      WriteSlot(decision.slots[i - 1], request.slots[i - 1], out);
    });
  }
  out.Text(Wire::kRequestIdFieldNumber, request.request_id);
}

}  // namespace placard
