#include "engine/lint/contradiction.h"

#include "engine/base/status.h"

namespace placard {
namespace {

class Finder {
 public:
  Finder(const LeafWorld& world, int64_t& work) : world_(world), work_(work) {}

  std::optional<std::string> Find(const std::vector<Demand>& outer,
                                  const Demands& inner) {
    std::vector<Demand> leaves = outer;
    leaves.insert(leaves.end(), inner.leaves.begin(), inner.leaves.end());
    work_ -= ConflictWork(leaves);
    if (work_ < 0) return std::nullopt;
    const std::vector<const Demand*> culprits = FindConflict(leaves, world_);
    if (!culprits.empty()) return DemandWords(culprits);
    for (const DemandChoice& choice : inner.choices) {
      std::optional<std::string> found = FindInChoice(leaves, choice);
      if (found.has_value()) return found;
    }
    return std::nullopt;
  }

 private:
  // Whether no alternative is possible beside `leaves`; says why of the first.
  std::optional<std::string> FindInChoice(const std::vector<Demand>& leaves,
                                          const DemandChoice& choice) {
    if (choice.rules->empty()) {
      return std::string("it needs one of several rules and names none");
    }
    std::optional<std::string> first;
    for (const Rule& rule : *choice.rules) {
      Demands alternative;
      alternative.Add(rule, choice.hold, choice.source);
      std::optional<std::string> why = Find(leaves, alternative);
      if (!why.has_value()) return std::nullopt;
      if (!first.has_value()) first = std::move(why);
    }
    return Concat("each of ", choice.rules->size(),
                  " alternatives is ruled out, such as: ", *first);
  }

  const LeafWorld& world_;
  int64_t& work_;
};

}  // namespace

std::optional<std::string> FindContradiction(const Rule& rule,
                                             const Demands& blocks,
                                             const LeafWorld& world,
                                             int64_t& work) {
  Demands demands = blocks;
  demands.Add(rule, true, DemandSource::kRule);
  return Finder(world, work).Find({}, demands);
}

}  // namespace placard
