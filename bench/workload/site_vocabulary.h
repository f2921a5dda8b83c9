// The words and sections of a site: what its pages are about and, therefore,
// what its campaigns ask for.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/page.h"

namespace placard {

// What the publisher's system knows of one article. All normalised.
struct PageContext {
  SectionPath section;
  std::vector<std::string> keywords;
};

struct SiteVocabulary {
  // Most popular first, with how popular.
  std::vector<SectionPath> sections;
  std::vector<uint64_t> section_weights;
  std::vector<std::string> words;
  std::vector<uint64_t> word_weights;
  // Two words that stand beside each other on pages.
  std::vector<std::string> phrases;
};

// 5,000 made-up words by Zipf's law; 24 sections, most with others below them,
// skewed likewise.
SiteVocabulary MakeVocabulary(uint64_t seed);

// That of given pages.
SiteVocabulary VocabularyOf(const std::vector<PageContext>& contexts);

}  // namespace placard
