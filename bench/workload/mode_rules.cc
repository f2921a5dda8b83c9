#include "bench/workload/mode_rules.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/base/status.h"

namespace placard {
namespace {

constexpr size_t kTops = 20;
constexpr size_t kMiddles = 80;
constexpr size_t kLeaves = 300;
constexpr size_t kWords = 50'000;
constexpr size_t kCountries = 200;
constexpr size_t kCategories = 10;
constexpr size_t kCategoriesBelow = 8;

std::vector<SectionPath> MakeSections() {
  std::vector<SectionPath> sections;
  for (size_t i = 0; i < kTops; ++i) sections.push_back({Concat("top-", i)});
  for (size_t i = 0; i < kMiddles; ++i) {
    sections.push_back({Concat("top-", i % kTops), Concat("middle-", i)});
  }
  for (size_t i = 0; i < kLeaves; ++i) {
    const size_t middle = i % kMiddles;
    sections.push_back({Concat("top-", middle % kTops),
                        Concat("middle-", middle), Concat("leaf-", i)});
  }
  return sections;
}

bool LiesBelow(const SectionPath& path, const SectionPath& above) {
  return path.size() >= above.size() &&
         std::equal(above.begin(), above.end(), path.begin());
}

// Every leaf is the path of as many pages as any other.
std::vector<double> Shares(const std::vector<SectionPath>& sections,
                           const std::vector<SectionPath>& leaves) {
  std::vector<double> shares;
  for (const SectionPath& section : sections) {
    const auto below = std::count_if(
        leaves.begin(), leaves.end(),
        [&](const SectionPath& path) { return LiesBelow(path, section); });
    shares.push_back(static_cast<double>(below) /
                     static_cast<double>(leaves.size()));
  }
  return shares;
}

// One leaf after another, with the part of pages that all accept together.
class RuleMaker {
 public:
  RuleMaker(Dice& dice, const ModeWorld& world, const RuleMix& mix)
      : dice_(dice), world_(world), mix_(mix) {}

  ModeRule Make() {
    AddSections();
    AddWords();
    AddReader();
    AddPage();
    return {.rule = Rule{std::move(all_)}, .share = share_};
  }

 private:
  void Add(Rule rule, double share) {
    all_.rules.push_back(std::move(rule));
    share_ *= std::min(1.0, share);
  }

  void AddSections() {
    if (!mix_.has_sections || dice_.Percent(mix_.run_of_site_percent)) return;
    SectionRule rule;
    double share = 0;
    for (size_t i = dice_.Between(1, 5); i > 0; --i) {
      const size_t section = dice_.Below(world_.sections().size());
      share += world_.SectionShare(section);
      rule.include.push_back({.path = world_.sections()[section]});
    }
    Add(Rule{std::move(rule)}, share);
  }

  void AddWords() {
    KeywordRule wanted;
    double share = 0;
    for (size_t i = dice_.Between(mix_.fewest_words, 20); i > 0; --i) {
      const size_t word = DrawWord();
      share += 15 * world_.WordShare(word);  // so many words has a page
      wanted.terms.push_back({.text = world_.Word(word)});
    }
    if (!wanted.terms.empty()) Add(Rule{std::move(wanted)}, share);
    KeywordRule unwanted;
    for (size_t i = dice_.Between(0, 5); i > 0; --i) {
      // What one stays away from is seldom what one writes about.
      const size_t word = dice_.Below(world_.words());
      unwanted.terms.push_back({.text = world_.Word(word)});
    }
    if (!unwanted.terms.empty()) Add(Not(Rule{std::move(unwanted)}), 1);
    if (dice_.Percent(8)) {
      Add(Not(Rule{KeywordListRule{ModeListName(dice_.Below(kModeLists))}}), 1);
    }
  }

  size_t DrawWord() {
    size_t word = world_.DrawWord(dice_);
    while (word < mix_.head_words) word = world_.DrawWord(dice_);
    return word;
  }

