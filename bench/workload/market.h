// What line items and pages of one workload are drawn from: the world of
// readers, formats and categories, and which sections are sold.
//
// Thread safety: immutable after construction.
// Lifetime: the vocabulary must outlive it.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "bench/workload/dice.h"
#include "bench/workload/popularity.h"
#include "bench/workload/site_vocabulary.h"
#include "bench/workload/workload_shape.h"
#include "engine/model/campaign.h"
#include "engine/model/rule.h"

namespace placard {

// All pages are viewed in the week that begins here, on a Monday.
absl::Time WorkloadStart();

// The keyword lists and the one taxonomy of a workload.
inline constexpr size_t kWorkloadLists = 40;
std::string WorkloadListName(size_t number);

class Market {
 public:
  Market(const WorkloadShape& shape, const SiteVocabulary& vocabulary);

  const SiteVocabulary& vocabulary() const { return vocabulary_; }
  const std::vector<SectionPath>& sold() const { return sold_; }
  // The top of each section that nobody buys.
  const std::vector<SectionTerm>& unsold() const { return unsold_; }

  std::string CampaignWord(Dice& dice) const;
  std::string PageWord(Dice& dice) const;
  std::string Country(Dice& dice) const;
  // One of two of each country: "de-1".
  std::string Region(Dice& dice, const std::string& country) const;
  std::string Language(Dice& dice) const;
  std::string Segment(Dice& dice) const;
  Device DrawDevice(Dice& dice) const;

  // Two levels: a category for each top section, eight below each.
  Taxonomy MakeTaxonomy() const;
  // One of those below the category of the section's top.
  CategoryId DrawCategory(Dice& dice, const SectionPath& section) const;

 private:
  void ChooseSold();

  const SiteVocabulary& vocabulary_;
  const WorkloadShape shape_;
  const Popularity words_;
  const Popularity countries_;
  std::vector<SectionPath> sold_;
  std::vector<SectionTerm> unsold_;
};

}  // namespace placard
