#include "engine/index/clauses.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace placard {
bool ClauseSplitter::IsLookup(const RuleExpr& part) {
  return (part.op == RuleOp::kAnyOf && !part.ids.empty()) ||
         part.op == RuleOp::kSections;
}

FeatureKind ClauseSplitter::KindOf(const RuleExpr& part) {
  return part.op == RuleOp::kSections ? FeatureKind::kSection : part.kind;
}

// Of mixed sections no page is accepted that lies below none of the includes.
ClauseSplitter::Features ClauseSplitter::FeaturesOf(const RuleExpr& part) {
  if (part.op == RuleOp::kAnyOf) return part.ids;
  const std::span<uint32_t> features =
      scratch_.New<uint32_t>(part.ids.size() / 2);
  size_t count = 0;
  for (size_t i = 0; i < part.ids.size(); i += 2) {
    const SectionStep step = SectionStep::Of(part.ids[i + 1]);
    if (!step.include) continue;
    features[count++] = Vocabulary::SectionFeature(part.ids[i], step.exact);
  }
  const std::span<uint32_t> found = features.first(count);
  std::sort(found.begin(), found.end());
  const auto end = std::unique(found.begin(), found.end());
  return found.first(static_cast<size_t>(end - found.begin()));
}

ClauseSplitter::Features ClauseSplitter::Union(Features a, Features b) {
  const std::span<uint32_t> both = scratch_.New<uint32_t>(a.size() + b.size());
  const auto end =
      std::set_union(a.begin(), a.end(), b.begin(), b.end(), both.begin());
  return both.first(static_cast<size_t>(end - both.begin()));
}

std::span<RuleExpr> ClauseSplitter::Split(std::span<RuleExpr> parts) {
  clauses_.clear();
  scratch_.Clear();
  const bool is_simple =
      std::none_of(parts.begin(), parts.end(), [](const RuleExpr& part) {
        return part.op == RuleOp::kAny || part.op == RuleOp::kAll;
      });
  if (is_simple) return SplitSimple(parts);
  std::optional<Clauses> alternatives = AlternativesOfAll(parts);
  if (alternatives.has_value()) {
    clauses_ = *std::move(alternatives);
  } else {
    Clause& relaxed = clauses_.emplace_back();
    for (const RuleExpr& part : parts) Merge(Relaxed(part), relaxed);
  }
  for (const Clause& clause : clauses_) {
    for (size_t kind = 0; kind < kFeatureKinds; ++kind) {
      AddToCounts(clause, static_cast<FeatureKind>(kind));
    }
  }
  return parts;
}

// One clause: of each kind the part that leaves fewest rows. Of what it says
// exactly nothing is left.
std::span<RuleExpr> ClauseSplitter::SplitSimple(std::span<RuleExpr> parts) {
  std::array<const RuleExpr*, kFeatureKinds> rarest = {};
  Clause& clause = clauses_.emplace_back();
  for (const RuleExpr& part : parts) {
    if (!IsLookup(part)) continue;
    const FeatureKind kind = KindOf(part);
    const Features features = FeaturesOf(part);
    Features& best = clause.of(kind);
    if (!best.empty() && CountRows(kind, features) >= CountRows(kind, best)) {
      continue;
    }
    best = features;
    rarest[static_cast<size_t>(kind)] = &part;
  }
  size_t kept = 0;
  for (const RuleExpr& part : parts) {
    const bool is_said =
        IsExact(part) && rarest[static_cast<size_t>(part.kind)] == &part;
    if (!is_said) parts[kept++] = part;
  }
  for (size_t kind = 0; kind < kFeatureKinds; ++kind) {
    AddToCounts(clause, static_cast<FeatureKind>(kind));
  }
  return parts.first(kept);
}

// Key-values are looked up for all slots at once, so each slot is left to the
// residual.
bool ClauseSplitter::IsExact(const RuleExpr& part) const {
  return part.op == RuleOp::kAnyOf && !part.ids.empty() &&
         part.kind != FeatureKind::kKeyValue &&
         (exact_ & KindBit(part.kind)) != 0;
}

