// What a set of pages is like to a targeting engine: how much is on a page, and
// how unevenly words and sections are spread over pages. Generated pages are
// only as good as this agrees with real ones.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bench/workload/page_views.h"
#include "bench/workload/site_vocabulary.h"

namespace placard {

struct PageShape {
  size_t pages = 0;
  // Of keywords on a page.
  size_t keywords_median = 0;
  size_t keywords_p95 = 0;
  size_t keywords_most = 0;
  // In a hundred: of keywords, those of several words.
  double phrases = 0;
  // In a hundred: of all keywords on all pages, those that are one of the n
  // most popular words.
  double top_word = 0;
  double top_10_words = 0;
  double top_100_words = 0;
  // s of Zipf's law, by which the n-th word is 1/n^s as popular as the first;
  // of the words from the 5th to the 200th.
  double word_exponent = 0;
  // How many words there are to a hundred keywords: what never repeats.
  double distinct_words = 0;
  size_t sections = 0;
  // In a hundred of the pages: those in one of the n most popular sections.
  double top_section = 0;
  double top_5_sections = 0;
};

// Precondition: there are pages.
PageShape ShapeOf(const std::vector<PageContext>& contexts);

std::vector<PageContext> ContextsOf(const std::vector<PageView>& views);

struct NamedShape {
  std::string name;
  PageShape shape;
};

// Side by side, a line for each figure.
std::string PrintShapes(const std::vector<NamedShape>& shapes);

}  // namespace placard
