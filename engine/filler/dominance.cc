#include "engine/filler/dominance.h"

#include <algorithm>
#include <cstdint>
#include <span>

namespace placard {
namespace {

// With how many a candidate is compared; the best are those that dominate.
constexpr size_t kCompared = 8;

// Whether it takes part in nothing but what `widest` settles: all that have the
// unit exclude each other by it.
bool IsWithin(const FillProblem& problem, const Branch& branch, uint32_t unit,
              uint32_t widest) {
  const std::span<const uint32_t> having = branch.WithUnit(unit);
  return std::all_of(having.begin(), having.end(), [&](uint32_t i) {
    return WidestUnit(problem.candidates[i]) == widest;
  });
}

bool ClaimsNoMore(const FillProblem& problem, const FillCandidate& a,
                  const FillCandidate& b) {
  const std::span<const LabelClaim> of_a = ClaimsOf(problem, a);
  const std::span<const LabelClaim> of_b = ClaimsOf(problem, b);
  return std::all_of(of_a.begin(), of_a.end(), [&](const LabelClaim& claim) {
    return std::find(of_b.begin(), of_b.end(), claim) != of_b.end();
  });
}

// Whether `a`, of the same widest unit and before it, can stand in for `b` in
// every allowed set.
bool Dominates(const FillProblem& problem, const Branch& branch,
               const FillCandidate& a, const FillCandidate& b) {
  if ((b.slots & ~a.slots) != 0) return false;
  if (a.advertiser != kNoNumber && a.advertiser != b.advertiser) return false;
  if (a.master != kNoNumber && a.master != b.master) return false;
  if (a.line_item != b.line_item &&
      (a.group != kNoNumber || b.group != kNoNumber ||
       branch.IsMaster(b.line_item))) {
    return false;
  }
  if (a.group != b.group || !ClaimsNoMore(problem, a, b)) return false;
  const uint32_t widest = WidestUnit(b);
  return std::all_of(a.units.begin(), a.units.end(), [&](uint32_t unit) {
    return unit == kNoNumber ||
           std::find(b.units.begin(), b.units.end(), unit) != b.units.end() ||
           IsWithin(problem, branch, unit, widest);
  });
}

bool IsDominated(const FillProblem& problem, const Branch& branch,
                 uint32_t position) {
  const FillCandidate& candidate = problem.candidates[position];
  const uint32_t widest = WidestUnit(candidate);
  if (widest == kNoNumber) return false;
  size_t compared = 0;
  for (const uint32_t other : branch.WithUnit(widest)) {
    if (other >= position || compared == kCompared) return false;
    const FillCandidate& before = problem.candidates[other];
    if (!branch.is_open(other) || WidestUnit(before) != widest) continue;
    ++compared;
    if (Dominates(problem, branch, before, candidate)) return true;
  }
  return false;
}

}  // namespace

void DropDominated(const FillProblem& problem, Branch& branch) {
  for (uint32_t i = 0; i < problem.candidates.size(); ++i) {
    if (branch.is_open(i) && IsDominated(problem, branch, i)) branch.Out(i);
  }
}

}  // namespace placard
