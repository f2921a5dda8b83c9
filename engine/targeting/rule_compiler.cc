#include "engine/targeting/rule_compiler.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <variant>

#include "engine/base/check.h"

namespace placard {
namespace {

// Blocks of fewer words than this are evaluated as quickly as remembered.
constexpr size_t kInlineWords = 8;

// Returns those that are left.
std::span<uint32_t> SortUnique(std::span<uint32_t> ids) {
  std::sort(ids.begin(), ids.end());
  const auto end = std::unique(ids.begin(), ids.end());
  return ids.first(static_cast<size_t>(end - ids.begin()));
}

bool CanMerge(const RuleExpr& a, const RuleExpr& b) {
  return a.op == b.op && ((a.op == RuleOp::kAnyOf && a.kind == b.kind) ||
                          a.op == RuleOp::kLists);
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
    return compiler.Negate(compiler.CompilePart(negation.rule.at(0), zone));
  }
  RuleExpr operator()(const KeywordRule& rule) const {
    const std::span<uint32_t> ids =
        compiler.scratch_->New<uint32_t>(rule.terms.size());
    compiler.vocabulary_.Terms(rule.terms, ids);
    return AnyOf(FeatureKind::kTerm, ids);
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
        FeatureKind::kKeyValue, rule.wanted->values, [&](const auto& value) {
          return compiler.vocabulary_.KeyValue(rule.wanted->key, value);
        });
  }
  RuleExpr operator()(const KeywordListRule& rule) const {
    const auto list = compiler.lists_.find(rule.list);
    PLACARD_CHECK(list != compiler.lists_.end());
    return {.op = RuleOp::kLists, .ids = compiler.One(list->second)};
  }
  RuleExpr operator()(const DaypartRule& rule) const {
    return {.op = RuleOp::kDaypart,
            .ids = compiler.One(
                compiler.vocabulary_.DaypartOf(*rule.quarters, zone))};
  }

  // Without excludes, and without includes, the deepest term decides nothing
  // that any term would not.
  RuleExpr operator()(const SectionRule& rule) const {
    if (rule.exclude.empty() && rule.include.empty()) return RuleExpr();
    if (rule.exclude.empty()) return SectionFeatures(rule.include);
    if (rule.include.empty()) {
      return compiler.Negate(SectionFeatures(rule.exclude));
    }
    return MixedSections(rule);
  }

  // A group of one is that one.
  RuleExpr Group(RuleOp op, const std::vector<Rule>& rules) const {
    const size_t begin = compiler.open_parts_.size();
    for (const Rule& rule : rules) {
      compiler.AddPart(compiler.CompilePart(rule, zone), op);
    }
    if (op == RuleOp::kAny) compiler.MergeAlternatives(begin);
    const std::span<const RuleExpr> parts = compiler.TakeParts(begin);
    return parts.size() == 1 ? parts[0] : RuleExpr{.op = op, .parts = parts};
  }

  template <typename Items, typename Number>
  RuleExpr Features(FeatureKind kind, const Items& items,
                    const Number& number) const {
    const std::span<uint32_t> ids =
        compiler.scratch_->New<uint32_t>(items.size());
    std::transform(items.begin(), items.end(), ids.begin(), number);
    return AnyOf(kind, ids);
  }

  static RuleExpr AnyOf(FeatureKind kind, std::span<uint32_t> ids) {
    return {.op = RuleOp::kAnyOf, .kind = kind, .ids = SortUnique(ids)};
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
    const std::span<uint32_t> words =
        compiler.scratch_->New<uint32_t>(terms.size() * 2);
    for (size_t i = 0; i < terms.size(); ++i) {
      words[i * 2] = terms[i].node;
      words[i * 2 + 1] = terms[i].step.word();
    }
    return {.op = RuleOp::kSections, .ids = words};
  }
};

RuleExpr RuleCompiler::Compile(const Rule& rule, const absl::TimeZone& zone) {
  own_scratch_.Clear();
  scratch_ = &own_scratch_;
  return CompilePart(rule, zone);
}

