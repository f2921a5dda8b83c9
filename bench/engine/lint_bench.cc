// What is almost certainly not meant, looked for in campaigns: in one, as when
// it is written, and in all.
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "bench/engine/benchmarks.h"
#include "bench/engine/long_calls.h"
#include "bench/engine/mode_benchmark.h"
#include "bench/engine/mode_catalog.h"
#include "bench/workload/mode_pages.h"
#include "benchmark/benchmark.h"
#include "engine/base/status.h"
#include "engine/lint/lint.h"
#include "engine/lint/outranked.h"
#include "engine/targeting/slow_evaluator.h"

namespace placard {
namespace {

// As many recent pages as a server tries rules on: those of what is written,
// and those of what is only looked at.
constexpr size_t kPagesForOne = 64;
constexpr size_t kPagesForAll = 256;
// Campaigns whose rules brute force tries on the same pages.
constexpr size_t kTried = 20;
// All at once of more line items than this would take most of the time.
constexpr size_t kMostAtOnce = 100'000;

// A catalogue as lint looks at it, on a site with a preset for each size.
class LintWorld {
 public:
  explicit LintWorld(const ModeCatalog& catalog)
      : catalog_(catalog), contents_(catalog.snapshot->contents()) {
    auto policy = std::make_shared<SitePolicy>(*contents_.site_policy);
    for (const Size& size : ModeSizes()) {
      policy->slot_presets.push_back(
          {.id = Concat("preset-", policy->slot_presets.size()),
           .sizes = {size}});
    }
    contents_.site_policy = std::move(policy);
    for (const auto& [name, campaign] : contents_.campaigns) {
      campaigns_.push_back(campaign.get());
    }
  }

  const CatalogContents& contents() const { return contents_; }
  const std::vector<const Campaign*>& campaigns() const { return campaigns_; }
  const PageView& view(size_t page) const { return catalog_.views[page]; }
  absl::Time now() const { return view(0).instant; }

  std::vector<SeenPage> RecentPages(size_t pages) const {
    std::vector<SeenPage> seen;
    for (size_t page = 0; page < pages; ++page) {
      const PageRequest& request = view(page).request;
      seen.push_back({.page = request.page, .slots = request.slots});
    }
    return seen;
  }

