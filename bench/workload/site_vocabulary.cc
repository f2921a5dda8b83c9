#include "bench/workload/site_vocabulary.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "bench/workload/dice.h"
#include "bench/workload/popularity.h"

namespace placard {
namespace {

constexpr size_t kWords = 5'000;
constexpr size_t kPhrases = 2'000;

constexpr std::array<std::string_view, 24> kTopSections = {
    "politics", "world",   "business", "sport",  "culture",   "science",
    "health",   "travel",  "crime",    "tech",   "opinion",   "local",
    "media",    "food",    "style",    "family", "education", "climate",
    "religion", "history", "games",    "cars",   "homes",     "puzzles"};

constexpr std::array<std::string_view, 20> kStarts = {
    "b", "br", "c", "d", "f", "g",  "gr", "h",  "k", "l",
    "m", "n",  "p", "r", "s", "st", "t",  "tr", "v", "w"};
constexpr std::array<std::string_view, 8> kVowels = {"a", "e",  "i",  "o",
                                                     "u", "ai", "ea", "ou"};
constexpr std::array<std::string_view, 8> kEnds = {"",  "n", "r",  "s",
                                                   "l", "t", "nd", "ck"};

template <size_t kSize>
std::string_view Pick(Dice& dice,
                      const std::array<std::string_view, kSize>& pieces) {
  return pieces[dice.Below(kSize)];
}

std::string MakeWord(Dice& dice) {
  std::string word;
  for (size_t syllables = dice.Between(1, 3); syllables > 0; --syllables) {
    word += Pick(dice, kStarts);
    word += Pick(dice, kVowels);
    word += Pick(dice, kEnds);
  }
  return word;
}

std::vector<std::string> MakeWords(Dice& dice) {
  std::vector<std::string> words;
  std::set<std::string> seen;
  while (words.size() < kWords) {
    std::string word = MakeWord(dice);
    if (word.size() < 3 || !seen.insert(word).second) continue;
    words.push_back(std::move(word));
  }
  return words;
}

// A section, up to four below it and up to three below each of those.
void AddSections(Dice& dice, std::string_view top,
                 const std::vector<std::string>& words,
                 std::vector<SectionPath>& sections) {
  const SectionPath path = {std::string(top)};
  sections.push_back(path);
  for (const std::string& middle : dice.Sample(words, dice.Below(5))) {
    const SectionPath below = {path[0], middle};
    sections.push_back(below);
    for (const std::string& leaf : dice.Sample(words, dice.Below(4))) {
      sections.push_back({path[0], middle, leaf});
    }
  }
}

template <typename T>
void SortByCount(const std::map<T, uint64_t>& counts, std::vector<T>& values,
                 std::vector<uint64_t>& weights) {
  std::vector<std::pair<uint64_t, T>> sorted;
  sorted.reserve(counts.size());
  for (const auto& [value, count] : counts) sorted.emplace_back(count, value);
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  for (auto& [count, value] : sorted) {
    weights.push_back(count);
    values.push_back(std::move(value));
  }
}

}  // namespace

SiteVocabulary MakeVocabulary(uint64_t seed) {
  Dice dice(Mix(seed, HashBytes("vocabulary")));
  SiteVocabulary vocabulary;
  vocabulary.words = MakeWords(dice);
  vocabulary.word_weights = ZipfWeights(kWords);
  for (std::string_view top : kTopSections) {
    AddSections(dice, top, vocabulary.words, vocabulary.sections);
  }
  vocabulary.section_weights = ZipfWeights(vocabulary.sections.size());
  const Popularity popularity(vocabulary.word_weights);
  for (size_t i = 0; i < kPhrases; ++i) {
    vocabulary.phrases.push_back(vocabulary.words[popularity.Draw(dice)] + " " +
                                 vocabulary.words[popularity.Draw(dice)]);
  }
  return vocabulary;
}

SiteVocabulary VocabularyOf(const std::vector<PageContext>& contexts) {
  std::map<SectionPath, uint64_t> sections;
  std::map<std::string, uint64_t> words;
  std::set<std::string> phrases;
  for (const PageContext& context : contexts) {
    ++sections[context.section];
    for (const std::string& keyword : context.keywords) ++words[keyword];
    for (size_t i = 1; i < context.keywords.size(); ++i) {
      phrases.insert(context.keywords[i - 1] + " " + context.keywords[i]);
    }
  }
  SiteVocabulary vocabulary;
  SortByCount(sections, vocabulary.sections, vocabulary.section_weights);
  SortByCount(words, vocabulary.words, vocabulary.word_weights);
  vocabulary.phrases.assign(phrases.begin(), phrases.end());
  return vocabulary;
}

}  // namespace placard
