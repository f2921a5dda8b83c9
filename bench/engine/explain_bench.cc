// Why a page got what it got: asked of one line item, and of the whole
// catalogue.
#include <algorithm>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "bench/engine/benchmarks.h"
#include "bench/engine/long_calls.h"
#include "bench/engine/mode_benchmark.h"
#include "bench/engine/mode_catalog.h"
#include "bench/engine/slow_answers.h"
#include "benchmark/benchmark.h"
#include "engine/base/status.h"
#include "engine/engine.h"
#include "engine/explain/explain.h"

namespace placard {
namespace {

// Line items that are asked for, one after another.
constexpr size_t kAsked = 500;
constexpr size_t kNearMisses = 10;
// Brute force knows the answers to more, but explaining takes long.
constexpr size_t kCheckedPages = 2;
constexpr size_t kCheckedLineItems = 100;  // of those that match, and others

using Asked = SlowAnswers::Match;

// From all over the catalogue, whatever comes of them.
std::vector<Asked> SampleLineItems(const Snapshot& snapshot) {
  const size_t step = std::max<size_t>(1, snapshot.line_items() / kAsked);
  std::vector<Asked> asked;
  size_t number = 0;
  snapshot.ForEachCampaign([&](const ServedCampaign& served) {
    const Campaign& campaign = *served.campaign();
    for (const LineItem& item : campaign.line_items) {
      if (number++ % step != 0) continue;
      asked.push_back({.campaign = &campaign, .line_item = &item});
    }
  });
  return asked;
}

// One page after another, decided and then explained.
class PageExplainer {
 public:
  explicit PageExplainer(const ModeCatalog& catalog) : catalog_(catalog) {}

  void Decide(size_t page) {
    view_ = &catalog_.views[page % catalog_.views.size()];
    placard::Decide(*catalog_.snapshot, view_->request, view_->instant,
                    view_->seed, scratch_, decision_);
  }
  // The page that was decided last.
  void Explain(const ExplainOptions& options) {
    explanation_ =
        placard::Explain(*catalog_.snapshot, view_->request, view_->instant,
                         view_->seed, decision_, options, scratch_.search);
  }

  const Decision& decision() const { return decision_; }
  const Explanation& explanation() const { return explanation_; }

 private:
  const ModeCatalog& catalog_;
  const PageView* view_ = nullptr;
  DecideScratch scratch_;
  Decision decision_;
  Explanation explanation_;
};

ExplainOptions About(const LineItem& line_item) {
  return {.line_items = {line_item.name}, .counts_funnel = false};
}

// Whether every advertisement of the page is said to serve where it does.
bool ServeWhereTheyDo(PageExplainer& explainer) {
  const Decision& decision = explainer.decision();
  for (size_t slot = 0; slot < decision.slots.size(); ++slot) {
    for (const Ad& ad : decision.slots[slot].ads) {
      explainer.Explain(About(*ad.line_item));
      const LineItemExplanation& said = explainer.explanation().line_items[0];
      if (said.slots.size() != decision.slots.size() ||
          said.slots[slot].verdict != Verdict::kServes) {
        return false;
      }
    }
  }
  return true;
}

// Whether it is said to be no candidate for any slot.
bool IsNoCandidate(const LineItemExplanation& said) {
  return std::all_of(said.slots.begin(), said.slots.end(),
                     [](const SlotVerdict& slot) {
                       return slot.verdict == Verdict::kNotServable ||
                              slot.verdict == Verdict::kRule;
                     });
}

// Whether exactly those of `asked` that brute force does not find are said to
// be no candidates, each for a reason.
bool AreToldAsBruteForceFinds(const SlowAnswers& answers, size_t page,
                              std::span<const Asked> asked,
                              PageExplainer& explainer) {
  for (const Asked& one :
       asked.first(std::min(asked.size(), kCheckedLineItems))) {
    explainer.Explain(About(*one.line_item));
    const LineItemExplanation& said = explainer.explanation().line_items[0];
    const bool matches = answers.Matches(page, one);
    if (!said.exists || IsNoCandidate(said) == matches) return false;
    if (!matches && said.failures.empty()) return false;
  }
  return true;
}

size_t CountShown(const Decision& decision) {
  std::set<const LineItem*> shown;
  for (const SlotResult& slot : decision.slots) {
    for (const Ad& ad : slot.ads) shown.insert(ad.line_item);
  }
  return shown.size();
}

// Whether the funnel begins with all line items, has as many as match where
// rules have been looked at, and ends with those that are shown.
bool AccountsForAll(const ModeCatalog& catalog, size_t page,
                    const PageExplainer& explainer) {
  const Funnel& funnel = explainer.explanation().funnel;
  const auto passed = [&](Stage stage) {
    return static_cast<size_t>(funnel[static_cast<size_t>(stage)]);
  };
  return std::is_sorted(funnel.begin(), funnel.end(), std::greater<>()) &&
         passed(Stage::kAll) == catalog.line_items &&
         passed(Stage::kRuleAccepts) == catalog.answers->matches(page).size() &&
         passed(Stage::kServes) == CountShown(explainer.decision());
}

// Whether as many near misses as there may be are told, nearest first.
bool AreNearestFirst(const Explanation& explanation) {
  const auto& misses = explanation.near_misses;
  const auto passed = [&](Stage stage) {
    return static_cast<size_t>(explanation.funnel[static_cast<size_t>(stage)]);
  };
  return misses.size() == std::min(kNearMisses, passed(Stage::kWellFormed) -
                                                    passed(Stage::kServes)) &&
         std::is_sorted(
             misses.begin(), misses.end(),
             [](const auto& a, const auto& b) { return a.failed < b.failed; });
}

struct AskingForOne {
  Summary& summary;