// How many clauses so far ask for one of the features, at most.
uint64_t ClauseSplitter::CountRows(FeatureKind kind, Features features) const {
  const std::vector<uint32_t>& counts = counts_[static_cast<size_t>(kind)];
  uint64_t rows = 0;
  for (const uint32_t feature : features) {
    if (feature < counts.size()) rows += counts[feature];
  }
  return rows;
}

void ClauseSplitter::AddToCounts(const Clause& clause, FeatureKind kind) {
  std::vector<uint32_t>& counts = counts_[static_cast<size_t>(kind)];
  const Features features = clause.features[static_cast<size_t>(kind)];
  if (features.empty()) return;
  // Ascending, so the last is the highest.
  if (counts.size() <= features.back()) counts.resize(features.back() + 1);
  for (const uint32_t feature : features) ++counts[feature];
}

// None: too many.
std::optional<ClauseSplitter::Clauses> ClauseSplitter::Alternatives(
    const RuleExpr& part) {
  if (part.op == RuleOp::kAll) return AlternativesOfAll(part.parts);
  if (part.op == RuleOp::kAny && !part.parts.empty()) {
    return AlternativesOfAny(part.parts);
  }
  Clauses only(1);
  if (IsLookup(part)) only[0].of(KindOf(part)) = FeaturesOf(part);
  return only;
}

std::optional<ClauseSplitter::Clauses> ClauseSplitter::AlternativesOfAll(
    std::span<const RuleExpr> parts) {
  Clauses product(1);
  for (const RuleExpr& part : parts) {
    const std::optional<Clauses> factor = Alternatives(part);
    if (!factor.has_value() || product.size() * factor->size() > kMaxClauses) {
      return std::nullopt;
    }
    Clauses next;
    for (const Clause& clause : product) {
      for (const Clause& other : *factor) {
        next.push_back(clause);
        Merge(other, next.back());
      }
    }
    product = std::move(next);
  }
  return product;
}

std::optional<ClauseSplitter::Clauses> ClauseSplitter::AlternativesOfAny(
    std::span<const RuleExpr> parts) {
  Clauses sum;
  for (const RuleExpr& part : parts) {
    std::optional<Clauses> more = Alternatives(part);
    if (!more.has_value() || sum.size() + more->size() > kMaxClauses) {
      return std::nullopt;
    }
    std::move(more->begin(), more->end(), std::back_inserter(sum));
  }
  return sum;
}

Clause ClauseSplitter::Relaxed(const RuleExpr& part) {
  Clause relaxed;
  if (part.op == RuleOp::kAll) {
    for (const RuleExpr& inner : part.parts) Merge(Relaxed(inner), relaxed);
  } else if (part.op == RuleOp::kAny && !part.parts.empty()) {
    return RelaxedAny(part.parts);
  } else if (IsLookup(part)) {
    relaxed.of(KindOf(part)) = FeaturesOf(part);
  }
  return relaxed;
}

// What every alternative asks for: of each kind that all ask for, the union.
Clause ClauseSplitter::RelaxedAny(std::span<const RuleExpr> parts) {
  Clause relaxed = Relaxed(parts[0]);
  for (size_t i = 1; i < parts.size(); ++i) {
    const Clause other = Relaxed(parts[i]);
    for (size_t kind = 0; kind < kFeatureKinds; ++kind) {
      Features& features = relaxed.features[kind];
      if (features.empty()) continue;
      features = other.features[kind].empty()
                     ? Features()
                     : Union(features, other.features[kind]);
    }
  }
  return relaxed;
}

// Both must hold; of two lookups of one kind the rarer is kept.
void ClauseSplitter::Merge(const Clause& other, Clause& clause) const {
  for (size_t i = 0; i < kFeatureKinds; ++i) {
    const auto kind = static_cast<FeatureKind>(i);
    const Features more = other.features[i];
    Features& features = clause.features[i];
    if (more.empty()) continue;
    if (features.empty() || CountRows(kind, more) < CountRows(kind, features)) {
      features = more;
    }
  }
}

}  // namespace placard
