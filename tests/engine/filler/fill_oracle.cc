#include "tests/engine/filler/fill_oracle.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <set>

namespace placard {
namespace {

constexpr int64_t kEnd = std::numeric_limits<int64_t>::max();

// The smallest sum over all ways to place chosen[next...]; none if there is no
// way.
std::optional<uint64_t> CheapestWay(const FillProblem& problem,
                                    const std::vector<uint32_t>& chosen,
                                    const PairHashes& pair_hash, size_t next,
                                    std::vector<int>& left) {
  if (next == chosen.size()) return 0;
  std::optional<uint64_t> cheapest;
  for (size_t s = 0; s < left.size(); ++s) {
    if ((problem.candidates[chosen[next]].slots >> s & 1) == 0) continue;
    if (left[s] == 0) continue;
    --left[s];
    const std::optional<uint64_t> rest =
        CheapestWay(problem, chosen, pair_hash, next + 1, left);
    ++left[s];
    if (!rest.has_value()) continue;
    const uint64_t sum = *rest + pair_hash(chosen[next], static_cast<int>(s));
    if (!cheapest.has_value() || sum < *cheapest) cheapest = sum;
  }
  return cheapest;
}

std::optional<uint64_t> CheapestWay(const FillProblem& problem,
                                    const std::vector<uint32_t>& chosen,
                                    const PairHashes& pair_hash) {
  std::vector<int> left(problem.places.begin(), problem.places.end());
  return CheapestWay(problem, chosen, pair_hash, 0, left);
}

bool AreApart(const FillProblem& problem, const FillCandidate& a,
              const FillCandidate& b) {
  for (const uint32_t unit : a.units) {
    if (unit == kNoNumber) continue;
    if (std::count(b.units.begin(), b.units.end(), unit) > 0) return false;
  }
  for (uint32_t i = 0; i < a.claims; ++i) {
    for (uint32_t j = 0; j < b.claims; ++j) {
      const LabelClaim& of_a = problem.claims[a.first_claim + i];
      const LabelClaim& of_b = problem.claims[b.first_claim + j];
      if (of_a.label == of_b.label && of_a.party != of_b.party) return false;
    }
  }
  return true;
}

// All rules but that of groups.
bool KeepsOtherRules(const FillProblem& problem,
                     const std::vector<uint32_t>& chosen) {
  std::map<uint32_t, int32_t> by_advertiser;
  std::set<uint32_t> line_items;
  for (size_t i = 0; i < chosen.size(); ++i) {
    const FillCandidate& candidate = problem.candidates[chosen[i]];
    for (size_t j = 0; j < i; ++j) {
      const FillCandidate& other = problem.candidates[chosen[j]];
      if (!AreApart(problem, candidate, other)) return false;
    }
    if (candidate.advertiser != kNoNumber) {
      ++by_advertiser[candidate.advertiser];
    }
    line_items.insert(candidate.line_item);
  }
  for (const auto& [advertiser, ads] : by_advertiser) {
    if (ads > problem.advertiser_limits[advertiser]) return false;
  }
  return std::all_of(chosen.begin(), chosen.end(), [&](uint32_t i) {
    const uint32_t master = problem.candidates[i].master;
    return master == kNoNumber || line_items.contains(master);
  });
}

bool KeepsGroups(const FillProblem& problem,
                 const std::vector<uint32_t>& chosen) {
  std::map<uint32_t, std::set<uint32_t>> line_items;
  for (const uint32_t i : chosen) {
    const FillCandidate& candidate = problem.candidates[i];
    if (candidate.group == kNoNumber) continue;
    line_items[candidate.group].insert(candidate.line_item);
  }
  return std::all_of(
      line_items.begin(), line_items.end(), [&](const auto& group) {
        return group.second.size() == problem.group_line_items[group.first];
      });
}

int32_t PhantomsBeside(const FillProblem& problem,
                       const std::vector<uint32_t>& chosen) {
  if (!problem.phantoms.has_value()) return 0;
  return std::accumulate(problem.places.begin(), problem.places.end(), 0) -
         static_cast<int32_t>(chosen.size());
}

// Kuhn's matching: gives ad `ad` a place, if need be one whose ad finds another
// that was not asked yet.
bool FindPlace(const FillProblem& problem, const std::vector<uint32_t>& chosen,
               const std::vector<int>& slot_of_place, size_t ad,
               std::vector<bool>& asked, std::vector<int>& ad_of_place) {
  for (size_t p = 0; p < slot_of_place.size(); ++p) {
    if (asked[p]) continue;
    if ((problem.candidates[chosen[ad]].slots >> slot_of_place[p] & 1) == 0) {
      continue;
    }
    asked[p] = true;
    if (ad_of_place[p] < 0 ||
        FindPlace(problem, chosen, slot_of_place,
                  static_cast<size_t>(ad_of_place[p]), asked, ad_of_place)) {
      ad_of_place[p] = static_cast<int>(ad);
      return true;
    }
  }
  return false;
}

bool Fits(const FillProblem& problem, const std::vector<uint32_t>& chosen) {
  std::vector<int> slot_of_place;
  for (size_t s = 0; s < problem.places.size(); ++s) {
    slot_of_place.insert(slot_of_place.end(), problem.places[s],
                         static_cast<int>(s));
  }
  std::vector<int> ad_of_place(slot_of_place.size(), -1);
  for (size_t ad = 0; ad < chosen.size(); ++ad) {
    std::vector<bool> asked(slot_of_place.size());
    if (!FindPlace(problem, chosen, slot_of_place, ad, asked, ad_of_place)) {
      return false;
    }
  }
  return true;
}

// Of each line item of the group the first candidate that can be added.
void AddGroup(const FillProblem& problem, uint32_t group,
              std::vector<uint32_t>& chosen) {
  std::set<uint32_t> line_items;
  for (uint32_t i = 0; i < problem.candidates.size(); ++i) {
    const FillCandidate& candidate = problem.candidates[i];
    if (candidate.group != group || line_items.contains(candidate.line_item)) {
      continue;
    }
    chosen.push_back(i);
    if (KeepsOtherRules(problem, chosen) && Fits(problem, chosen)) {
      line_items.insert(candidate.line_item);
    } else {
      chosen.pop_back();
    }
  }
}

}  // namespace

bool IsAllowed(const FillProblem& problem,
               const std::vector<uint32_t>& chosen) {
  return KeepsOtherRules(problem, chosen) && KeepsGroups(problem, chosen) &&
         Fits(problem, chosen);
}

std::vector<std::vector<int64_t>> Rating(const FillProblem& problem,
                                         const std::vector<uint32_t>& chosen) {
  std::vector<std::vector<int64_t>> rating(problem.goals.size(), {0});
  const auto add = [&](uint32_t stage, int64_t value, int64_t position) {
    const bool total = problem.goals[stage] == StageGoal::kTotal;
    rating[stage][0] -= total ? value : 1;
    rating[stage].push_back(position);
  };
  for (const uint32_t i : chosen) {
    add(problem.candidates[i].stage, problem.candidates[i].value, i);
  }
  for (int32_t i = 0; i < PhantomsBeside(problem, chosen); ++i) {
    add(problem.phantoms->stage, problem.phantoms->value,
        static_cast<int64_t>(problem.candidates.size()));
  }
  for (std::vector<int64_t>& stage : rating) stage.push_back(kEnd);
  return rating;
}

OracleAnswer BestByTrying(const FillProblem& problem,
                          const PairHashes& pair_hash) {
  std::vector<uint32_t> best;
  std::vector<std::vector<int64_t>> best_rating = Rating(problem, best);
  for (uint32_t set = 1; set < uint32_t{1} << problem.candidates.size();
       ++set) {
    std::vector<uint32_t> chosen;
    for (uint32_t i = 0; i < problem.candidates.size(); ++i) {
      if ((set >> i & 1) != 0) chosen.push_back(i);
    }
    std::vector<std::vector<int64_t>> rating = Rating(problem, chosen);
    if (rating >= best_rating || !IsAllowed(problem, chosen)) continue;
    best = chosen;
    best_rating = rating;
  }
  return {.chosen = best,
          .phantoms = PhantomsBeside(problem, best),
          .hash_sum = *CheapestWay(problem, best, pair_hash)};
}

std::vector<uint32_t> ByAddingInOrder(const FillProblem& problem) {
  std::vector<uint32_t> chosen;
  std::set<uint32_t> groups;  // that were tried
  for (uint32_t i = 0; i < problem.candidates.size(); ++i) {
    const uint32_t group = problem.candidates[i].group;
    if (std::count(chosen.begin(), chosen.end(), i) > 0) continue;
    std::vector<uint32_t> more = chosen;
    if (group != kNoNumber && groups.insert(group).second) {
      AddGroup(problem, group, more);
    } else {
      more.push_back(i);
    }
    if (IsAllowed(problem, more)) chosen = more;
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

}  // namespace placard
