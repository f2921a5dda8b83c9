// Turns rules into numbers: first a tree of RuleExprs, from which the index
// takes what it can look up, then words in a RuleBook for the rest.
//
// Thread safety: thread-compatible.
// Lifetime: the vocabulary, lists and book must outlive the compiler; blocks
// are told apart by address, so they must stay where they are meanwhile. A
// RuleExpr lives until the compiler is next asked for one, or as long as the
// scratch that it was asked for in.
// Cost: linear in the rule; for one-off use at build time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "engine/base/scratch.h"
#include "engine/model/campaign.h"
#include "engine/model/rule.h"
#include "engine/targeting/compiled_rule.h"
#include "engine/targeting/vocabulary.h"

namespace placard {

// Catalogue-wide numbers of keyword lists, by name.
using ListIds = absl::flat_hash_map<std::string, uint32_t>;

struct RuleExpr {
  RuleOp op = RuleOp::kAll;
  FeatureKind kind = FeatureKind::kTerm;  // of kAnyOf
  std::span<const uint32_t> ids = {};     // the words behind a leaf's head
  std::span<const RuleExpr> parts = {};   // of kAll, kAny and kNot

  bool is_leaf() const { return op < RuleOp::kNot; }
};

// Appends the rule to the words and returns where it begins.
size_t Emit(const RuleExpr& rule, std::vector<uint32_t>& words);

class RuleCompiler {
 public:
  // Precondition: every list that a rule names has a number in `lists`.
  RuleCompiler(const ListIds& lists, Vocabulary& vocabulary, RuleBook& book)
      : lists_(lists), vocabulary_(vocabulary), book_(book) {}

  // What EffectiveRule() says, as the parts that must all hold.
  // Precondition: the line item's rule is no BadRule.
  std::span<RuleExpr> CompileEffective(const Advertiser& advertiser,
                                       const Campaign& campaign,
                                       const LineItem& line_item) {
    own_scratch_.Clear();
    return CompileEffective(advertiser, campaign, line_item, own_scratch_);
  }
  // `scratch` must live until the compiler is next asked for something.
  std::span<RuleExpr> CompileEffective(const Advertiser& advertiser,
                                       const Campaign& campaign,
                                       const LineItem& line_item,
                                       Scratch& scratch);

  RuleExpr Compile(const Rule& rule, const absl::TimeZone& zone);

  // The number of the shared rule that holds on pages that `blocks` stays away
  // from.
  uint32_t CompileShared(const Blocks& blocks);

  // Appends the rule to the book and returns where it begins.
  size_t Emit(const RuleExpr& rule) { return placard::Emit(rule, book_.words); }

 private:
  struct LeafCompiler;

  RuleExpr CompilePart(const Rule& rule, const absl::TimeZone& zone);
  RuleExpr CompileBlocks(const Blocks& blocks);
  std::span<const uint32_t> One(uint32_t id);
  RuleExpr Negate(RuleExpr rule);
  void AddPart(const RuleExpr& part, RuleOp group);
  void MergeAlternatives(size_t begin);
  std::span<RuleExpr> TakeParts(size_t begin);

  const ListIds& lists_;
  Vocabulary& vocabulary_;
  RuleBook& book_;
  absl::flat_hash_map<const Blocks*, uint32_t> shared_;
  Scratch own_scratch_;
  Scratch* scratch_ = &own_scratch_;  // where RuleExprs are made
  // Of the groups that are being compiled, the inner ones' last.
  std::vector<RuleExpr> open_parts_;
};

}  // namespace placard
