#include "engine/targeting/rule_compiler.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

#include "engine/base/check.h"

namespace placard {
namespace {

// Blocks of fewer words than this are evaluated as quickly as remembered.
constexpr size_t kInlineWords = 8;

void SortUnique(std::vector<uint32_t>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

RuleExpr AnyOf(FeatureKind kind, std::vector<uint32_t> ids) {
  SortUnique(ids);
  return {.op = RuleOp::kAnyOf, .kind = kind, .ids = std::move(ids)};
}

RuleExpr Negate(RuleExpr rule) {
  if (rule.op == RuleOp::kNot) {
    RuleExpr inner = std::move(rule.parts[0]);
    return inner;
  }
  RuleExpr negated{.op = RuleOp::kNot};
  negated.parts.push_back(std::move(rule));
  return negated;
}

bool CanMerge(const RuleExpr& a, const RuleExpr& b) {
  return a.op == b.op && ((a.op == RuleOp::kAnyOf && a.kind == b.kind) ||
                          a.op == RuleOp::kLists);
}

// Of an any-of group: one leaf instead of two that ask for the same kind.
void AddAlternative(RuleExpr part, RuleExpr& group) {
  const auto alike = std::find_if(
      group.parts.begin(), group.parts.end(),
      [&](const RuleExpr& other) { return CanMerge(part, other); });
  if (alike == group.parts.end()) {
    group.parts.push_back(std::move(part));
    return;
  }
  alike->ids.insert(alike->ids.end(), part.ids.begin(), part.ids.end());
  SortUnique(alike->ids);
}

void AddPart(RuleExpr part, RuleExpr& group) {
  if (part.op == group.op) {
    for (RuleExpr& inner : part.parts) AddPart(std::move(inner), group);
  } else if (group.op == RuleOp::kAny) {
    AddAlternative(std::move(part), group);
  } else {
    group.parts.push_back(std::move(part));
  }
}

// A group of one is that one.
RuleExpr Unwrap(RuleExpr group) {
  if (group.parts.size() != 1) return group;
  RuleExpr only = std::move(group.parts[0]);
  return only;
}

}  // namespace

struct RuleCompiler::LeafCompiler {
  RuleCompiler& compiler;
  const absl::TimeZone& zone;

  RuleExpr operator()(const AllOfRule& all) const {
    return Group(RuleOp::kAll, all.rules);
  }
  RuleExpr operator()(const AnyOfRule& any) const {
    return Group(RuleOp::kAny, any.rules);
  }
  RuleExpr operator()(const NotRule& negation) const {
    return Negate(compiler.Compile(negation.rule.at(0), zone));
  }
  RuleExpr operator()(const KeywordRule& rule) const {
    return Features(FeatureKind::kTerm, rule.terms, [&](const auto& term) {
      return compiler.vocabulary_.Term(term);
    });
  }
  RuleExpr operator()(const CategoryRule& rule) const {
    return Features(
        FeatureKind::kCategory, rule.categories,
        [&](const auto& id) { return compiler.vocabulary_.Category(id); });
  }
  RuleExpr operator()(const ValueRule& rule) const {
    return Features(KindOf(rule.field), rule.values, [&](const auto& value) {
      return compiler.vocabulary_.Value(rule.field, value);
    });
  }
  RuleExpr operator()(const DeviceRule& rule) const {
    return Features(FeatureKind::kDevice, rule.devices, [](Device device) {
      return static_cast<uint32_t>(device);
    });
  }
  RuleExpr operator()(const KeyValueRule& rule) const {
    return Features(
        FeatureKind::kKeyValue, rule.wanted.values, [&](const auto& value) {
          return compiler.vocabulary_.KeyValue(rule.wanted.key, value);
        });
  }
  RuleExpr operator()(const KeywordListRule& rule) const {
    const auto list = compiler.lists_.find(rule.list);
    PLACARD_CHECK(list != compiler.lists_.end());
    return {.op = RuleOp::kLists, .ids = {list->second}};
  }
  RuleExpr operator()(const DaypartRule& rule) const {
    return {.op = RuleOp::kDaypart,
            .ids = {compiler.vocabulary_.DaypartOf(rule.quarters, zone)}};
  }

  // Without excludes, and without includes, the deepest term decides nothing
  // that any term would not.
  RuleExpr operator()(const SectionRule& rule) const {
    if (rule.exclude.empty() && rule.include.empty()) return RuleExpr();
    if (rule.exclude.empty()) return SectionFeatures(rule.include);
    if (rule.include.empty()) return Negate(SectionFeatures(rule.exclude));
    return MixedSections(rule);
  }