 private:
  const ModeCatalog& catalog_;
  CatalogContents contents_;
  std::vector<const Campaign*> campaigns_;  // by name
};

// In the priced tier, in flight, asking for a keyword that the first page has.
Campaign CleanCampaign(const LintWorld& world) {
  Campaign campaign = *world.campaigns().front();
  campaign.name = "campaigns/clean";
  campaign.tier = Tier::kPricePriority;
  campaign.flight.start = world.now();
  campaign.flight.end = absl::InfiniteFuture();
  campaign.line_items.resize(1);
  LineItem& item = campaign.line_items.front();
  item.name = "campaigns/clean/lineItems/l0";
  item.price = Price{.cpm = Micros(1'000'000)};
  KeywordRule wanted;
  wanted.terms.push_back({.text = world.view(0).request.page.keywords.front()});
  item.rule = Rule{std::move(wanted)};
  return campaign;
}

// The same, but it stays away from the keyword that it asks for.
Campaign Contradicting(Campaign campaign) {
  LineItem& item = campaign.line_items.front();
  const Rule wanted = std::get<Rule>(item.rule);
  AllOfRule both;
  both.rules = {wanted, Not(wanted)};
  item.rule = Rule{std::move(both)};
  return campaign;
}

// The same, bidding less than the site's floor.
Campaign Underbidding(Campaign campaign) {
  campaign.line_items.front().price = Price{.cpm = Micros(1)};
  return campaign;
}

void CheckContradiction(const LintWorld& world, Linter&& linter,
                        benchmark::State& state) {
  const Campaign clean = CleanCampaign(world);
  const LintFindings found = linter.Lint(Contradicting(clean));
  if (!linter.Lint(clean).empty() || found.size() != 1 ||
      found.front().code != LintCode::kContradictoryRule) {
    state.SkipWithError("a contradiction is not found, or where none is");
  }
}

bool MayWin(const Outranked& outranked, const Campaign& campaign,
            const LintWorld& world) {
  return !outranked.Why(campaign, campaign.line_items.front(), world.now())
              .has_value();
}

// Whether one of the recent pages, as it was read, has what `item` asks for.
bool IsEverSatisfied(const LintWorld& world, const Campaign& campaign,
                     const LineItem& item) {
  for (size_t page = 0; page < kPagesForAll; ++page) {
    const auto& [request, instant, seed] = world.view(page);
    if (Holds(std::get<Rule>(item.rule), {.contents = world.contents(),
                                          .page = request.page,
                                          .viewer = request.viewer,
                                          .slot = &request.slots[0],
                                          .instant = instant,
                                          .zone = campaign.flight.zone})) {
      return true;
    }
  }
  return false;
}

// Whether that is said of a line item whose rule some page satisfies.
bool IsRefuted(const LintFinding& finding, const LintWorld& world,
               const Campaign& campaign) {
  if (finding.code != LintCode::kNoRecentPage &&
      finding.code != LintCode::kContradictoryRule) {
    return false;
  }
  const std::vector<LineItem>& items = campaign.line_items;
  return std::any_of(items.begin(), items.end(), [&](const LineItem& item) {
    return item.name == finding.name && IsEverSatisfied(world, campaign, item);
  });
}

// On a few of all campaigns.
bool HoldsAgainstBruteForce(const LintWorld& world,
                            const std::vector<LintFindings>& findings) {
  const size_t step = std::max<size_t>(1, world.campaigns().size() / kTried);
  for (size_t i = 0; i < world.campaigns().size(); i += step) {
    for (const LintFinding& finding : findings[i]) {
      if (IsRefuted(finding, world, *world.campaigns()[i])) return false;
    }
  }
  return true;
}

const ModeCatalog& CatalogOf(benchmark::State& state) {
  const ModeCatalog& catalog = CatalogOf(static_cast<Mode>(state.range(0)),
                                         static_cast<size_t>(state.range(1)));
  state.SetLabel(std::string(ModeName(catalog.mode)));
  return catalog;
}

void LookingAtOthers(benchmark::State& state, Summary& summary) {
  const LintWorld world(CatalogOf(state));
  std::optional<Outranked> outranked;
  const double p50 = TimeLongCalls(
      state, [](size_t) {},
      [&](size_t) { outranked.emplace(world.contents()); });
  summary.Add({.id = Concat("lint/outranked/", state.range(1)),
               .what = "finding out who outranks others everywhere",
               .value = p50,
               .unit = "us"});
  const Campaign clean = CleanCampaign(world);
  if (!MayWin(*outranked, clean, world) ||
      MayWin(*outranked, Underbidding(clean), world)) {
    state.SkipWithError("a bid below the floor is not what cannot win");
  }
}

void LintingOne(benchmark::State& state, Summary& summary) {
  const LintWorld world(CatalogOf(state));
  const Outranked outranked(world.contents());
  const std::vector<SeenPage> recent = world.RecentPages(kPagesForOne);
  const std::vector<const Campaign*>& all = world.campaigns();
  const double p50 = TimeLongCalls(
      state, [](size_t) {},
      [&](size_t call) {
        Linter linter(world.contents(), outranked, recent, world.now());
        benchmark::DoNotOptimize(linter.Lint(*all[call * 7 % all.size()]));
      });
  summary.Add({.id = Concat("lint/campaign/", state.range(1), "/p50"),
               .what = "a linter made, and a campaign linted",
               .value = p50,
               .unit = "us"});
  CheckContradiction(
      world, Linter(world.contents(), outranked, recent, world.now()), state);
}

void LintingAll(benchmark::State& state, Summary& summary) {
  const LintWorld world(CatalogOf(state));
  const Outranked outranked(world.contents());
  const std::vector<SeenPage> recent = world.RecentPages(kPagesForAll);
  std::vector<LintFindings> findings;
  const double p50 = TimeLongCalls(
      state, [](size_t) {},
      [&](size_t) {
        Linter linter(world.contents(), outranked, recent, world.now());
        findings = linter.Lint(world.campaigns());
      });
  summary.Add({.id = Concat("lint/all/", state.range(1)),
               .what = "all campaigns linted at once, a campaign",
               .value = p50 / static_cast<double>(world.campaigns().size()),
               .unit = "us"});
  if (!HoldsAgainstBruteForce(world, findings)) {
    state.SkipWithError("a page satisfies what is said to have none");
  }
  CheckContradiction(
      world, Linter(world.contents(), outranked, recent, world.now()), state);
}

void Register(const char* name, void (*run)(benchmark::State&, Summary&),
              Mode mode, size_t line_items, Summary& summary) {
  RegisterOfMode(
      name, [run, &summary](benchmark::State& state) { run(state, summary); },
      mode, line_items, 1);
}

}  // namespace

void RegisterLint(Mode mode, size_t line_items, Summary& summary) {
  Register("LintOutranked", LookingAtOthers, mode, line_items, summary);
  Register("LintCampaign", LintingOne, mode, line_items, summary);
  if (line_items > kMostAtOnce) return;
  Register("LintAll", LintingAll, mode, line_items, summary);
}

}  // namespace placard
