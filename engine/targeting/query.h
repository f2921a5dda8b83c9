// What one page is to the rules of one segment: the features it has, as the
// segment's vocabulary numbers them. Filled once a request, reused between
// requests.
//
// Thread safety: thread-compatible; evaluating rules remembers results, so it
// counts as a use.
// Lifetime: the vocabulary and the lists must outlive the use.
// Cost: Load is a probe for each string of the page; allocates only to grow.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/time/time.h"
#include "engine/targeting/asked_features.h"
#include "engine/targeting/few_terms.h"
#include "engine/targeting/hashed_page.h"
#include "engine/targeting/id_set.h"
#include "engine/targeting/vocabulary.h"

namespace placard {

// The quarter hour of the local week, as WeekMask counts them.
size_t QuarterOfWeek(absl::Time instant, const absl::TimeZone& zone);

class Query {
 public:
  // A section of the page as far down as the vocabulary knows it.
  struct Path {
    uint32_t nodes_begin = 0;  // in path_nodes
    uint32_t known = 0;        // how many segments the vocabulary knows
    uint32_t depth = 0;        // how many segments it has
  };

  // `lists`: the keyword lists that the page hits and that block now, by their
  // catalogue-wide number; may be filled later, before rules are evaluated.
  // `shared_rules`: how many results there are to remember.
  void Load(const Vocabulary& vocabulary, const HashedPage& page,
            absl::Time instant, const IdSet& lists, size_t shared_rules);

  // Of kKeyValue: what any slot has.
  const IdSet& features(FeatureKind kind) const {
    return features_[static_cast<size_t>(kind)];
  }
  // Of features of other kinds than kTerm and kSection.
  bool MayHaveAnyOf(AskedFeatures asked) const {
    return feature_prints_.MayHaveAnyOf(asked);
  }
  bool MayHitAnyOf(const FewTerms& terms) const {
    return term_prints_.MayHaveAnyOf(terms);
  }

  // Groups of slots that are alike to every rule; at least one.
  size_t contexts() const { return contexts_; }
  uint64_t context_slots(size_t context) const {
    return context_slots_[context];
  }
  const IdSet& key_values(size_t context) const {
    return context_features_[context];
  }
  uint64_t all_slots() const { return all_slots_; }

  std::span<const Path> paths() const { return paths_; }
  // Of a path the nodes of its first 1, 2, ... known segments.
  std::span<const uint32_t> nodes(const Path& path) const {
    return std::span(path_nodes_).subspan(path.nodes_begin, path.known);
  }

  bool HitsList(uint32_t list) const { return lists_->Contains(list); }
  bool InDaypart(uint32_t id) const {
    const Vocabulary::Daypart& daypart = vocabulary_->daypart(id);
    return daypart.quarters[QuarterIn(daypart.zone)];
  }

  // What was found of a rule that several line items share.
  std::optional<bool> Remembered(uint32_t shared_rule) const {
    const uint64_t memory = memory_[shared_rule];
    if (memory / 2 != generation_) return std::nullopt;
    return memory % 2 != 0;
  }
  void Remember(uint32_t shared_rule, bool holds) const {
    memory_[shared_rule] = generation_ * 2 + (holds ? 1 : 0);
  }

 private:
  static constexpr uint16_t kUnknownQuarter = 0xFFFF;

  // What the page itself has of a key.
  struct PageValue {
    uint32_t key = 0;
    uint32_t feature = 0;
  };

  size_t QuarterIn(uint32_t zone) const {
    uint16_t& quarter = quarters_[zone];
    if (quarter == kUnknownQuarter) quarter = FindQuarter(zone);
    return quarter;
  }
  uint16_t FindQuarter(uint32_t zone) const;

  IdSet& mutable_features(FeatureKind kind) {
    return features_[static_cast<size_t>(kind)];
  }

  bool mentions(FeatureKind kind) const {
    return (kinds_ >> static_cast<size_t>(kind) & 1) != 0;
  }

  void Clear();
  void FindTerms(const HashedPage& page);
  void Insert(FeatureKind kind, uint32_t feature);
  void InsertIfKnown(FeatureKind kind, uint32_t feature);
  void InsertSections(const HashedPage& page);
  void InsertCategories(const HashedPage& page);
  void InsertValues(const HashedPage& page);
  void InsertKeyValues(const HashedPage& page);
  void InsertContext(const HashedPage& page,
                     const HashedPage::SlotContext& slots);
  void KeepContext(uint64_t slots);

  const Vocabulary* vocabulary_ = nullptr;
  const IdSet* lists_ = nullptr;
  std::array<IdSet, kFeatureKinds> features_;
  uint32_t kinds_ = 0;  // a bit each: the vocabulary has features of the kind
  TermPrints term_prints_;  // of features(kTerm)
  FeaturePrints feature_prints_;
  std::vector<uint32_t> token_ids_;  // scratch

  std::vector<Path> paths_;
  std::vector<uint32_t> path_nodes_;

  size_t contexts_ = 0;
  std::vector<uint64_t> context_slots_;  // the first contexts_ count
  std::vector<IdSet> context_features_;  // the first contexts_ count
  uint64_t all_slots_ = 0;
  std::vector<PageValue> page_values_;
  std::vector<uint32_t> own_keys_;  // of one context

  absl::Time instant_;
  // By zone, as far as they were asked for. Mutable as `memory_` is.
  mutable std::vector<uint16_t> quarters_;

  uint64_t generation_ = 0;
  // By shared rule: twice the generation that it was found in, plus whether it
  // holds. Mutable: a memory changes nothing that can be seen.
  mutable std::vector<uint64_t> memory_;
};

}  // namespace placard
