#include "engine/filler/chosen_set.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>

namespace placard {
namespace {

constexpr uint32_t kNoStage = std::numeric_limits<uint32_t>::max();

// Walks a set stage by stage.
class StageWalk {
 public:
  StageWalk(const FillProblem& problem, const ChosenSet& set)
      : problem_(problem), set_(set), phantoms_(set.phantoms) {}

  // The next stage that has something; kNoStage if none has.
  uint32_t Next() const {
    uint32_t stage = phantoms_ > 0 ? problem_.phantoms->stage : kNoStage;
    if (end_ < set_.positions.size()) {
      stage = std::min(stage, problem_.candidates[set_.positions[end_]].stage);
    }
    return stage;
  }

  // Goes over what the set has of this stage.
  void Enter(uint32_t stage) {
    const bool total = problem_.goals[stage] == StageGoal::kTotal;
    begin_ = end_;
    score_ = 0;
    for (; end_ < set_.positions.size(); ++end_) {
      const FillCandidate& next = problem_.candidates[set_.positions[end_]];
      if (next.stage != stage) break;
      score_ += total ? next.value : 1;
    }
    if (phantoms_ == 0 || problem_.phantoms->stage != stage) return;
    score_ += phantoms_ * (total ? problem_.phantoms->value : 1);
    phantoms_ = 0;
  }

  int64_t score() const { return score_; }

  std::span<const uint32_t> positions() const {
    return std::span(set_.positions).subspan(begin_, end_ - begin_);
  }

 private:
  const FillProblem& problem_;
  const ChosenSet& set_;
  int32_t phantoms_;
  size_t begin_ = 0;
  size_t end_ = 0;
  int64_t score_ = 0;
};

}  // namespace

bool IsBetter(const FillProblem& problem, const ChosenSet& a,
              const ChosenSet& b) {
  StageWalk walk_a(problem, a);
  StageWalk walk_b(problem, b);
  for (;;) {
    const uint32_t stage = std::min(walk_a.Next(), walk_b.Next());
    if (stage == kNoStage) return a.phantoms > b.phantoms;
    walk_a.Enter(stage);
    walk_b.Enter(stage);
    if (walk_a.score() != walk_b.score()) {
      return walk_a.score() > walk_b.score();
    }
    const std::span<const uint32_t> at_a = walk_a.positions();
    const std::span<const uint32_t> at_b = walk_b.positions();
    const auto [i, j] =
        std::mismatch(at_a.begin(), at_a.end(), at_b.begin(), at_b.end());
    if (i == at_a.end() && j == at_b.end()) continue;
    if (i == at_a.end() || j == at_b.end()) return j == at_b.end();
    return *i < *j;
  }
}

}  // namespace placard
