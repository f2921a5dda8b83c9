// What earlier calls of one page view showed, so that later ones (slots loaded
// as the reader scrolls) do not show it again. Plain data; it travels in the
// page view's token, so names are 24-bit hashes: two of them are taken for one
// once in 16 million, and then an advertisement stays away.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/hash.h"

namespace placard {

// Of a resource's name or a label; 0 is none's.
inline uint32_t PageViewHash(uint64_t name_hash) {
  const auto hash = static_cast<uint32_t>(name_hash >> 40);
  return hash == 0 ? 1 : hash;
}
inline uint32_t PageViewHash(std::string_view name) {
  return PageViewHash(HashBytes(name));
}

// An advertisement that was shown. A hash that later calls do not need is 0.
struct ShownAd {
  uint32_t campaign = 0;
  uint32_t advertiser = 0;
  uint32_t line_item = 0;
  uint32_t creative = 0;
  std::vector<uint32_t> labels;  // its own, its campaign's, its advertiser's
  bool house = false;

  friend bool operator==(const ShownAd&, const ShownAd&) = default;
};

struct PageViewHistory {
  std::vector<ShownAd> shown;  // oldest first

  friend bool operator==(const PageViewHistory&,
                         const PageViewHistory&) = default;
};

}  // namespace placard
