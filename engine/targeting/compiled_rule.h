// Rules as words of 32 bits over the numbers of a Vocabulary, evaluated against
// a Query. RuleCompiler writes them; engine/model/rule.h says what they mean.
//
// A rule is one operation and what it is about:
//   kAnyOf     head, n feature numbers, ascending: the page has one of them
//   kLists     head, n keyword lists: the page hits one of them
//   kSections  head, n pairs (node, SectionStep): includes and excludes mixed
//   kDaypart   head, daypart
//   kShared    head, shared rule: evaluated once a page, then remembered
//   kNot       head, a rule
//   kAll, kAny head, how many words follow, n rules
//
// Thread safety: immutable once compiled.
// Cost: evaluation is linear in the rule's words at worst; allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/targeting/query.h"
#include "engine/targeting/vocabulary.h"

namespace placard {

enum class RuleOp : uint8_t {
  kAnyOf,
  kLists,
  kSections,
  kDaypart,
  kShared,
  kNot,
  kAll,
  kAny,
};

// The first word of a rule. Precondition: count < 2^24.
constexpr uint32_t RuleHead(RuleOp op, FeatureKind kind, size_t count) {
  return static_cast<uint32_t>(op) | static_cast<uint32_t>(kind) << 4 |
         static_cast<uint32_t>(count) << 8;
}
constexpr RuleOp HeadOp(uint32_t head) {
  return static_cast<RuleOp>(head & 0xF);
}
constexpr FeatureKind HeadKind(uint32_t head) {
  return static_cast<FeatureKind>(head >> 4 & 0xF);
}
constexpr uint32_t HeadCount(uint32_t head) { return head >> 8; }

// A term of kSections beside its node; the deepest come first, of two equally
// deep ones exclude.
struct SectionStep {
  uint32_t depth = 0;
  bool exact = false;
  bool include = false;

  constexpr uint32_t word() const {
    return depth << 2 | (exact ? 2U : 0U) | (include ? 1U : 0U);
  }
  static constexpr SectionStep Of(uint32_t word) {
    return {.depth = word >> 2,
            .exact = (word & 2) != 0,
            .include = (word & 1) != 0};
  }
};

// The rules of one segment.
struct RuleBook {
  std::vector<uint32_t> words;
  std::vector<uint32_t> shared;  // where each shared rule begins in `words`
};

// Whether the rule at `begin` holds for the slots of `context`.
bool Holds(const RuleBook& book, size_t begin, const Query& query,
           size_t context);

// Whether a shared rule holds; such a rule says nothing of key-values.
bool SharedHolds(const RuleBook& book, uint32_t shared, const Query& query);

}  // namespace placard