  void AddReader() {
    if (dice_.Percent(mix_.country_percent)) {
      AddValues(ValueRule::Field::kCountry, 10, 0.2,
                [&] { return world_.Country(world_.DrawCountry(dice_)); });
    }
    if (dice_.Percent(50)) {
      DeviceRule devices{{static_cast<Device>(dice_.Below(3)),
                          static_cast<Device>(dice_.Below(3))}};
      Add(Rule{std::move(devices)}, 0.56);
    }
    if (dice_.Percent(4)) {
      AddValues(ValueRule::Field::kRegion, 4, 0.05, [&] {
        std::string country = world_.Country(world_.DrawCountry(dice_));
        return Concat(country, "-", dice_.Below(4));
      });
    }
    if (dice_.Percent(8)) {
      AddValues(ValueRule::Field::kLanguage, 3, 0.2,
                [&] { return world_.DrawLanguage(dice_); });
    }
    if (dice_.Percent(6)) {
      AddValues(ValueRule::Field::kSegment, 8, 0.05,
                [&] { return Concat("segment-", dice_.Below(60)); });
    }
  }

  // Up to `at_most` values, each of which `share_of_one` of the pages have.
  template <typename Draw>
  void AddValues(ValueRule::Field field, size_t at_most, double share_of_one,
                 Draw draw) {
    ValueRule rule{.field = field, .values = {}};
    for (size_t i = dice_.Between(1, at_most); i > 0; --i) {
      rule.values.push_back(draw());
    }
    const double share = share_of_one * static_cast<double>(rule.values.size());
    Add(Rule{std::move(rule)}, share);
  }

  void AddPage() {
    if (dice_.Percent(6)) {
      CategoryRule rule;
      for (size_t i = dice_.Between(1, 6); i > 0; --i) {
        rule.categories.push_back(world_.DrawCategory(dice_));
      }
      Add(Rule{std::move(rule)}, 0.1);
    }
    if (dice_.Percent(5)) {
      KeyValue wanted{.key = Concat("key-", dice_.Below(6)), .values = {}};
      for (int i = 0; i < 2; ++i) {
        wanted.values.push_back(Concat("value-", dice_.Below(10)));
      }
      Add(Rule{KeyValueRule{std::move(wanted)}}, 0.1);
    }
    if (dice_.Percent(8)) AddDaypart();
  }

  void AddDaypart() {
    const size_t first_hour = dice_.Between(0, 18);
    const size_t last_hour = dice_.Between(first_hour + 2, 23);
    DaypartRule rule;
    for (size_t day = 0; day < 7; ++day) {
      for (size_t quarter = first_hour * 4; quarter < last_hour * 4;
           ++quarter) {
        rule.quarters->set(day * 96 + quarter);
      }
    }
    Add(Rule{rule}, static_cast<double>(last_hour - first_hour) / 24);
  }

  Dice& dice_;
  const ModeWorld& world_;
  const RuleMix& mix_;
  AllOfRule all_;
  double share_ = 1;
};

}  // namespace

std::string ModeListName(size_t number) {
  return Concat("keywordLists/list", number);
}

ModeWorld::ModeWorld()
    : sections_(MakeSections()),
      leaves_(sections_.end() - kLeaves, sections_.end()),
      section_shares_(Shares(sections_, leaves_)),
      word_weights_(ZipfWeights(kWords)),
      word_total_(static_cast<double>(std::accumulate(
          word_weights_.begin(), word_weights_.end(), uint64_t{0}))),
      words_(word_weights_),
      countries_(ZipfWeights(kCountries)) {}

std::string ModeWorld::Word(size_t number) const {
  return Concat("word", number);
}

double ModeWorld::WordShare(size_t number) const {
  return static_cast<double>(word_weights_[number]) / word_total_;
}

std::string ModeWorld::Country(size_t number) const {
  return {static_cast<char>('a' + number / 26),
          static_cast<char>('a' + number % 26)};
}

std::string ModeWorld::DrawLanguage(Dice& dice) const {
  return {'l', static_cast<char>('a' + dice.Below(10))};
}

CategoryId ModeWorld::DrawCategory(Dice& dice) const {
  std::string id = Concat("category-", dice.Below(kCategories));
  if (!dice.OneIn(4)) id += Concat("-", dice.Below(kCategoriesBelow));
  return {"content", std::move(id)};
}

Taxonomy ModeWorld::MakeTaxonomy() const {
  Taxonomy taxonomy{.id = "content", .parent = {}};
  for (size_t i = 0; i < kCategories; ++i) {
    const std::string parent = Concat("category-", i);
    taxonomy.parent[parent] = "";
    for (size_t below = 0; below < kCategoriesBelow; ++below) {
      taxonomy.parent[Concat(parent, "-", below)] = parent;
    }
  }
  return taxonomy;
}

ModeRule MakeModeRule(Dice& dice, const ModeWorld& world, const RuleMix& mix) {
  return RuleMaker(dice, world, mix).Make();
}

}  // namespace placard
