// What of a rule can be looked up: the rule as alternatives, each of which asks
// for features of some kinds, one of each at least.
//
// A rule is turned into its disjunctive form as far as that has few clauses;
// otherwise it is relaxed to one clause, which asks for what every alternative
// asks for. Either way no page that the rule accepts is lost, and what the
// clauses do not say is left to the residual.
//
// Thread safety: thread-compatible.
// Lifetime: clauses point into the rule that was split and into the splitter,
// until it splits the next.
// Cost: linear in the rule, times kMaxClauses at worst.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/scratch.h"
#include "engine/targeting/compiled_rule.h"
#include "engine/targeting/rule_compiler.h"
#include "engine/targeting/vocabulary.h"

namespace placard {

inline constexpr size_t kMaxClauses = 16;

// What a page must have at least one of, kind by kind; nothing: anything will
// do. Ascending; any feature stands once.
struct Clause {
  std::array<std::span<const uint32_t>, kFeatureKinds> features;

  std::span<const uint32_t>& of(FeatureKind kind) {
    return features[static_cast<size_t>(kind)];
  }
};

class ClauseSplitter {
 public:
  // A set of kinds, a bit each.
  using Kinds = uint32_t;
  static constexpr Kinds KindBit(FeatureKind kind) {
    return Kinds{1} << static_cast<uint32_t>(kind);
  }

  // What clauses ask for of the kinds in `exact` is not asked again by a
  // residual.
  explicit ClauseSplitter(Kinds exact) : exact_(exact) {}

  // Splits a rule whose parts must all hold into clauses. Returns, at the front
  // of `parts`, what has to be evaluated besides.
  std::span<RuleExpr> Split(std::span<RuleExpr> parts);

  const std::vector<Clause>& clauses() const { return clauses_; }

 private:
  using Clauses = std::vector<Clause>;

  // An ascending set of features.
  using Features = std::span<const uint32_t>;

  static bool IsLookup(const RuleExpr& part);
  static FeatureKind KindOf(const RuleExpr& part);
  Features FeaturesOf(const RuleExpr& part);
  Features Union(Features a, Features b);

  std::span<RuleExpr> SplitSimple(std::span<RuleExpr> parts);
  bool IsExact(const RuleExpr& part) const;
  uint64_t CountRows(FeatureKind kind, Features features) const;
  void AddToCounts(const Clause& clause, FeatureKind kind);

  std::optional<Clauses> Alternatives(const RuleExpr& part);
  std::optional<Clauses> AlternativesOfAll(std::span<const RuleExpr> parts);
  std::optional<Clauses> AlternativesOfAny(std::span<const RuleExpr> parts);
  Clause Relaxed(const RuleExpr& part);
  Clause RelaxedAny(std::span<const RuleExpr> parts);
  void Merge(const Clause& other, Clause& clause) const;

  const Kinds exact_;
  Clauses clauses_;
  Scratch scratch_;  // of clauses_: features that do not stand in the rule
  // By kind and feature: the clauses so far that ask for it.
  std::array<std::vector<uint32_t>, kFeatureKinds> counts_;
};

}  // namespace placard
