// The best ads of a small page by trying every set and every way to place it.
// Shares nothing with the filler but the problem.
//
// Thread safety: pure function.
// Cost: O(2^candidates * slots^chosen).
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/filler/fill_problem.h"

namespace placard {

using PairHashes = std::function<uint32_t(uint32_t candidate, int slot)>;

struct OracleAnswer {
  std::vector<uint32_t> chosen;
  int32_t phantoms = 0;
  uint64_t hash_sum = 0;
};

OracleAnswer BestByTrying(const FillProblem& problem,
                          const PairHashes& pair_hash);

// Whether a set keeps every rule, places included.
bool IsAllowed(const FillProblem& problem, const std::vector<uint32_t>& chosen);

// How good an allowed set is: by stage, what is compared first to last, the
// smaller the better.
std::vector<std::vector<int64_t>> Rating(const FillProblem& problem,
                                         const std::vector<uint32_t>& chosen);

// Going through the order once and adding what leaves the set allowed; groups
// as a whole where their first candidate is.
std::vector<uint32_t> ByAddingInOrder(const FillProblem& problem);

}  // namespace placard
