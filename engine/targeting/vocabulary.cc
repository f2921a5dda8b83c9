#include "engine/targeting/vocabulary.h"

#include "engine/base/status.h"

namespace placard {

Vocabulary::Vocabulary() {
  size_of(FeatureKind::kSection) = SectionFeature(section_nodes(), false);
  size_of(FeatureKind::kDevice) = static_cast<size_t>(Device::kTv) + 1;
}

FeatureKind KindOf(ValueRule::Field field) {
  switch (field) {
    case ValueRule::Field::kCountry:
      return FeatureKind::kCountry;
    case ValueRule::Field::kRegion:
      return FeatureKind::kRegion;
    case ValueRule::Field::kLanguage:
      return FeatureKind::kLanguage;
    case ValueRule::Field::kSegment:
      break;
  }
  return FeatureKind::kSegment;
}

uint32_t Vocabulary::SectionNode(const SectionPath& path) {
  uint32_t node = kRootSection;
  for (const std::string& segment : path) {
    node = sections_.Intern(node, segment) + 1;
  }
  size_of(FeatureKind::kSection) = SectionFeature(section_nodes(), false);
  return node;
}

uint32_t Vocabulary::Category(const CategoryId& category) {
  const uint32_t id =
      categories_.Intern(taxonomies_.Intern(0, category.taxonomy), category.id);
  size_of(FeatureKind::kCategory) = categories_.size();
  return id;
}

uint32_t Vocabulary::Value(ValueRule::Field field, std::string_view value) {
  Interner& values = values_[static_cast<size_t>(field)];
  const uint32_t id = values.Intern(0, value);
  size_of(KindOf(field)) = values.size();
  return id;
}

uint32_t Vocabulary::KeyValue(std::string_view key, std::string_view value) {
  const uint32_t id = key_values_.Intern(keys_.Intern(0, key), value);
  size_of(FeatureKind::kKeyValue) = key_values_.size();
  return id;
}

uint32_t Vocabulary::DaypartOf(const WeekMask& quarters,
                               const absl::TimeZone& zone) {
  const auto [zone_id, is_new_zone] =
      zone_ids_.try_emplace(zone.name(), static_cast<uint32_t>(zones_.size()));
  if (is_new_zone) zones_.push_back(zone);
  const auto [id, is_new] = daypart_ids_.try_emplace(
      Concat(zone_id->second, " ", quarters.to_string()),
      static_cast<uint32_t>(dayparts_.size()));
  if (is_new) {
    dayparts_.push_back({.zone = zone_id->second, .quarters = quarters});
  }
  return id->second;
}

uint32_t Vocabulary::FindSectionNode(uint32_t parent,
                                     const HashedText& segment) const {
  const uint32_t found = sections_.Find(parent, segment);
  return found == Interner::kNone ? Interner::kNone : found + 1;
}

uint32_t Vocabulary::FindCategory(const HashedCategory& category) const {
  const uint32_t taxonomy = taxonomies_.Find(0, category.taxonomy);
  if (taxonomy == Interner::kNone) return Interner::kNone;
  return categories_.Find(taxonomy, category.id);
}

}  // namespace placard
