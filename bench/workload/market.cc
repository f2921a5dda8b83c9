#include "bench/workload/market.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "engine/base/status.h"

namespace placard {
namespace {

constexpr std::string_view kTaxonomy = "content";
constexpr size_t kCategoriesBelow = 8;
constexpr size_t kSegments = 60;

constexpr std::array<std::string_view, 20> kCountries = {
    "us", "gb", "de", "fr", "ca", "in", "es", "it", "nl", "se",
    "pl", "br", "mx", "jp", "au", "at", "ch", "be", "dk", "no"};

std::string CategoryOf(const std::string& top) { return "about " + top; }

// How popular each top section is with all that lies below it.
std::map<std::string, uint64_t> TopWeights(const SiteVocabulary& vocabulary) {
  std::map<std::string, uint64_t> weights;
  for (size_t i = 0; i < vocabulary.sections.size(); ++i) {
    weights[vocabulary.sections[i].front()] += vocabulary.section_weights[i];
  }
  return weights;
}

}  // namespace

absl::Time WorkloadStart() {
  return absl::FromCivil(absl::CivilDay(2026, 6, 15), absl::UTCTimeZone());
}

std::string WorkloadListName(size_t number) {
  return Concat("keywordLists/list", number);
}

Market::Market(const WorkloadShape& shape, const SiteVocabulary& vocabulary)
    : vocabulary_(vocabulary),
      shape_(shape),
      words_(vocabulary.word_weights),
      countries_(ZipfWeights(kCountries.size())) {
  ChooseSold();
}

// Goes through the tops by chance and leaves each unsold that still fits into
// what shall be unsold. At least one stays sold.
void Market::ChooseSold() {
  Dice dice(Mix(shape_.seed, HashBytes("market")));
  const std::map<std::string, uint64_t> weights = TopWeights(vocabulary_);
  std::vector<std::pair<uint64_t, std::string>> tops;
  uint64_t total = 0;
  for (const auto& [top, weight] : weights) {
    tops.emplace_back(dice.Next(), top);
    total += weight;
  }
  std::sort(tops.begin(), tops.end());

  const uint64_t limit = total * (100 - shape_.sold_percent) / 100;
  uint64_t left_unsold = 0;
  std::set<std::string> unsold;
  for (const auto& [order, top] : tops) {
    const uint64_t weight = weights.at(top);
    if (left_unsold + weight > limit || unsold.size() + 1 == tops.size()) {
      continue;
    }
    left_unsold += weight;
    unsold.insert(top);
    unsold_.push_back({.path = {top}});
  }
  for (const SectionPath& section : vocabulary_.sections) {
    if (unsold.count(section.front()) == 0) sold_.push_back(section);
  }
}

std::string Market::CampaignWord(Dice& dice) const {
  return dice.Percent(shape_.popular_word_percent)
             ? PageWord(dice)
             : dice.Pick(vocabulary_.words);
}

std::string Market::PageWord(Dice& dice) const {
  return vocabulary_.words[words_.Draw(dice)];
}

std::string Market::Country(Dice& dice) const {
  return std::string(kCountries[countries_.Draw(dice)]);
}

std::string Market::Region(Dice& dice, const std::string& country) const {
  return Concat(country, "-", dice.Between(1, 2));
}

std::string Market::Language(Dice& dice) const {
  static constexpr std::array<std::string_view, 6> kLanguages = {
      "en", "en-gb", "en-us", "de", "fr", "es"};
  return std::string(kLanguages[dice.Below(kLanguages.size())]);
}

std::string Market::Segment(Dice& dice) const {
  return Concat("segment-", dice.Below(kSegments));
}

Device Market::DrawDevice(Dice& dice) const {
  const size_t percent = dice.Below(100);
  return percent < 58   ? Device::kMobile
         : percent < 90 ? Device::kDesktop
         : percent < 98 ? Device::kTablet
                        : Device::kTv;
}

Taxonomy Market::MakeTaxonomy() const {
  Taxonomy taxonomy{.id = std::string(kTaxonomy), .parent = {}};
  for (const auto& [top, weight] : TopWeights(vocabulary_)) {
    const std::string parent = CategoryOf(top);
    taxonomy.parent[parent] = "";
    for (size_t i = 0; i < kCategoriesBelow; ++i) {
      taxonomy.parent[Concat(parent, " ", i)] = parent;
    }
  }
  return taxonomy;
}

CategoryId Market::DrawCategory(Dice& dice, const SectionPath& section) const {
  const std::string parent = CategoryOf(section.front());
  return {std::string(kTaxonomy),
          Concat(parent, " ", dice.Below(kCategoriesBelow))};
}

}  // namespace placard
