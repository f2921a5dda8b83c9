#include "services/codec/plain_request.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/limits.h"
#include "engine/text/normalize.h"
#include "engine/text/section_path.h"
#include "services/codec/codes.h"
#include "services/codec/distinct.h"
#include "services/codec/enums.h"
#include "services/codec/read_parts.h"
#include "services/codec/timestamp.h"
#include "services/codec/wire_fields.h"

namespace placard {
namespace {

// Elements one after the other, in storage that is there.
template <typename T>
class Elements {
 public:
  Elements(std::vector<T>& all, size_t most) : all_(all), most_(most) {}

  // The next one, which holds whatever it held; null when there are too many.
  T* Next() {
    if (size_ == most_) return nullptr;
    if (size_ == all_.size()) all_.emplace_back();
    return &all_[size_++];
  }
  // Those that have been taken.
  std::span<const T> taken() const { return {all_.data(), size_}; }
  void Finish() { all_.resize(size_); }

 private:
  std::vector<T>& all_;
  const size_t most_;
  size_t size_ = 0;
};

bool ReadText(Fields& fields, size_t most, std::string_view& out) {
  return fields.Bytes(most, out) && IsValidUtf8(out);
}

bool ReadText(Fields& fields, size_t min, size_t most, std::string& out) {
  std::string_view text;
  if (!ReadText(fields, most, text) || text.size() < min) return false;
  out = text;
  return true;
}

// Neither empty nor so when it is normalised.
bool ReadTerm(Fields& fields, size_t most, std::string& out) {
  std::string_view text;
  out.clear();
  return fields.Bytes(most, text) && NormalizeTo(text, out).ok() &&
         !out.empty();
}

bool ReadTerm(Fields& fields, size_t most, Elements<std::string>& out) {
  std::string* term = out.Next();
  return term != nullptr && ReadTerm(fields, most, *term);
}

template <size_t kMax, typename T, typename Key>
bool AreDistinct(const std::vector<T>& elements, Key&& key) {
  DistinctStrings<kMax> seen(elements.size());
  for (const T& element : elements) {
    if (!seen.Add(key(element))) return false;
  }
  return true;
}

bool ReadCode(Fields& fields, bool (*is_right)(std::string_view),
              std::optional<std::string>& out) {
  std::string_view code;
  if (!fields.Bytes(limits::kIdBytes, code) || !is_right(code)) return false;
  if (!out.has_value()) out.emplace();
  out->clear();
  return NormalizeTo(code, *out).ok();
}

template <typename Table, typename Model>
bool ReadChoice(Fields& fields, const Table& table, std::optional<Model>& out) {
  uint64_t value = 0;
  if (!fields.Number(INT32_MAX, value)) return false;
  out = FromWire(table, static_cast<int>(value));
  return out.has_value() || value == 0;
}

bool ReadKeyValue(std::string_view wire, KeyValue& out) {
  out.key.clear();
  Elements<std::string> values(out.values, limits::kKeyValues);
  const bool plain = ForEachField(wire, [&](uint8_t tag, Fields& fields) {
    switch (tag) {
      case TextTag(v1::KeyValue::kKeyFieldNumber):
        return ReadTerm(fields, limits::kIdBytes, out.key);
      case TextTag(v1::KeyValue::kValuesFieldNumber):
        return ReadTerm(fields, limits::kIdBytes, values);
      default:
        return false;
    }
  });
  values.Finish();
  return plain && !out.key.empty() && !out.values.empty();
}

bool ReadKeyValue(Fields& fields, Elements<KeyValue>& out) {
  std::string_view wire;
  KeyValue* key_value = out.Next();
  return key_value != nullptr && fields.Bytes(limits::kMessageBytes, wire) &&
         ReadKeyValue(wire, *key_value);
}

bool HaveDistinctKeys(const std::vector<KeyValue>& key_values) {
  return AreDistinct<limits::kKeyValues>(
      key_values,
      [](const KeyValue& key_value) -> const auto& { return key_value.key; });
}

bool ReadCategory(std::string_view wire, CategoryId& out) {
  out.taxonomy.clear();
  out.id.clear();
  return ForEachField(
             wire,
             [&](uint8_t tag, Fields& fields) {
               switch (tag) {
                 case TextTag(v1::Category::kTaxonomyFieldNumber):
                   return ReadText(fields, 1, limits::kIdBytes, out.taxonomy);
                 case TextTag(v1::Category::kIdFieldNumber):
                   return ReadText(fields, 1, limits::kIdBytes, out.id);
                 default:
                   return false;
               }
             }) &&
         !out.taxonomy.empty() && !out.id.empty();
}

class PageReader {
 public:
  explicit PageReader(Page& page) : page_(page) {
    page.url.clear();
    page.language.reset();
    page.title.clear();
    page.text.clear();
  }

