#include "engine/explain/explain.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "engine/base/hash.h"
#include "engine/explain/candidates.h"
#include "engine/explain/describer.h"
#include "engine/explain/examiner.h"
#include "engine/explain/shown.h"
#include "engine/index/rank.h"

namespace placard {
namespace {

constexpr size_t kMostLookedAt = 20'000;
// Bytes of text, of all rules together: about a second.
constexpr size_t kTextLookedThrough = 100'000'000;

// The best of many in rank order, in bounded memory.
class BestRanked {
 public:
  struct Entry {
    Rank rank;
    uint64_t name_hash = 0;
    Subject subject;

    friend bool operator<(const Entry& a, const Entry& b) {
      if (a.rank != b.rank) return a.rank < b.rank;
      if (a.name_hash != b.name_hash) return a.name_hash < b.name_hash;
      return a.subject.line_item->name < b.subject.line_item->name;
    }
  };

  explicit BestRanked(size_t limit) : limit_(limit) {}

  void Add(const Subject& subject) {
    const Rank rank = RankOf(*subject.campaign, *subject.line_item);
    if (entries_.size() >= limit_ && worst_ < rank) return;
    entries_.push_back({.rank = rank,
                        .name_hash = HashBytes(subject.line_item->name),
                        .subject = subject});
    if (entries_.size() == 2 * limit_) Shrink();
  }

  std::vector<Entry> Take() && {
    std::sort(entries_.begin(), entries_.end());
    if (entries_.size() > limit_) entries_.resize(limit_);
    return std::move(entries_);
  }

 private:
  void Shrink() {
    const auto last =
        entries_.begin() + static_cast<std::ptrdiff_t>(limit_) - 1;
    std::nth_element(entries_.begin(), last, entries_.end());
    worst_ = last->rank;
    entries_.resize(limit_);
  }

  const size_t limit_;
  Rank worst_ = Rank(Tier::kHouse, 255, 0);
  std::vector<Entry> entries_;
};

class Explainer {
 public:
  Explainer(const Snapshot& snapshot, const PageRequest& request,
            absl::Time instant, uint64_t seed, const Decision& decision,
            SearchScratch& scratch)
      : snapshot_(snapshot),
        contents_(snapshot.SharedDocuments()),
        slots_(request.slots.size()),
        looked_at_(NearMissesLookedAt(request.page)),
        instant_(instant),
        candidates_(snapshot, request, instant, seed, scratch),
        shown_(contents_, request, decision),
        examiner_(contents_, request, instant, candidates_, shown_),
        describer_(contents_, request, instant, candidates_, shown_) {
    for (const IneligibleLineItem& item : snapshot.ineligible()) {
      ineligible_.insert(item.name);
    }
  }

  Explanation Explain(const ExplainOptions& options) {
    Explanation explanation;
    for (const std::string& name : options.line_items) {
      explanation.line_items.push_back(ExplainNamed(name));
    }
    if (!options.counts_funnel && options.near_misses == 0) return explanation;
    BestRanked others(options.near_misses == 0 ? 1 : looked_at_);
    CountServable(explanation.funnel, others);
    CountCandidates(explanation.funnel);
    if (options.near_misses > 0) {
      FindNearMisses(std::move(others).Take(), options.near_misses,
                     explanation);
    }
    return explanation;
  }

 private:
  struct NearMiss {
    int32_t cost;
    BestRanked::Entry entry;
    std::vector<Miss> misses;

    friend bool operator<(const NearMiss& a, const NearMiss& b) {
      if (a.cost != b.cost) return a.cost < b.cost;
      return a.entry < b.entry;
    }
  };

  static Subject SubjectOf(const ServedLineItem& item) {
    return {.advertiser = item.advertiser,
            .campaign = item.campaign,
            .line_item = item.line_item};
  }

  LineItemExplanation ExplainNamed(const std::string& name) {
    const ServedCampaign* campaign =
        snapshot_.FindCampaign(name.substr(0, name.find("/lineItems/")));
    if (campaign == nullptr) return {.name = name};
    for (const ServedLineItem& item : campaign->line_items()) {
      if (item.line_item->name != name) continue;
      const Subject subject = SubjectOf(item);
      return describer_.Describe(subject, examiner_.Examine(subject));
    }
    return {.name = name};
  }

