#include "services/decision/fetch_ads.h"

#include <string>
#include <variant>

namespace placard {
namespace {

void Fetch(const void* address) {
  __builtin_prefetch(address);
  // Keeps the function: GCC drops calls of those that do nothing but fetch.
  asm volatile("");
}

void FetchText(const std::string& text) { Fetch(text.data()); }

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
  Fetch(ad.campaign);
  Fetch(&ad.campaign->tier);
  Fetch(ad.line_item);
  Fetch(ad.creative);
  Fetch(&ad.creative->content);
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

}  // namespace

void FetchAds(const Decision& decision) {
  for (const SlotResult& slot : decision.slots) {
    for (const Ad& ad : slot.ads) FetchRecords(ad);
  }
  for (const SlotResult& slot : decision.slots) {
    for (const Ad& ad : slot.ads) FetchTexts(ad);
  }
}

}  // namespace placard