  void operator()(benchmark::State& state) const {
    const ModeCatalog& catalog = CatalogOf(static_cast<Mode>(state.range(0)),
                                           static_cast<size_t>(state.range(1)));
    state.SetLabel(std::string(ModeName(catalog.mode)));
    const std::vector<Asked> asked = SampleLineItems(*catalog.snapshot);
    PageExplainer explainer(catalog);
    const double p50 = TimeLongCalls(
        state, [&](size_t page) { explainer.Decide(page); },
        [&](size_t page) {
          explainer.Explain(About(*asked[page % asked.size()].line_item));
        });
    summary.Add({.id = Concat("explain/line-item/", catalog.line_items, "/p50"),
                 .what = "why a page did not show one line item",
                 .value = p50,
                 .unit = "us"});
    Check(catalog, asked, explainer, state);
  }

  static void Check(const ModeCatalog& catalog, const std::vector<Asked>& asked,
                    PageExplainer& explainer, benchmark::State& state) {
    for (size_t page = 0; page < kCheckedPages; ++page) {
      explainer.Decide(page);
      if (!ServeWhereTheyDo(explainer)) {
        state.SkipWithError("what is shown is not said to serve");
      }
      const SlowAnswers& answers = *catalog.answers;
      for (const std::span<const Asked> some :
           {std::span<const Asked>(asked), answers.matches(page)}) {
        if (AreToldAsBruteForceFinds(answers, page, some, explainer)) continue;
        state.SkipWithError("brute force finds other candidates");
      }
    }
  }
};

struct CountingAll {
  Summary& summary;

  void operator()(benchmark::State& state) const {
    const ModeCatalog& catalog = CatalogOf(static_cast<Mode>(state.range(0)),
                                           static_cast<size_t>(state.range(1)));
    state.SetLabel(std::string(ModeName(catalog.mode)));
    const ExplainOptions options = {.near_misses = kNearMisses};
    PageExplainer explainer(catalog);
    const double p50 = TimeLongCalls(
        state, [&](size_t page) { explainer.Decide(page); },
        [&](size_t) { explainer.Explain(options); });
    summary.Add({.id = Concat("explain/funnel/", catalog.line_items, "/p50"),
                 .what = "the funnel of all line items, and ten near misses",
                 .value = p50,
                 .unit = "us"});
    for (size_t page = 0; page < kCheckedPages; ++page) {
      explainer.Decide(page);
      explainer.Explain(options);
      if (!AccountsForAll(catalog, page, explainer)) {
        state.SkipWithError("the funnel has other line items than there are");
      }
      if (!AreNearestFirst(explainer.explanation())) {
        state.SkipWithError("the near misses are not the nearest");
      }
    }
  }
};

}  // namespace

void RegisterExplain(Mode mode, size_t line_items, Summary& summary) {
  RegisterOfMode("ExplainLineItem", AskingForOne{.summary = summary}, mode,
                 line_items, 1);
  RegisterOfMode("ExplainFunnel", CountingAll{.summary = summary}, mode,
                 line_items, 1);
}

}  // namespace placard
