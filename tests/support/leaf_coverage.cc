#include "tests/support/leaf_coverage.h"

#include <variant>
#include <vector>

#include "engine/base/status.h"

namespace placard {
namespace {

using Counts = std::array<LeafCoverage::Count, kLeafKinds>;

LeafKind KindOf(ValueRule::Field field) {
  switch (field) {
    case ValueRule::Field::kCountry:
      return LeafKind::kCountry;
    case ValueRule::Field::kRegion:
      return LeafKind::kRegion;
    case ValueRule::Field::kLanguage:
      return LeafKind::kLanguage;
    case ValueRule::Field::kSegment:
      return LeafKind::kSegment;
  }
  return LeafKind::kCountry;
}

// Comes only to those rules whose value decides that of the whole.
struct DecisiveVisitor {
  const EvaluationContext& context;
  SlowEvaluator& evaluator;
  Counts& counts;

  bool IsTrue(const Rule& rule) const {
    return evaluator.Holds(rule, context.zone, context.slot);
  }

  void Visit(const Rule& rule) const { std::visit(*this, rule.kind); }

  // A part decides if no other part has already settled the whole.
  void VisitParts(const std::vector<Rule>& parts, bool settles) const {
    for (const Rule& part : parts) {
      bool settled = false;
      for (const Rule& other : parts) {
        settled |= &other != &part && IsTrue(other) == settles;
      }
      if (!settled) Visit(part);
    }
  }

  void Add(LeafKind kind, const Rule& leaf) const {
    LeafCoverage::Count& count = counts[static_cast<size_t>(kind)];
    ++(IsTrue(leaf) ? count.held : count.failed);
  }

  void operator()(const AllOfRule& all) const { VisitParts(all.rules, false); }
  void operator()(const AnyOfRule& any) const { VisitParts(any.rules, true); }
  void operator()(const NotRule& not_rule) const {
    Visit(not_rule.rule.front());
  }
  void operator()(const SectionRule& rule) const {
    Add(LeafKind::kSection, Rule{rule});
  }
  void operator()(const KeywordRule& rule) const {
    Add(LeafKind::kKeyword, Rule{rule});
    AddMatch(LeafKind::kPhrase, Match::kPhrase, rule);
    AddMatch(LeafKind::kExact, Match::kExact, rule);
    AddMatch(LeafKind::kPrefix, Match::kPrefix, rule);
  }
  void AddMatch(LeafKind kind, Match match, const KeywordRule& rule) const {
    KeywordRule others;
    for (const KeywordTerm& term : rule.terms) {
      if (term.match != match) others.terms.push_back(term);
    }
    if (IsTrue(Rule{rule}) && !IsTrue(Rule{others})) {
      ++counts[static_cast<size_t>(kind)].held;
    }
  }
  void operator()(const KeywordListRule& rule) const {
    Add(LeafKind::kKeywordList, Rule{rule});
  }
  void operator()(const CategoryRule& rule) const {
    Add(LeafKind::kCategory, Rule{rule});
  }
  void operator()(const ValueRule& rule) const {
    Add(KindOf(rule.field), Rule{rule});
  }
  void operator()(const DeviceRule& rule) const {
    Add(LeafKind::kDevice, Rule{rule});
  }
  void operator()(const KeyValueRule& rule) const {
    Add(LeafKind::kKeyValue, Rule{rule});
  }
  void operator()(const DaypartRule& rule) const {
    Add(LeafKind::kDaypart, Rule{rule});
  }
};

bool OnlyHolds(LeafKind kind) {
  return kind == LeafKind::kPhrase || kind == LeafKind::kExact ||
         kind == LeafKind::kPrefix;
}

}  // namespace

std::string_view LeafKindName(LeafKind kind) {
  static constexpr std::array<std::string_view, kLeafKinds> kNames = {
      "section", "keyword", "phrase",   "exact",   "prefix", "list", "category",
      "country", "region",  "language", "segment", "device", "key",  "daypart"};
  return kNames[static_cast<size_t>(kind)];
}

void LeafCoverage::Add(const Rule& rule, const EvaluationContext& context) {
  SlowEvaluator evaluator(context.contents, context.page, context.viewer,
                          context.instant);
  DecisiveVisitor{context, evaluator, counts_}.Visit(rule);
}

std::string LeafCoverage::Missing(int64_t least) const {
  std::string missing;
  for (size_t i = 0; i < kLeafKinds; ++i) {
    const auto kind = static_cast<LeafKind>(i);
    const Count& counted = count(kind);
    if (counted.held < least || (counted.failed < least && !OnlyHolds(kind))) {
      missing += Concat(LeafKindName(kind), " held ", counted.held, " failed ",
                        counted.failed, "; ");
    }
  }
  return missing;
}

}  // namespace placard
