// The knobs of a workload.
#pragma once

#include <cstddef>
#include <cstdint>

namespace placard {

struct WorkloadShape {
  uint64_t seed = 1;
  size_t line_items = 10'000;
  size_t pages = 2'000;

  // How many pages in a hundred lie in sections that advertisers buy; on the
  // others only house campaigns serve. Close to the part of the slots that is
  // filled, whatever the number of line items.
  size_t sold_percent = 65;
  // How many of the paid line items ask for no keyword; a third when there are
  // fewer than three times as many. What decides how dense pages are.
  size_t broad_line_items = 400;
  // How many in a hundred of the campaigns' keywords are drawn by how common
  // they are on pages; the others by chance, as the long tail that ops name.
  size_t popular_word_percent = 5;
  // Words of article text on each page; without them rules see its keywords
  // and title.
  size_t text_words = 0;
};

}  // namespace placard
