// Requests; answers are in write_decision.cc.
#include <algorithm>
#include <string>
#include <utility>

#include "engine/base/limits.h"
#include "engine/text/normalize.h"
#include "services/codec/checker.h"
#include "services/codec/codes.h"
#include "services/codec/distinct.h"
#include "services/codec/enums.h"
#include "services/codec/names.h"
#include "services/codec/page_codec.h"
#include "services/codec/read_parts.h"
#include "services/codec/timestamp.h"

namespace placard {
namespace {

constexpr ListLimits kSegmentLimits = {.max_count = limits::kSegments,
                                       .max_bytes = limits::kIdBytes};

void ReadKeywords(const Strings& wire, Checker& check,
                  std::vector<std::string>& out) {
  if (!check.Count("keywords", wire.size(), 0, limits::kKeywords)) return;
  out.resize(static_cast<size_t>(wire.size()));
  DistinctStrings<limits::kKeywords> seen(out.size());
  size_t kept = 0;
  for (int i = 0; i < wire.size(); ++i) {
    std::string& keyword = out[kept];
    keyword.clear();
    if (check.Normalized({"keywords", i}, wire.Get(i), 1, limits::kKeywordBytes,
                         keyword) &&
        seen.Add(keyword)) {
      ++kept;
    }
  }
  out.resize(kept);
}

void ReadKeyValues(const Repeated<v1::KeyValue>& wire, Checker& check,
                   std::vector<KeyValue>& out) {
  if (!check.Count("key_values", wire.size(), 0, limits::kKeyValues)) return;
  out.resize(static_cast<size_t>(wire.size()));
  DistinctStrings<limits::kKeyValues> seen(out.size());
  for (int i = 0; i < wire.size(); ++i) {
    const Checker::Scope scope = check.In({"key_values", i});
    KeyValue& key_value = out[static_cast<size_t>(i)];
    ReadKeyValue(wire.Get(i), check, key_value);
    if (!key_value.key.empty() && !seen.Add(key_value.key)) {
      check.FailAt("key", "must be distinct, ", Quoted(key_value.key),
                   " is there twice");
    }
  }
}

// A code of ASCII in lower case; empty is not known.
void ReadCode(const char* field, std::string_view wire,
              bool (*is_right)(std::string_view), std::string_view expected,
              Checker& check, std::optional<std::string>& out) {
  if (wire.empty() || !check.Matches(field, wire, is_right, expected)) {
    out.reset();
    return;
  }
  if (!out.has_value()) out.emplace();
  out->clear();
  check.Normalized(field, wire, 1, limits::kIdBytes, *out);
}

void ReadProse(const v1::Page& wire, Checker& check, Page& out) {
  const size_t bytes = wire.title().size() + wire.text().size();
  out.title.clear();
  out.text.clear();
  if (bytes > limits::kTextBytes) {
    check.FailAt("text", "must, with the title, be at most ",
                 limits::kTextBytes, " bytes long, is ", bytes);
    return;
  }
  // Text that is empty once it is normalised is text without words.
  const auto read = [&check](const char* field, const std::string& text,
                             std::string& normalized) {
    const absl::Status status = NormalizeTo(text, normalized);
    if (!status.ok()) check.FailAt(field, ToStd(status.message()));
  };
  read("title", wire.title(), out.title);
  read("text", wire.text(), out.text);
}

void ReadPage(const v1::Page& wire, Checker& check, Page& out) {
  const Checker::Scope scope = check.In("page");
  check.Known(wire);
  check.Text("url", wire.url(), 0, limits::kUrlBytes);
  out.url = wire.url();
  if (check.Count("sections", wire.sections_size(), 0, limits::kSections)) {
    ReadSections("sections", wire.sections(), check, out.sections);
  }
  ReadKeywords(wire.keywords(), check, out.keywords);
  if (check.Count("categories", wire.categories_size(), 0,
                  limits::kCategories)) {
    out.categories.resize(static_cast<size_t>(wire.categories_size()));
    for (int i = 0; i < wire.categories_size(); ++i) {
      const Checker::Scope category_scope = check.In({"categories", i});
      ReadCategoryInto(wire.categories(i), check,
                       out.categories[static_cast<size_t>(i)]);
    }
  }
  ReadNormalized("exclusion_labels", wire.exclusion_labels(), kLabelLimits,
                 check, out.exclusion_labels);
  ReadCode("language", wire.language(), IsLanguageTag, kLanguageExpected, check,
           out.language);
  ReadKeyValues(wire.key_values(), check, out.key_values);
  ReadProse(wire, check, out);
}

void ReadViewer(const v1::Viewer& wire, Checker& check, Viewer& out) {
  const Checker::Scope scope = check.In("viewer");
  check.Known(wire);
  check.Text("key", wire.key(), 0, limits::kIdBytes);
  ReadCode("country", wire.country(), IsCountryCode, kCountryExpected, check,
           out.country);
  ReadCode("region", wire.region(), IsRegionCode, kRegionExpected, check,
           out.region);
  out.device = check.Choice("device", kDevices, wire.device());
  ReadNormalized("segments", wire.segments(), kSegmentLimits, check,
                 out.segments);
  if (!check.Choice("consent", kConsents, wire.consent()).value_or(false)) {
    out.segments.clear();
  }
}

const SlotPreset* FindPreset(const std::string& id, const SitePolicy& policy,
                             Checker& check) {
  if (id.empty()) return nullptr;
  for (const SlotPreset& preset : policy.slot_presets) {
    if (preset.id == id) return &preset;
  }
  check.FailAt("preset", "must be a preset of the site policy, is ",
               Quoted(id));
  return nullptr;
}

bool HasPosition(const Slot& slot) {
  return std::any_of(
      slot.key_values.begin(), slot.key_values.end(),
      [](const KeyValue& key_value) { return key_value.key == kPositionKey; });
}

void AddPosition(std::string_view position, Slot& slot) {
  slot.key_values.push_back(
      {std::string(kPositionKey), {std::string(position)}});
}

// What a preset would give for each is left to FillFromPreset().
void ReadOwn(const v1::Slot& wire, Checker& check, Slot& out) {
  check.Text("id", wire.id(), 1, limits::kIdBytes);
  out.id = wire.id();
  if (check.Count("sizes", wire.sizes_size(), 0, limits::kSlotSizes)) {
    out.sizes.resize(static_cast<size_t>(wire.sizes_size()));
    for (int i = 0; i < wire.sizes_size(); ++i) {
      const Checker::Scope scope = check.In({"sizes", i});
      out.sizes[static_cast<size_t>(i)] = ReadSize(wire.sizes(i), check);
    }
  }
  check.Range("count", wire.count(), 0, limits::kSlotCount);
  out.count = std::max(wire.count(), 1);
  check.Range("floor_cpm_micros", wire.floor_cpm_micros(), 0,
              limits::kBidMicros);
  out.floor = Micros(wire.floor_cpm_micros());
  ReadKeyValues(wire.key_values(), check, out.key_values);
  const std::optional<std::string_view> position =
      check.Choice("position", kPositions, wire.position());
  if (!position.has_value()) return;
  if (HasPosition(out)) {
    check.FailAt("position", "must not be set beside the key \"position\"");
  }
  AddPosition(*position, out);
}

void FillFromPreset(const SlotPreset& preset, const v1::Slot& wire, Slot& out) {
  if (wire.sizes().empty()) out.sizes = preset.sizes;
  if (wire.count() == 0) out.count = preset.count;
  if (wire.floor_cpm_micros() == 0) out.floor = preset.floor;
  if (preset.position.has_value() && !HasPosition(out)) {
    AddPosition(*preset.position, out);
  }
}

void ReadSlot(const v1::Slot& wire, const SitePolicy& policy, Checker& check,
              Slot& out) {
  check.Known(wire);
  ReadOwn(wire, check, out);
  const SlotPreset* preset = FindPreset(wire.preset(), policy, check);
  if (preset != nullptr) {
    FillFromPreset(*preset, wire, out);
  } else if (wire.sizes().empty() && wire.preset().empty()) {
    check.FailAt("sizes", "must not be empty without a preset");
  }
}

void ReadSlots(const Repeated<v1::Slot>& wire, const SitePolicy& policy,
               Checker& check, std::vector<Slot>& out) {
  if (!check.Count("slots", wire.size(), 1, limits::kSlots)) return;
  out.resize(static_cast<size_t>(wire.size()));
  DistinctStrings<limits::kSlots> seen(out.size());
  for (int i = 0; i < wire.size(); ++i) {
    const Checker::Scope scope = check.In({"slots", i});
    ReadSlot(wire.Get(i), policy, check, out[static_cast<size_t>(i)]);
    if (!wire.Get(i).id().empty() && !seen.Add(wire.Get(i).id())) {
      check.FailAt("id", "must be distinct, ", Quoted(wire.Get(i).id()),
                   " is there twice");
    }
  }
}

void ReadForce(const std::string& wire, Checker& check, std::string& out) {
  out.clear();
  if (wire.empty()) return;
  const absl::Status status = ParseCampaignOf(wire).status();
  if (status.ok()) {
    out = wire;
  } else {
    check.FailAt("force", ToStd(status.message()));
  }
}

}  // namespace

FieldViolations ReadDecideRequest(const v1::DecideRequest& request,
                                  const SitePolicy& policy, PageRequest& out) {
  Checker check(Strictness::kWrite);
  check.Known(request);
  check.Text("request_id", request.request_id(), 0, limits::kRequestIdBytes);
  out.request_id = request.request_id();
  ReadPage(request.page(), check, out.page);
  ReadViewer(request.viewer(), check, out.viewer);
  ReadSlots(request.slots(), policy, check, out.slots);
  if (request.has_at()) ReadTime("at", request.at(), check);
  out.page_view.shown.clear();
  check.Text("page_view_token", request.page_view_token(), 0,
             limits::kMessageBytes);
  if (!request.viewer_token().empty()) {
    check.FailAt("viewer_token", "is not supported yet");
  }
  ReadForce(request.force(), check, out.force);
  return std::move(check).Take();
}

bool IsTest(const v1::DecideRequest& request) {
  return request.test() || !request.force().empty();
}

std::optional<absl::Time> RequestedInstant(const v1::DecideRequest& request) {
  if (!request.has_at()) return std::nullopt;
  return ToTime(request.at());
}

std::optional<uint64_t> RequestedSeed(const v1::DecideRequest& request) {
  if (!request.has_seed()) return std::nullopt;
  return request.seed();
}

DecideTerms TermsOf(const v1::DecideRequest& request) {
  return {.at = RequestedInstant(request),
          .seed = RequestedSeed(request),
          .test = IsTest(request),
          .page_view_token = request.page_view_token(),
          .viewer_key = request.viewer().key()};
}

}  // namespace placard