  bool Read(std::string_view wire) {
    return ForEachField(wire, [&](uint8_t tag, Fields& fields) {
      return ReadField(tag, fields);
    });
  }

  bool Finish() {
    sections_.Finish();
    keywords_.Finish();
    categories_.Finish();
    labels_.Finish();
    key_values_.Finish();
    return prose_bytes_ <= limits::kTextBytes &&
           AreDistinct<limits::kKeywords>(
               page_.keywords,
               [](const std::string& word) -> const auto& { return word; }) &&
           HaveDistinctKeys(page_.key_values);
  }

 private:
  bool ReadField(uint8_t tag, Fields& fields) {
    switch (tag) {
      case TextTag(v1::Page::kUrlFieldNumber):
        return ReadText(fields, 0, limits::kUrlBytes, page_.url);
      case TextTag(v1::Page::kSectionsFieldNumber):
        return ReadSection(fields);
      case TextTag(v1::Page::kKeywordsFieldNumber):
        return ReadTerm(fields, limits::kKeywordBytes, keywords_);
      case TextTag(v1::Page::kCategoriesFieldNumber):
        return AddCategory(fields);
      case TextTag(v1::Page::kExclusionLabelsFieldNumber):
        return ReadTerm(fields, limits::kIdBytes, labels_);
      case TextTag(v1::Page::kLanguageFieldNumber):
        return ReadCode(fields, IsLanguageTag, page_.language);
      case TextTag(v1::Page::kKeyValuesFieldNumber):
        return ReadKeyValue(fields, key_values_);
      case TextTag(v1::Page::kTitleFieldNumber):
        return ReadProse(fields, page_.title);
      case TextTag(v1::Page::kTextFieldNumber):
        return ReadProse(fields, page_.text);
      default:
        return false;
    }
  }

  bool ReadSection(Fields& fields) {
    std::string_view wire;
    SectionPath* path = sections_.Next();
    if (path == nullptr || !ReadText(fields, limits::kSectionBytes, wire)) {
      return false;
    }
    if (ReadPlainSection(wire, *path)) return true;
    absl::StatusOr<SectionPath> parsed = ParseSectionPath(wire);
    if (!parsed.ok()) return false;
    *path = *std::move(parsed);
    return true;
  }

  bool AddCategory(Fields& fields) {
    std::string_view wire;
    CategoryId* category = categories_.Next();
    return category != nullptr && fields.Bytes(limits::kMessageBytes, wire) &&
           ReadCategory(wire, *category);
  }

  bool ReadProse(Fields& fields, std::string& out) {
    std::string_view wire;
    if (!fields.Bytes(limits::kTextBytes, wire)) return false;
    prose_bytes_ += wire.size();
    out.clear();
    return NormalizeTo(wire, out).ok();
  }