  // Stages that line items pass by their fields alone; `others` gets those who
  // pass and whose rule does not accept the page.
  void CountServable(Funnel& funnel, BestRanked& others) const {
    snapshot_.ForEachCampaign([&](const ServedCampaign& campaign) {
      for (const ServedLineItem& item : campaign.line_items()) {
        const Stage passed = LastPassed(item);
        for (size_t stage = 0; stage <= static_cast<size_t>(passed); ++stage) {
          ++funnel[stage];
        }
        if (passed == Stage::kWellFormed &&
            candidates_.Find(item.line_item) == nullptr) {
          others.Add(SubjectOf(item));
        }
      }
    });
  }

  // Of kAll to kWellFormed.
  Stage LastPassed(const ServedLineItem& item) const {
    if (item.advertiser == nullptr ||
        item.advertiser->status != ServingStatus::kActive ||
        item.campaign->status != ServingStatus::kActive ||
        item.line_item->status != ServingStatus::kActive) {
      return Stage::kAll;
    }
    if (!item.campaign->flight.Contains(instant_)) return Stage::kActive;
    if (ineligible_.contains(item.line_item->name)) return Stage::kInFlight;
    return Stage::kWellFormed;
  }

  void CountCandidates(Funnel& funnel) const {
    const auto count = [&](Stage stage, bool passed) {
      if (passed) ++funnel[static_cast<size_t>(stage)];
      return passed;
    };
    for (const CandidateFact& fact : candidates_.all()) {
      count(Stage::kRuleAccepts, true) &&
          count(Stage::kCreativeFits, fact.fitting != 0) &&
          count(Stage::kNotBlocked, fact.usable != 0) &&
          count(Stage::kReachesFloor, fact.paying != 0) &&
          count(Stage::kInDraw, fact.standing == Standing::kInDraw) &&
          count(Stage::kServes, shown_.SlotsOf(*fact.item->line_item) != 0);
    }
  }

  void FindNearMisses(std::vector<BestRanked::Entry> others, size_t wanted,
                      Explanation& explanation) {
    std::vector<NearMiss> found;
    BestRanked candidates(looked_at_);
    for (const CandidateFact& fact : candidates_.all()) {
      candidates.Add(SubjectOf(*fact.item));
    }
    for (const std::vector<BestRanked::Entry>& pool :
         {std::move(candidates).Take(), std::move(others)}) {
      for (const BestRanked::Entry& entry : pool)
        Consider(entry, wanted, found);
      explanation.looked_at += static_cast<int64_t>(pool.size());
    }
    std::sort(found.begin(), found.end());
    if (found.size() > wanted) found.resize(wanted);
    for (const NearMiss& near : found) {
      explanation.near_misses.push_back(
          describer_.Describe(near.entry.subject, near.misses));
    }
  }

  void Consider(const BestRanked::Entry& entry, size_t wanted,
                std::vector<NearMiss>& found) {
    if (shown_.SlotsOf(*entry.subject.line_item) != 0) return;
    std::vector<Miss> misses = examiner_.Examine(entry.subject);
    const int32_t cost = LeastCost(misses, slots_);
    found.push_back(
        {.cost = cost, .entry = entry, .misses = std::move(misses)});
    if (found.size() < 2 * wanted + 64) return;
    std::sort(found.begin(), found.end());
    found.resize(wanted);
  }

  const Snapshot& snapshot_;
  const CatalogContents& contents_;  // without campaigns
  const size_t slots_;
  const size_t looked_at_;
  const absl::Time instant_;
  const Candidates candidates_;
  const Shown shown_;
  Examiner examiner_;
  Describer describer_;
  absl::flat_hash_set<std::string> ineligible_;
};

}  // namespace

size_t NearMissesLookedAt(const Page& page) {
  const size_t text = page.title.size() + page.text.size();
  return std::min(kMostLookedAt, kTextLookedThrough / (text + 1));
}

Explanation Explain(const Snapshot& snapshot, const PageRequest& request,
                    absl::Time instant, uint64_t seed, const Decision& decision,
                    const ExplainOptions& options, SearchScratch& scratch) {
  return Explainer(snapshot, request, instant, seed, decision, scratch)
      .Explain(options);
}

}  // namespace placard
