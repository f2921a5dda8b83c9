// What line items and pages of the modes are drawn from, and their rules.
//
// A site of 400 sections (20 at the top, 80, 300), 50,000 words by Zipf's law,
// 200 countries likewise. A rule is an AND of a few leaves of eleven kinds.
//
// Thread safety: pure functions; ModeWorld is immutable.
// Cost: about 2 µs a rule.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/workload/dice.h"
#include "bench/workload/popularity.h"
#include "engine/model/campaign.h"
#include "engine/model/rule.h"

namespace placard {

class ModeWorld {
 public:
  ModeWorld();

  const std::vector<SectionPath>& sections() const { return sections_; }
  // Where pages are.
  const std::vector<SectionPath>& leaf_sections() const { return leaves_; }
  // The part of all pages that lie below section `number` of them.
  double SectionShare(size_t number) const { return section_shares_[number]; }

  size_t words() const { return word_weights_.size(); }
  std::string Word(size_t number) const;
  size_t DrawWord(Dice& dice) const { return words_.Draw(dice); }
  // The part of all drawn words that this one is.
  double WordShare(size_t number) const;

  size_t DrawCountry(Dice& dice) const { return countries_.Draw(dice); }
  std::string Country(size_t number) const;
  // One of ten, each as frequent.
  std::string DrawLanguage(Dice& dice) const;

  CategoryId DrawCategory(Dice& dice) const;
  Taxonomy MakeTaxonomy() const;

 private:
  std::vector<SectionPath> sections_;
  std::vector<SectionPath> leaves_;
  std::vector<double> section_shares_;
  std::vector<uint64_t> word_weights_;
  double word_total_ = 0;
  Popularity words_;
  Popularity countries_;
};

inline constexpr size_t kModeLists = 20;
std::string ModeListName(size_t number);

// What a mode's rules have.
struct RuleMix {
  bool has_sections = true;
  size_t run_of_site_percent = 0;  // of those that would have sections
  size_t fewest_words = 0;
  // How many of the most popular words nobody asks for.
  size_t head_words = 0;
  size_t country_percent = 50;
};

struct ModeRule {
  Rule rule;
  // An estimate of the part of all pages that it accepts.
  double share = 1;
};

ModeRule MakeModeRule(Dice& dice, const ModeWorld& world, const RuleMix& mix);

}  // namespace placard
