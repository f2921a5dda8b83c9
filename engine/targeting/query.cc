#include "engine/targeting/query.h"

#include <algorithm>

#include "absl/time/civil_time.h"

namespace placard {
namespace {

bool SameSet(const IdSet& a, const IdSet& b) {
  return a.ids().size() == b.ids().size() &&
         std::all_of(a.ids().begin(), a.ids().end(),
                     [&](uint32_t id) { return b.Contains(id); });
}

}  // namespace

size_t QuarterOfWeek(absl::Time instant, const absl::TimeZone& zone) {
  const absl::CivilSecond local = zone.At(instant).cs;
  const auto day = static_cast<size_t>(absl::GetWeekday(local));
  return day * 96 + static_cast<size_t>(local.hour()) * 4 +
         static_cast<size_t>(local.minute()) / 15;
}

void Query::Load(const Vocabulary& vocabulary, const HashedPage& page,
                 absl::Time instant, const IdSet& lists, size_t shared_rules) {
  vocabulary_ = &vocabulary;
  lists_ = &lists;
  Clear();
  if (mentions(FeatureKind::kTerm)) {
    vocabulary.terms().BeginFind(page, token_ids_);
  }
  InsertSections(page);
  if (mentions(FeatureKind::kCategory)) InsertCategories(page);
  InsertValues(page);
  InsertKeyValues(page);
  if (mentions(FeatureKind::kTerm)) FindTerms(page);
  instant_ = instant;
  quarters_.assign(vocabulary.zones().size(), kUnknownQuarter);
  ++generation_;
  if (memory_.size() < shared_rules) memory_.resize(shared_rules);
}

void Query::Clear() {
  kinds_ = 0;
  for (size_t kind = 0; kind < kFeatureKinds; ++kind) {
    const size_t features = vocabulary_->size(static_cast<FeatureKind>(kind));
    features_[kind].Reset(features);
    if (features > 0) kinds_ |= 1U << kind;
  }
  feature_prints_.Clear();
  term_prints_.Clear();
}

void Query::FindTerms(const HashedPage& page) {
  IdSet& hits = mutable_features(FeatureKind::kTerm);
  vocabulary_->terms().Find(page, hits, token_ids_);
  for (const uint32_t term : hits.ids()) term_prints_.Insert(term);
}

void Query::Insert(FeatureKind kind, uint32_t feature) {
  mutable_features(kind).Insert(feature);
  feature_prints_.Insert(kind, feature);
}

void Query::InsertIfKnown(FeatureKind kind, uint32_t feature) {
  if (feature != Interner::kNone) Insert(kind, feature);
}

uint16_t Query::FindQuarter(uint32_t zone) const {
  return static_cast<uint16_t>(
      QuarterOfWeek(instant_, vocabulary_->zones()[zone]));
}

void Query::InsertSections(const HashedPage& page) {
  paths_.clear();
  path_nodes_.clear();
  IdSet& features = mutable_features(FeatureKind::kSection);
  page.ForEachSection([&](std::span<const HashedText> segments) {
    Path path = {.nodes_begin = static_cast<uint32_t>(path_nodes_.size()),
                 .depth = static_cast<uint32_t>(segments.size())};
    uint32_t node = Vocabulary::kRootSection;
    features.Insert(Vocabulary::SectionFeature(node, /*exact=*/false));
    for (const HashedText& segment : segments) {
      node = vocabulary_->FindSectionNode(node, segment);
      if (node == Interner::kNone) break;
      path_nodes_.push_back(node);
      features.Insert(Vocabulary::SectionFeature(node, /*exact=*/false));
      ++path.known;
    }
    if (path.known == path.depth) {
      features.Insert(Vocabulary::SectionFeature(node, /*exact=*/true));
    }
    paths_.push_back(path);
  });
}

void Query::InsertCategories(const HashedPage& page) {
  for (const HashedCategory& category : page.categories()) {
    InsertIfKnown(FeatureKind::kCategory, vocabulary_->FindCategory(category));
  }
}

void Query::InsertValues(const HashedPage& page) {
  for (size_t i = 0; i < kValueFields; ++i) {
    const auto field = static_cast<ValueRule::Field>(i);
    const FeatureKind kind = KindOf(field);
    if (!mentions(kind)) continue;
    for (const HashedText& value : page.values(field)) {
      InsertIfKnown(kind, vocabulary_->FindValue(field, value));
    }
  }
  if (page.device().has_value()) {
    Insert(FeatureKind::kDevice, static_cast<uint32_t>(*page.device()));
  }
}

void Query::InsertKeyValues(const HashedPage& page) {
  contexts_ = 0;
  all_slots_ = 0;
  page_values_.clear();
  for (const HashedPage::Key& key : page.page_keys()) {
    const uint32_t id = vocabulary_->FindKey(key.key);
    if (id == Interner::kNone) continue;
    for (const HashedText& value : page.values(key)) {
      const uint32_t feature = vocabulary_->FindKeyValue(id, value);
      if (feature == Interner::kNone) continue;
      page_values_.push_back({.key = id, .feature = feature});
    }
  }
  for (const HashedPage::SlotContext& slots : page.contexts()) {
    all_slots_ |= slots.slots;
    InsertContext(page, slots);
  }
  for (size_t i = 0; i < contexts_; ++i) {
    for (const uint32_t id : context_features_[i].ids()) {
      Insert(FeatureKind::kKeyValue, id);
    }
  }
}

// The slots' own keys, and those of the page that they do not have.
void Query::InsertContext(const HashedPage& page,
                          const HashedPage::SlotContext& slots) {
  if (context_features_.size() == contexts_) {
    context_features_.emplace_back();
    context_slots_.emplace_back();
  }
  IdSet& features = context_features_[contexts_];
  features.Reset(vocabulary_->size(FeatureKind::kKeyValue));
  own_keys_.clear();
  for (const HashedPage::Key& key : page.keys(slots)) {
    const uint32_t id = vocabulary_->FindKey(key.key);
    if (id == Interner::kNone) continue;
    own_keys_.push_back(id);
    for (const HashedText& value : page.values(key)) {
      const uint32_t feature = vocabulary_->FindKeyValue(id, value);
      if (feature != Interner::kNone) features.Insert(feature);
    }
  }
  for (const PageValue& value : page_values_) {
    const bool overridden = std::find(own_keys_.begin(), own_keys_.end(),
                                      value.key) != own_keys_.end();
    if (!overridden) features.Insert(value.feature);
  }
  KeepContext(slots.slots);
}

// Slots that differ only in what no rule mentions are alike.
void Query::KeepContext(uint64_t slots) {
  for (size_t i = 0; i < contexts_; ++i) {
    if (SameSet(context_features_[i], context_features_[contexts_])) {
      context_slots_[i] |= slots;
      return;
    }
  }
  context_slots_[contexts_++] = slots;
}

}  // namespace placard
