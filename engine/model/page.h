// What a page renderer asks: one page view with its slots. Plain data, already
// valid and normalised (services/codec sees to it); the engine never checks it
// again.
//
// Every string that rules are compared with has gone through Normalize
// (engine/text), here and in the rules alike.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/money.h"
#include "engine/model/page_view.h"
#include "engine/model/size.h"

namespace placard {

// Segments from the root of the site's tree: {"news", "politics"}; not empty.
using SectionPath = std::vector<std::string>;

// An entry of a taxonomy; compared byte for byte.
struct CategoryId {
  std::string taxonomy;
  std::string id;
  friend auto operator<=>(const CategoryId&, const CategoryId&) = default;
};

// A key of the publisher's own with the values it has, or, in a rule, the
// values that are asked for.
struct KeyValue {
  std::string key;
  std::vector<std::string> values;
  friend bool operator==(const KeyValue&, const KeyValue&) = default;
};

enum class Device : uint8_t { kDesktop, kMobile, kTablet, kTv };

// The key under which a slot's position is found among its key-values.
inline constexpr std::string_view kPositionKey = "position";

struct Page {
  std::string url;
  std::vector<SectionPath> sections;
  std::vector<std::string> keywords;
  std::vector<CategoryId> categories;
  std::vector<std::string> exclusion_labels;
  std::optional<std::string> language;  // lower case: "pt-br"
  std::vector<KeyValue> key_values;     // keys distinct
  std::string title;
  std::string text;
};

// What may be used of the reader; segments are empty without consent.
struct Viewer {
  std::optional<std::string> country;  // lower case: "de"
  std::optional<std::string> region;   // lower case: "de-by"
  std::optional<Device> device;
  std::vector<std::string> segments;
};

struct Slot {
  std::string id;
  std::vector<Size> sizes;
  int32_t count = 1;
  Micros floor;
  // Override the page's, key by key; hold the position too.
  std::vector<KeyValue> key_values;
};

struct PageRequest {
  std::string request_id;
  Page page;
  Viewer viewer;
  std::vector<Slot> slots;    // 1 to limits::kSlots, ids distinct
  PageViewHistory page_view;  // what it has shown so far
  // A line item or creative by name, which is shown whatever its rule, flight,
  // status and price say, in one slot that it fits. Empty: none.
  std::string force;
};

}  // namespace placard
