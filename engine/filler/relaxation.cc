#include "engine/filler/relaxation.h"

#include <algorithm>

namespace placard {

bool Relaxation::Solve(const FillProblem& problem, const Branch& branch,
                       const Cliques& cliques) {
  matching_.Reset(problem.places);
  done_.Clear(cliques.size());
  added_.clear();
  with_places_ = 0;
  for (size_t s = 0; s < problem.places.size(); ++s) {
    if (problem.places[s] > 0) with_places_ |= uint64_t{1} << s;
  }
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
    const uint64_t slots = SlotsOf(problem, branch, cliques, i);
    if (!matching_.Add(slots)) continue;
    added_.push_back(
        {.position = i, .widened = slots != problem.candidates[i].slots});
  }
  steps_ += i;
  Gather(branch);
  best_.phantoms = problem.phantoms.has_value() ? matching_.free_places() : 0;
  own_slots_ = true;
  const auto in = static_cast<uint32_t>(branch.in().size());
  for (uint32_t ad = 0; ad < added_.size() && own_slots_; ++ad) {
    const uint64_t own = problem.candidates[added_[ad].position].slots;
    own_slots_ = (own >> matching_.slot(in + ad) & 1) != 0;
  }
  return true;
}

uint64_t Relaxation::SlotsOf(const FillProblem& problem, const Branch& branch,
                             const Cliques& cliques, uint32_t position) {
  uint64_t slots = 0;
  for (; position != kNoNumber && slots != with_places_;
       position = cliques.Next(position)) {
    ++steps_;
    if (branch.is_open(position)) slots |= problem.candidates[position].slots;
  }
  return slots;
}

void Relaxation::Gather(const Branch& branch) {
  std::vector<uint32_t>& all = best_.positions;
  all.assign(branch.in().begin(), branch.in().end());
  for (const Added& added : added_) all.push_back(added.position);
  if (!branch.in().empty()) std::sort(all.begin(), all.end());
}

// Those that no clique widened fit together, for they sit in slots of their own
// now. Of the others the worst come first, so that the best one that they leave
// no place is what the branch is decided by: that changes the bound most.
std::optional<uint32_t> Relaxation::Misplaced(const FillProblem& problem,
                                              const Branch& branch) {
  if (own_slots_) return std::nullopt;
  own_.Reset(problem.places);
  for (const uint32_t i : branch.in()) own_.Add(problem.candidates[i].slots);
  for (const Added& added : added_) {
    if (!added.widened) own_.Add(problem.candidates[added.position].slots);
  }
  for (size_t i = added_.size(); i-- > 0;) {
    if (!added_[i].widened) continue;
    const uint32_t position = added_[i].position;
    if (!own_.Add(problem.candidates[position].slots)) return position;
  }
  return std::nullopt;
}

}  // namespace placard
