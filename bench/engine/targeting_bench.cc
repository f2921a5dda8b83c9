// What a rule costs apart from any index: translating a page for it, and
// evaluating it as it was compiled, against evaluating it on strings.
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "bench/engine/benchmarks.h"
#include "bench/engine/calls.h"
#include "bench/workload/mode_rules.h"
#include "bench/workload/modes.h"
#include "benchmark/benchmark.h"
#include "engine/base/status.h"
#include "engine/targeting/category_tree.h"
#include "engine/targeting/rule_compiler.h"
#include "engine/targeting/slow_evaluator.h"

namespace placard {
namespace {

constexpr size_t kRules = 10'000;
constexpr size_t kPages = 500;
constexpr size_t kRulesAPage = 1'000;
constexpr size_t kCheckedPages = 20;

// The rules of a catalogue in mode A, compiled as one segment's.
class CompiledRules {
 public:
  CompiledRules()
      : workload_(MakeMode(
            {.mode = Mode::kDense, .line_items = kRules, .pages = kPages})),
        categories_(workload_.contents.taxonomies) {
    for (const auto& [name, list] : workload_.contents.keyword_lists) {
      list_ids_.try_emplace(name, static_cast<uint32_t>(list_ids_.size()));
    }
    RuleCompiler compiler(list_ids_, vocabulary_, book_);
    for (const auto& [name, campaign] : workload_.contents.campaigns) {
      for (const LineItem& item : campaign->line_items) {
        const Rule& rule = std::get<Rule>(item.rule);
        begins_.push_back(
            compiler.Emit(compiler.Compile(rule, campaign->flight.zone)));
        rules_.push_back({.rule = &rule, .zone = campaign->flight.zone});
      }
    }
    for (const PageView& view : workload_.views) FindLists(view);
  }

  const std::vector<PageView>& views() const { return workload_.views; }

  // `view` has the lists of the page with that number.
  void Load(const PageView& view, size_t number, HashedPage& page,
            Query& query) const {
    page.Load(view.request, categories_);
    query.Load(vocabulary_, page, view.instant, lists_[number],
               book_.shared.size());
  }

  // The `number`th of the rules that are tried on a page.
  bool HoldsCompiled(size_t number, const Query& query) const {
    return Holds(book_, begins_[number * 7 % kRules], query, 0);
  }
  bool HoldsSlowly(size_t number, SlowEvaluator& evaluator,
                   const PageView& view) const {
    const ZonedRule& rule = rules_[number * 7 % kRules];
    return evaluator.Holds(*rule.rule, rule.zone, &view.request.slots[0]);
  }
  SlowEvaluator EvaluatorOf(const PageView& view) const {
    return SlowEvaluator(workload_.contents, view.request.page,
                         view.request.viewer, view.instant);
  }

 private:
  struct ZonedRule {
    const Rule* rule;
    absl::TimeZone zone;
  };

  // Which keyword lists the page hits, for a snapshot knows it beforehand.
  void FindLists(const PageView& view) {
    IdSet& hit = lists_.emplace_back();
    hit.Reset(list_ids_.size());
    SlowEvaluator evaluator = EvaluatorOf(view);
    for (const auto& [name, id] : list_ids_) {
      const Rule rule{KeywordListRule{name}};
      if (evaluator.Holds(rule, absl::UTCTimeZone(), nullptr)) hit.Insert(id);
    }
  }

  const Workload workload_;
  const CategoryTree categories_;
  ListIds list_ids_;
  Vocabulary vocabulary_;
  RuleBook book_;
  std::vector<size_t> begins_;  // in book_
  std::vector<ZonedRule> rules_;
  std::vector<IdSet> lists_;  // by page
};

const CompiledRules& Rules() {
  static const CompiledRules& rules = *new CompiledRules;
  return rules;
}

struct Translating {
  Summary& summary;

  void operator()(benchmark::State& state) const {
    const CompiledRules& rules = Rules();
    const auto keywords = static_cast<size_t>(state.range(0));
    const std::vector<PageView> views = WithKeywords(rules.views(), keywords);
    HashedPage page;
    Query query;
    for (size_t i = 0; i < kPages; ++i) rules.Load(views[i], i, page, query);
    TimeCalls(state, summary, Concat("targeting/query/keywords-", keywords),
              "translating a page for 10,000 rules", [&](size_t number) {
                const size_t i = number % kPages;
                rules.Load(views[i], i, page, query);
              });
    if (page.keywords().size() != keywords) {
      state.SkipWithError("the page has other keywords");
    }
  }
};

struct Evaluating {
  Summary& summary;

  void operator()(benchmark::State& state) const {
    const CompiledRules& rules = Rules();
    HashedPage page;
    std::vector<Query> queries(kCheckedPages);
    std::vector<size_t> held(kCheckedPages);
    for (size_t i = 0; i < kCheckedPages; ++i) {
      rules.Load(rules.views()[i], i, page, queries[i]);
    }
    const double compiled =
        TimeCalls(state, summary, "targeting/evaluate/compiled",
                  "1,000 rules of a page", [&](size_t number) {
                    const size_t i = number % kCheckedPages;
                    held[i] = 0;
                    for (size_t rule = 0; rule < kRulesAPage; ++rule) {
                      held[i] += rules.HoldsCompiled(rule, queries[i]) ? 1 : 0;
                    }
                  });
    CompareWithSlow(state, rules, queries, compiled);
  }

  // Rule by rule.
  void CompareWithSlow(benchmark::State& state, const CompiledRules& rules,
                       const std::vector<Query>& queries,
                       double compiled) const {
    size_t different = 0;
    const double begin = ThreadTime();
    for (size_t i = 0; i < kCheckedPages; ++i) {
      const PageView& view = rules.views()[i];
      SlowEvaluator evaluator = rules.EvaluatorOf(view);
      for (size_t rule = 0; rule < kRulesAPage; ++rule) {
        different += rules.HoldsSlowly(rule, evaluator, view) !=
                             rules.HoldsCompiled(rule, queries[i])
                         ? 1
                         : 0;
      }
    }
    const double both = (ThreadTime() - begin) / kCheckedPages;
    if (different > 0) state.SkipWithError("a rule held for one only");
    summary.Add({.id = "targeting/evaluate/ratio",
                 .what = "the same rules on strings to the compiled ones",
                 .value = (both - compiled) / compiled,
                 .unit = "x"});
  }
};

}  // namespace

std::vector<PageView> WithKeywords(std::vector<PageView> views,
                                   size_t keywords) {
  const ModeWorld world;
  Dice dice(keywords);
  for (PageView& view : views) {
    std::set<size_t> words;
    while (words.size() < keywords) words.insert(world.DrawWord(dice));
    view.request.page.keywords.clear();
    for (const size_t word : words) {
      view.request.page.keywords.push_back(world.Word(word));
    }
  }
  return views;
}

void RegisterTargeting(Summary& summary) {
  auto* const translate = benchmark::RegisterBenchmark(
      "LoadQuery", Translating{.summary = summary});
  translate->ArgNames({"keywords"})
      ->Unit(benchmark::kMicrosecond)
      ->MinTime(0.05);
  for (const int keywords : {5, 25, 64, 256}) translate->Args({keywords});
  benchmark::RegisterBenchmark("EvaluateRules", Evaluating{.summary = summary})
      ->Unit(benchmark::kMicrosecond)
      ->MinTime(0.05);
}

}  // namespace placard
