#include "engine/selection/relaxation.h"

#include <algorithm>

namespace placard {

bool Relaxation::Solve(const FillProblem& problem, const Branch& branch,
                       const Cliques& cliques) {
  matching_.Reset(problem.places);
  done_.Clear(cliques.size());
  added_.clear();
  for (const uint32_t i : branch.in()) {
    if (!matching_.Add(problem.candidates[i].slots)) return false;
    done_[cliques.Of(i)] = true;
  }
  uint32_t i = 0;
  for (; i < problem.candidates.size() && !matching_.full(); ++i) {
    if (!branch.is_open(i)) continue;
    bool& done = done_[cliques.Of(i)];
    if (done) continue;
    done = true;
    if (matching_.Add(SlotsOf(problem, branch, cliques, i))) {
      added_.push_back(i);
    }
  }
  steps_ += i;
  Gather(branch);
  best_.phantoms = problem.phantoms.has_value() ? matching_.free_places() : 0;
  own_slots_ = true;
  const auto in = static_cast<uint32_t>(branch.in().size());
  for (uint32_t ad = 0; ad < added_.size() && own_slots_; ++ad) {
    const uint64_t own = problem.candidates[added_[ad]].slots;
    own_slots_ = (own >> matching_.slot(in + ad) & 1) != 0;
  }
  return true;
}

uint64_t Relaxation::SlotsOf(const FillProblem& problem, const Branch& branch,
                             const Cliques& cliques, uint32_t position) {
  uint64_t slots = 0;
  for (; position != kNoNumber; position = cliques.Next(position)) {
    ++steps_;
    if (branch.is_open(position)) slots |= problem.candidates[position].slots;
  }
  return slots;
}

void Relaxation::Gather(const Branch& branch) {
  std::vector<uint32_t>& all = best_.positions;
  all.assign(branch.in().begin(), branch.in().end());
  all.insert(all.end(), added_.begin(), added_.end());
  if (!branch.in().empty()) std::sort(all.begin(), all.end());
}

std::optional<uint32_t> Relaxation::Misplaced(const FillProblem& problem,
                                              const Branch& branch) {
  if (own_slots_) return std::nullopt;
  own_.Reset(problem.places);
  for (const uint32_t i : branch.in()) own_.Add(problem.candidates[i].slots);
  for (const uint32_t i : added_) {
    if (!own_.Add(problem.candidates[i].slots)) return i;
  }
  return std::nullopt;
}

}  // namespace placard
