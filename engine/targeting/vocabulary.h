// Everything that the rules of one segment of the catalogue mention, as dense
// numbers. Each segment has its own, so that a small one never copies a large
// one's; a page is translated once a segment (Query).
//
// A feature is what a page may have or not: it hits a term, lies in a section,
// falls under a category and so on. Features are numbered within their kind.
//
// Thread safety: thread-compatible; immutable once its segment is built.
// Cost: each lookup is one hash probe and a full comparison.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "engine/model/rule.h"
#include "engine/targeting/hashed_page.h"
#include "engine/targeting/interner.h"
#include "engine/targeting/term_index.h"

namespace placard {

enum class FeatureKind : uint8_t {
  kTerm,      // the page hits the keyword term
  kSection,   // some path of the page is, or lies below, a node of the site
  kCategory,  // the page has the category or a descendant
  kCountry,
  kRegion,
  kLanguage,
  kSegment,
  kDevice,
  kKeyValue,  // the only kind in which the slots of one page differ
};
inline constexpr size_t kFeatureKinds = 9;

FeatureKind KindOf(ValueRule::Field field);

class Vocabulary {
 public:
  struct Daypart {
    uint32_t zone = 0;
    WeekMask quarters;
  };

  Vocabulary();

  // The root of the site's tree, which every path lies below.
  static constexpr uint32_t kRootSection = 0;

  // The feature "some path of the page is this node", or also "lies below it".
  static uint32_t SectionFeature(uint32_t node, bool exact) {
    return node * 2 + (exact ? 1 : 0);
  }
  static uint32_t NodeOfFeature(uint32_t feature) { return feature / 2; }

  // Numbers of what rules mention, given out on first mention.
  uint32_t Term(const KeywordTerm& term) {
    uint32_t id = 0;
    Terms(std::span(&term, 1), std::span(&id, 1));
    return id;
  }
  // Those of several, quicker than one by one. Precondition: `ids` is as long
  // as `terms`.
  void Terms(std::span<const KeywordTerm> terms, std::span<uint32_t> ids) {
    terms_.Intern(terms, ids);
    size_of(FeatureKind::kTerm) = terms_.size();
  }
  uint32_t SectionNode(const SectionPath& path);
  uint32_t Category(const CategoryId& category);
  uint32_t Value(ValueRule::Field field, std::string_view value);
  uint32_t KeyValue(std::string_view key, std::string_view value);
  uint32_t DaypartOf(const WeekMask& quarters, const absl::TimeZone& zone);

  // Numbers of what a page has; Interner::kNone for what no rule mentions.
  const TermIndex& terms() const { return terms_; }
  uint32_t FindSectionNode(uint32_t parent, const HashedText& segment) const;
  // How many nodes there are; a node's number is greater than its parent's.
  uint32_t section_nodes() const {
    return static_cast<uint32_t>(sections_.size()) + 1;
  }
  // Precondition: not the root.
  uint32_t ParentSection(uint32_t node) const {
    return sections_.scope(node - 1);
  }
  uint32_t FindCategory(const HashedCategory& category) const;
  uint32_t FindValue(ValueRule::Field field, const HashedText& value) const {
    return values_[static_cast<size_t>(field)].Find(0, value);
  }
  uint32_t FindKey(const HashedText& key) const { return keys_.Find(0, key); }
  uint32_t FindKeyValue(uint32_t key, const HashedText& value) const {
    return key_values_.Find(key, value);
  }

  // How many features of a kind there are.
  size_t size(FeatureKind kind) const {
    return sizes_[static_cast<size_t>(kind)];
  }
  const std::vector<absl::TimeZone>& zones() const { return zones_; }
  const Daypart& daypart(uint32_t id) const { return dayparts_[id]; }

 private:
  size_t& size_of(FeatureKind kind) {
    return sizes_[static_cast<size_t>(kind)];
  }

  TermIndex terms_;
  Interner sections_;  // scope: the parent; node = number + 1, 0 is the root
  Interner taxonomies_;
  Interner categories_;  // scope: the taxonomy
  std::array<Interner, kValueFields> values_;
  Interner keys_;
  Interner key_values_;  // scope: the key
  std::vector<absl::TimeZone> zones_;
  absl::flat_hash_map<std::string, uint32_t> zone_ids_;  // by name
  std::vector<Daypart> dayparts_;
  absl::flat_hash_map<std::string, uint32_t> daypart_ids_;
  std::array<size_t, kFeatureKinds> sizes_ = {};  // by kind
};

}  // namespace placard
