#include "services/decision/fetch_ads.h"

#include <string>
#include <variant>

#include "engine/base/prefetch.h"

namespace placard {
namespace {

void FetchText(const std::string& text) { PrefetchMemory(text.data()); }

void FetchTexts(const ImageContent& image) {
  FetchText(image.url);
  FetchText(image.title);
}

void FetchTexts(const HtmlContent& html) { FetchText(html.markup); }

void FetchTexts(const NativeContent& native) {
  FetchText(native.title);
  FetchText(native.body);
  FetchText(native.image_url);
  FetchText(native.sponsored_by);
  FetchText(native.call_to_action);
}

// The lines of memory that hold what is said of it, or where that is.
void FetchRecords(const Ad& ad) {
  PrefetchMemory(ad.campaign);
  PrefetchMemory(&ad.campaign->tier);
  PrefetchMemory(ad.line_item);
  PrefetchMemory(ad.creative);
  PrefetchMemory(&ad.creative->content);
}

void FetchTexts(const Ad& ad) {
  FetchText(ad.campaign->name);
  FetchText(ad.campaign->advertiser);
  FetchText(ad.line_item->name);
  FetchText(ad.creative->name);
  FetchText(ad.creative->click_url);
  std::visit([](const auto& content) { FetchTexts(content); },
             ad.creative->content);
}

template <typename Fetch>
void ForEachAd(const Decision& decision, Fetch&& fetch) {
  for (const SlotResult& slot : decision.slots) {
    for (const Ad& ad : slot.ads) fetch(ad);
  }
}

}  // namespace

void FetchRecords(const Decision& decision) {
  ForEachAd(decision, [](const Ad& ad) { FetchRecords(ad); });
}

void FetchTexts(const Decision& decision) {
  ForEachAd(decision, [](const Ad& ad) { FetchTexts(ad); });
}

}  // namespace placard