std::span<RuleExpr> RuleCompiler::CompileEffective(const Advertiser& advertiser,
                                                   const Campaign& campaign,
                                                   const LineItem& line_item,
                                                   Scratch& scratch) {
  scratch_ = &scratch;
  AddPart(CompilePart(std::get<Rule>(line_item.rule), campaign.flight.zone),
          RuleOp::kAll);
  for (const Blocks* blocks : {&campaign.blocks, &advertiser.blocks}) {
    if (*blocks == Blocks()) continue;
    AddPart(Negate(CompileBlocks(*blocks)), RuleOp::kAll);
  }
  return TakeParts(0);
}

RuleExpr RuleCompiler::CompilePart(const Rule& rule,
                                   const absl::TimeZone& zone) {
  return std::visit(LeafCompiler{*this, zone}, rule.kind);
}

std::span<const uint32_t> RuleCompiler::One(uint32_t id) {
  return scratch_->Copy(std::span(&id, 1));
}

RuleExpr RuleCompiler::Negate(RuleExpr rule) {
  if (rule.op == RuleOp::kNot) return rule.parts[0];
  return {.op = RuleOp::kNot, .parts = scratch_->Copy(std::span(&rule, 1))};
}

// To the innermost open group, of which `group` is the operation: a group
// within one of its kind is none of its own.
void RuleCompiler::AddPart(const RuleExpr& part, RuleOp group) {
  if (part.op == group) {
    open_parts_.insert(open_parts_.end(), part.parts.begin(), part.parts.end());
  } else {
    open_parts_.push_back(part);
  }
}

// Of an any-of group: one leaf instead of several that ask for one kind.
void RuleCompiler::MergeAlternatives(size_t begin) {
  for (size_t i = begin; i < open_parts_.size(); ++i) {
    RuleExpr& first = open_parts_[i];
    if (!CanMerge(first, first)) continue;
    const auto rest = open_parts_.begin() + static_cast<ptrdiff_t>(i) + 1;
    const auto others = std::stable_partition(
        rest, open_parts_.end(),
        [&](const RuleExpr& part) { return !CanMerge(first, part); });
    if (others == open_parts_.end()) continue;
    size_t count = first.ids.size();
    for (auto part = others; part != open_parts_.end(); ++part) {
      count += part->ids.size();
    }
    const std::span<uint32_t> ids = scratch_->New<uint32_t>(count);
    auto end = std::copy(first.ids.begin(), first.ids.end(), ids.begin());
    for (auto part = others; part != open_parts_.end(); ++part) {
      end = std::copy(part->ids.begin(), part->ids.end(), end);
    }
    first.ids = SortUnique(ids);
    open_parts_.erase(others, open_parts_.end());
  }
}

// Closes the group whose parts begin there.
std::span<RuleExpr> RuleCompiler::TakeParts(size_t begin) {
  const std::span<RuleExpr> parts =
      scratch_->Copy(std::span(open_parts_).subspan(begin));
  open_parts_.resize(begin);
  return parts;
}

RuleExpr RuleCompiler::CompileBlocks(const Blocks& blocks) {
  const size_t terms = blocks.keywords.size() + blocks.keyword_lists.size() +
                       blocks.sections.size() + blocks.categories.size();
  if (terms < kInlineWords) {
    return CompilePart(BlockedPages(blocks), absl::UTCTimeZone());
  }
  return {.op = RuleOp::kShared, .ids = One(CompileShared(blocks))};
}

uint32_t RuleCompiler::CompileShared(const Blocks& blocks) {
  const auto [id, is_new] =
      shared_.try_emplace(&blocks, static_cast<uint32_t>(shared_.size()));
  if (is_new) {
    const size_t begin =
        Emit(CompilePart(BlockedPages(blocks), absl::UTCTimeZone()));
    book_.shared.push_back(static_cast<uint32_t>(begin));
  }
  return id->second;
}

size_t Emit(const RuleExpr& rule, std::vector<uint32_t>& words) {
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
  for (const RuleExpr& part : rule.parts) Emit(part, words);
  if (is_group) {
    words[parts_begin - 1] = static_cast<uint32_t>(words.size() - parts_begin);
  }
  return begin;
}

}  // namespace placard
