// Two builds by the figures of several rounds, in which they took turns.
//
// Thread safety: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bench/report/figure.h"

namespace placard {

// What both builds found in one round.
struct Round {
  Figures older;
  Figures newer;
};

// newer / older of one figure, once a round.
struct Comparison {
  std::string id;
  size_t rounds = 0;
  double median = 1;
  double least = 1;
  double most = 1;

  // By more than rounds differ among themselves, of which it takes two.
  bool differs() const;
};

// Of every figure that both builds have, above zero, in every round; in the
// order of the first round.
std::vector<Comparison> Compare(const std::vector<Round>& rounds);

// A table for people, those that differ first, and how many there are.
std::string PrintComparisons(std::vector<Comparison> comparisons);

}  // namespace placard