  RuleExpr Group(RuleOp op, const std::vector<Rule>& rules) const {
    RuleExpr group{.op = op};
    for (const Rule& rule : rules) AddPart(compiler.Compile(rule, zone), group);
    return Unwrap(std::move(group));
  }

  template <typename Items, typename Number>
  RuleExpr Features(FeatureKind kind, const Items& items,
                    const Number& number) const {
    std::vector<uint32_t> ids;
    std::transform(items.begin(), items.end(), std::back_inserter(ids), number);
    return AnyOf(kind, std::move(ids));
  }

  RuleExpr SectionFeatures(const std::vector<SectionTerm>& terms) const {
    return Features(FeatureKind::kSection, terms, [&](const SectionTerm& term) {
      return Vocabulary::SectionFeature(
          compiler.vocabulary_.SectionNode(term.path), term.exact);
    });
  }

  RuleExpr MixedSections(const SectionRule& rule) const {
    struct Term {
      uint32_t node;
      SectionStep step;
    };
    std::vector<Term> terms;
    const auto add = [&](const std::vector<SectionTerm>& from, bool include) {
      for (const SectionTerm& term : from) {
        terms.push_back(
            {.node = compiler.vocabulary_.SectionNode(term.path),
             .step = {.depth = static_cast<uint32_t>(term.path.size()),
                      .exact = term.exact,
                      .include = include}});
      }
    };
    add(rule.exclude, /*include=*/false);
    add(rule.include, /*include=*/true);
    std::stable_sort(terms.begin(), terms.end(),
                     [](const Term& a, const Term& b) {
                       return a.step.depth > b.step.depth;
                     });
    RuleExpr sections{.op = RuleOp::kSections};
    for (const Term& term : terms) {
      sections.ids.push_back(term.node);
      sections.ids.push_back(term.step.word());
    }
    return sections;
  }
};

RuleExpr RuleCompiler::Compile(const Rule& rule, const absl::TimeZone& zone) {
  return std::visit(LeafCompiler{*this, zone}, rule.kind);
}

std::vector<RuleExpr> RuleCompiler::CompileEffective(
    const Advertiser& advertiser, const Campaign& campaign,
    const LineItem& line_item) {
  RuleExpr all;
  AddPart(Compile(std::get<Rule>(line_item.rule), campaign.flight.zone), all);
  for (const Blocks* blocks : {&campaign.blocks, &advertiser.blocks}) {
    if (*blocks != Blocks()) AddPart(Negate(CompileBlocks(*blocks)), all);
  }
  return std::move(all.parts);
}

RuleExpr RuleCompiler::CompileBlocks(const Blocks& blocks) {
  const size_t terms = blocks.keywords.size() + blocks.keyword_lists.size() +
                       blocks.sections.size() + blocks.categories.size();
  if (terms < kInlineWords) {
    return Compile(BlockedPages(blocks), absl::UTCTimeZone());
  }
  return {.op = RuleOp::kShared, .ids = {CompileShared(blocks)}};
}

uint32_t RuleCompiler::CompileShared(const Blocks& blocks) {
  const auto [id, is_new] =
      shared_.try_emplace(&blocks, static_cast<uint32_t>(shared_.size()));
  if (is_new) {
    const size_t begin =
        Emit(Compile(BlockedPages(blocks), absl::UTCTimeZone()));
    book_.shared.push_back(static_cast<uint32_t>(begin));
  }
  return id->second;
}

size_t RuleCompiler::Emit(const RuleExpr& rule) {
  std::vector<uint32_t>& words = book_.words;
  const size_t begin = words.size();
  const size_t count = rule.op == RuleOp::kSections ? rule.ids.size() / 2
                       : rule.is_leaf()             ? rule.ids.size()
                                                    : rule.parts.size();
  words.push_back(RuleHead(rule.op, rule.kind, count));
  if (rule.is_leaf()) {
    words.insert(words.end(), rule.ids.begin(), rule.ids.end());
    return begin;
  }
  const bool is_group = rule.op != RuleOp::kNot;
  if (is_group) words.push_back(0);
  const size_t parts_begin = words.size();
  for (const RuleExpr& part : rule.parts) Emit(part);
  if (is_group) {
    words[parts_begin - 1] = static_cast<uint32_t>(words.size() - parts_begin);
  }
  return begin;
}

}  // namespace placard