  Page& page_;
  Elements<SectionPath> sections_{page_.sections, limits::kSections};
  Elements<std::string> keywords_{page_.keywords, limits::kKeywords};
  Elements<CategoryId> categories_{page_.categories, limits::kCategories};
  Elements<std::string> labels_{page_.exclusion_labels,
                                limits::kExclusionLabels};
  Elements<KeyValue> key_values_{page_.key_values, limits::kKeyValues};
  size_t prose_bytes_ = 0;
};

bool ReadViewer(std::string_view wire, Viewer& out, DecideTerms& terms) {
  out.country.reset();
  out.region.reset();
  out.device.reset();
  Elements<std::string> segments(out.segments, limits::kSegments);
  std::optional<bool> may_use_segments;
  const bool plain = ForEachField(wire, [&](uint8_t tag, Fields& fields) {
    switch (tag) {
      case TextTag(v1::Viewer::kKeyFieldNumber):
        return ReadText(fields, limits::kIdBytes, terms.viewer_key);
      case TextTag(v1::Viewer::kCountryFieldNumber):
        return ReadCode(fields, IsCountryCode, out.country);
      case TextTag(v1::Viewer::kRegionFieldNumber):
        return ReadCode(fields, IsRegionCode, out.region);
      case NumberTag(v1::Viewer::kDeviceFieldNumber):
        return ReadChoice(fields, kDevices, out.device);
      case TextTag(v1::Viewer::kSegmentsFieldNumber):
        return ReadTerm(fields, limits::kIdBytes, segments);
      case NumberTag(v1::Viewer::kConsentFieldNumber):
        return ReadChoice(fields, kConsents, may_use_segments);
      default:
        return false;
    }
  });
  segments.Finish();
  if (!may_use_segments.value_or(false)) out.segments.clear();
  return plain;
}

// Of a fixed size; others are rare.
bool ReadSize(std::string_view wire, Size& out) {
  std::string_view fixed;
  Fields size(wire);
  if (size.at_end() || size.Tag() != TextTag(v1::Size::kFixedFieldNumber) ||
      !size.Bytes(limits::kMessageBytes, fixed) || !size.at_end()) {
    return false;
  }
  uint64_t width = 0;
  uint64_t height = 0;
  const bool plain = ForEachField(fixed, [&](uint8_t tag, Fields& fields) {
    switch (tag) {
      case NumberTag(v1::FixedSize::kWidthFieldNumber):
        return fields.Number(limits::kSizePixels, width);
      case NumberTag(v1::FixedSize::kHeightFieldNumber):
        return fields.Number(limits::kSizePixels, height);
      default:
        return false;
    }
  });
  out = FixedSize{.width = static_cast<int32_t>(width),
                  .height = static_cast<int32_t>(height)};
  return plain && width > 0 && height > 0;
}

bool ReadSize(Fields& fields, Elements<Size>& out) {
  std::string_view wire;
  Size* size = out.Next();
  return size != nullptr && fields.Bytes(limits::kMessageBytes, wire) &&
         ReadSize(wire, *size);
}

// The slot's key-value "position", which it must not have of its own.
bool AddPosition(std::string_view position, Elements<KeyValue>& key_values) {
  for (const KeyValue& key_value : key_values.taken()) {
    if (key_value.key == kPositionKey) return false;
  }
  KeyValue* added = key_values.Next();
  added->key = kPositionKey;
  added->values.resize(1);
  added->values.front() = position;
  return true;
}

bool ReadSlot(std::string_view wire, Slot& out) {
  out.id.clear();
  Elements<Size> sizes(out.sizes, limits::kSlotSizes);
  Elements<KeyValue> key_values(out.key_values, limits::kKeyValues + 1);
  uint64_t count = 0;
  uint64_t floor = 0;
  std::optional<std::string_view> position;
  size_t own_key_values = 0;
  const bool plain = ForEachField(wire, [&](uint8_t tag, Fields& fields) {
    switch (tag) {
      case TextTag(v1::Slot::kIdFieldNumber):
        return ReadText(fields, 1, limits::kIdBytes, out.id);
      case TextTag(v1::Slot::kSizesFieldNumber):
        return ReadSize(fields, sizes);
      case NumberTag(v1::Slot::kCountFieldNumber):
        return fields.Number(limits::kSlotCount, count);
      case NumberTag(v1::Slot::kFloorCpmMicrosFieldNumber):
        return fields.Number(limits::kBidMicros, floor);
      case NumberTag(v1::Slot::kPositionFieldNumber):
        return ReadChoice(fields, kPositions, position);
      case TextTag(v1::Slot::kKeyValuesFieldNumber):
        return ++own_key_values <= limits::kKeyValues &&
               ReadKeyValue(fields, key_values);
      default:
        return false;
    }
  });
  if (!plain) return false;
  if (position.has_value() && !AddPosition(*position, key_values)) return false;
  sizes.Finish();
  key_values.Finish();
  out.count = static_cast<int32_t>(std::max<uint64_t>(count, 1));
  out.floor = Micros(static_cast<int64_t>(floor));
  return !out.id.empty() && !out.sizes.empty() &&
         AreDistinct<limits::kKeyValues + 1>(
             out.key_values, [](const KeyValue& key_value) -> const auto& {
               return key_value.key;
             });
}

bool ReadInstant(std::string_view wire, std::optional<absl::Time>& out) {
  uint64_t seconds = 0;
  uint64_t nanos = 0;
  const bool plain = ForEachField(wire, [&](uint8_t tag, Fields& fields) {
    switch (tag) {
      case NumberTag(google::protobuf::Timestamp::kSecondsFieldNumber):
        return fields.Number(INT64_MAX, seconds);
      case NumberTag(google::protobuf::Timestamp::kNanosFieldNumber):
        return fields.Number(INT32_MAX, nanos);
      default:
        return false;
    }
  });
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(static_cast<int64_t>(seconds));
  timestamp.set_nanos(static_cast<int32_t>(nanos));
  if (!plain || !IsValidTimestamp(timestamp)) return false;
  out = ToTime(timestamp);
  return true;
}

class RequestReader {
 public:
  RequestReader(PageRequest& out, DecideTerms& terms)
      : out_(out), terms_(terms) {
    terms = {};
    out.request_id.clear();
    out.force.clear();
    out.page_view.shown.clear();
  }

