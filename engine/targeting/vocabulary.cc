#include "engine/targeting/vocabulary.h"

#include "engine/base/status.h"

namespace placard {

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
  return node;
}

uint32_t Vocabulary::Category(const CategoryId& category) {
  return categories_.Intern(taxonomies_.Intern(0, category.taxonomy),
                            category.id);
}

uint32_t Vocabulary::Value(ValueRule::Field field, std::string_view value) {
  return values_[static_cast<size_t>(field)].Intern(0, value);
}

uint32_t Vocabulary::KeyValue(std::string_view key, std::string_view value) {
  return key_values_.Intern(keys_.Intern(0, key), value);
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

size_t Vocabulary::size(FeatureKind kind) const {
  const auto values = [&](ValueRule::Field field) {
    return values_[static_cast<size_t>(field)].size();
  };
  switch (kind) {
    case FeatureKind::kTerm:
      return terms_.size();
    case FeatureKind::kSection:
      return (sections_.size() + 1) * 2;
    case FeatureKind::kCategory:
      return categories_.size();
    case FeatureKind::kCountry:
      return values(ValueRule::Field::kCountry);
    case FeatureKind::kRegion:
      return values(ValueRule::Field::kRegion);
    case FeatureKind::kLanguage:
      return values(ValueRule::Field::kLanguage);
    case FeatureKind::kSegment:
      return values(ValueRule::Field::kSegment);
    case FeatureKind::kDevice:
      return static_cast<size_t>(Device::kTv) + 1;
    case FeatureKind::kKeyValue:
      break;
  }
  return key_values_.size();
}

}  // namespace placard
