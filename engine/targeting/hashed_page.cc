#include "engine/targeting/hashed_page.h"

#include <algorithm>
#include <string_view>

#include "engine/base/prefetch.h"
#include "engine/text/tokens.h"

namespace placard {
namespace {

void AddIfKnown(const std::optional<std::string>& value,
                std::vector<HashedText>& values) {
  if (value.has_value()) values.push_back(HashText(*value));
}

}  // namespace

void PrefetchRequest(const PageRequest& request) {
  // Two stand in a line of memory; most pages have no more than these.
  constexpr size_t kKeywords = 24;
  const std::vector<std::string>& keywords = request.page.keywords;
  for (size_t i = 0; i < std::min(keywords.size(), kKeywords); i += 2) {
    PrefetchMemory(&keywords[i]);
  }
  PrefetchMemory(request.slots.data());
  PrefetchMemory(request.page.sections.data());
  PrefetchMemory(request.page.categories.data());
  PrefetchMemory(request.page.key_values.data());
  PrefetchMemory(request.viewer.segments.data());
}

void HashedPage::LoadWords(const Page& page) {
  tokens_.clear();
  field_ends_.clear();
  keywords_.clear();
  AddKeywords(page);
  AddField(page.title);
  AddField(page.text);
}

void HashedPage::LoadRest(const PageRequest& request,
                          const CategoryTree& categories) {
  for (const KeyValue& key_value : request.page.key_values) {
    PrefetchMemory(key_value.values.data());
  }
  for (const Slot& slot : request.slots) PrefetchMemory(slot.sizes.data());
  segments_.clear();
  section_ends_.clear();
  categories_.clear();
  for (std::vector<HashedText>& values : values_) values.clear();
  keys_.clear();
  key_values_.clear();
  contexts_.clear();
  AddSections(request.page);
  for (const CategoryId& category : request.page.categories) {
    categories.ForSelfAndAncestors(category, [&](const HashedCategory& found) {
      categories_.push_back(found);
    });
  }
  AddViewer(request.page, request.viewer);
  AddKeys(request.page.key_values);
  page_keys_ = keys_.size();
  AddSlots(request.slots);
}

void HashedPage::AddField(std::string_view text) {
  ForEachToken(text, [&](std::string_view token) {
    tokens_.push_back(HashText(token));
  });
  field_ends_.resize(tokens_.size(), static_cast<uint32_t>(tokens_.size()));
}

void HashedPage::AddKeywords(const Page& page) {
  for (const std::string& keyword : page.keywords) {
    keywords_.push_back(HashText(keyword));
    if (IsToken(keyword)) {
      // As most are: it has been hashed.
      tokens_.push_back(keywords_.back());
      field_ends_.push_back(static_cast<uint32_t>(tokens_.size()));
    } else {
      AddField(keyword);
    }
  }
}

void HashedPage::AddSections(const Page& page) {
  for (const SectionPath& path : page.sections) {
    for (const std::string& segment : path) {
      segments_.push_back(HashText(segment));
    }
    section_ends_.push_back(static_cast<uint32_t>(segments_.size()));
  }
}

void HashedPage::AddViewer(const Page& page, const Viewer& viewer) {
  const auto of = [&](ValueRule::Field field) -> std::vector<HashedText>& {
    return values_[static_cast<size_t>(field)];
  };
  AddIfKnown(viewer.country, of(ValueRule::Field::kCountry));
  AddIfKnown(viewer.region, of(ValueRule::Field::kRegion));
  for (const std::string& segment : viewer.segments) {
    of(ValueRule::Field::kSegment).push_back(HashText(segment));
  }
  device_ = viewer.device;
  if (!page.language.has_value()) return;
  std::string_view range = *page.language;
  while (true) {
    of(ValueRule::Field::kLanguage).push_back(HashText(range));
    const size_t hyphen = range.rfind('-');
    if (hyphen == std::string_view::npos) break;
    range = range.substr(0, hyphen);
  }
}

void HashedPage::AddKeys(const std::vector<KeyValue>& key_values) {
  for (const KeyValue& key_value : key_values) {
    const auto begin = static_cast<uint32_t>(key_values_.size());
    for (const std::string& value : key_value.values) {
      key_values_.push_back(HashText(value));
    }
    keys_.push_back({.key = HashText(key_value.key),
                     .values_begin = begin,
                     .values_end = static_cast<uint32_t>(key_values_.size())});
  }
}

void HashedPage::AddSlots(const std::vector<Slot>& slots) {
  for (uint32_t i = 0; i < slots.size(); ++i) {
    const uint64_t bit = uint64_t{1} << i;
    const auto same = std::find_if(
        contexts_.begin(), contexts_.end(), [&](const SlotContext& context) {
          return slots[context.first_slot].key_values == slots[i].key_values;
        });
    if (same != contexts_.end()) {
      same->slots |= bit;
      continue;
    }
    const auto begin = static_cast<uint32_t>(keys_.size());
    AddKeys(slots[i].key_values);
    contexts_.push_back({.slots = bit,
                         .first_slot = i,
                         .keys_begin = begin,
                         .keys_end = static_cast<uint32_t>(keys_.size())});
  }
}

}  // namespace placard