  bool Read(std::string_view bytes) {
    std::string_view viewer;
    const bool plain = ForEachField(bytes, [&](uint8_t tag, Fields& fields) {
      // Of a message within that comes twice, the parts would be one.
      if (tag == TextTag(Wire::kViewerFieldNumber)) {
        return Once(has_viewer_) && fields.Bytes(limits::kMessageBytes, viewer);
      }
      return ReadField(tag, fields);
    });
    slots_.Finish();
    return plain && page_.Finish() && ReadViewer(viewer, out_.viewer, terms_) &&
           !out_.slots.empty() &&
           AreDistinct<limits::kSlots>(
               out_.slots,
               [](const Slot& slot) -> const auto& { return slot.id; });
  }

 private:
  using Wire = v1::DecideRequest;

  bool ReadField(uint8_t tag, Fields& fields) {
    std::string_view message;
    uint64_t number = 0;
    switch (tag) {
      case TextTag(Wire::kPageFieldNumber):
        return Once(has_page_) &&
               fields.Bytes(limits::kMessageBytes, message) &&
               page_.Read(message);
      case TextTag(Wire::kSlotsFieldNumber):
        return ReadNextSlot(fields);
      case TextTag(Wire::kRequestIdFieldNumber):
        return ReadText(fields, 0, limits::kRequestIdBytes, out_.request_id);
      case NumberTag(Wire::kSeedFieldNumber):
        if (!fields.Number(UINT64_MAX, number)) return false;
        terms_.seed = number;
        return true;
      case TextTag(Wire::kAtFieldNumber):
        return !terms_.at.has_value() &&
               fields.Bytes(limits::kMessageBytes, message) &&
               ReadInstant(message, terms_.at);
      case TextTag(Wire::kPageViewTokenFieldNumber):
        return ReadText(fields, limits::kMessageBytes, terms_.page_view_token);
      case NumberTag(Wire::kTestFieldNumber):
        if (!fields.Number(1, number)) return false;
        terms_.test = number != 0;
        return true;
      default:
        return false;
    }
  }

  bool ReadNextSlot(Fields& fields) {
    std::string_view wire;
    Slot* slot = slots_.Next();
    return slot != nullptr && fields.Bytes(limits::kMessageBytes, wire) &&
           ReadSlot(wire, *slot);
  }

  static bool Once(bool& had) { return !std::exchange(had, true); }

  PageRequest& out_;
  DecideTerms& terms_;
  PageReader page_{out_.page};
  Elements<Slot> slots_{out_.slots, limits::kSlots};
  bool has_page_ = false;
  bool has_viewer_ = false;
};

}  // namespace

bool ReadPlainRequest(std::string_view bytes, PageRequest& out,
                      DecideTerms& terms) {
  return RequestReader(out, terms).Read(bytes);
}

}  // namespace placard
