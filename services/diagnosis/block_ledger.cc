#include "services/diagnosis/block_ledger.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "engine/catalog/catalog_builder.h"
#include "engine/engine.h"
#include "engine/explain/candidates.h"

namespace placard {
namespace {

bool IsActive(const Advertiser* advertiser, const Campaign& campaign,
              absl::Time instant) {
  return advertiser != nullptr &&
         advertiser->status == ServingStatus::kActive &&
         campaign.status == ServingStatus::kActive &&
         campaign.flight.Contains(instant);
}

const Advertiser* AdvertiserOf(const CatalogContents& contents,
                               const Campaign& campaign) {
  const auto found = contents.advertisers.find(campaign.advertiser);
  return found == contents.advertisers.end() ? nullptr : found->second.get();
}

// A campaign that blocks may keep from being a candidate.
struct MayBeBlocked {
  const Campaign* campaign = nullptr;
  const Advertiser* advertiser = nullptr;
  // Holds on pages that its own blocks or lists that its line items name hit.
  Rule own;
};

Rule OwnBlocks(const Campaign& campaign) {
  AnyOfRule any;
  any.rules.push_back(BlockedPages(campaign.blocks));
  for (const LineItem& item : campaign.line_items) {
    ForEachKeywordList({.campaign = &campaign, .line_item = &item},
                       [&](const std::string& list) {
                         any.rules.push_back({KeywordListRule{list}});
                       });
  }
  return {std::move(any)};
}

// One page decided.
struct Decided {
  Decision decision;
  // By name of line item: the slots in which it may be shown.
  std::map<std::string_view, uint64_t> usable;
};

class Ledger {
 public:
  Ledger(const Snapshot& snapshot, absl::Time instant)
      : snapshot_(snapshot),
        contents_(snapshot.SharedDocuments()),
        instant_(instant) {
    FindBlocked();
    SetUp();
    for (const auto& [name, list] : contents_.keyword_lists) {
      BlockTally& tally = TallyOf({.source = name, .path = "", .value = ""});
      tally.dry_run = list->dry_run;
      tally.expired = list->expires <= instant_;
      if (list->expires != absl::InfiniteFuture()) {
        tally.expires = list->expires;
      }
    }
  }

  void Add(const SampledPage& page) {
    ++result_.pages;
    SlowEvaluator evaluator(contents_, page.request.page, page.request.viewer,
                            instant_);
    const std::vector<const Campaign*> campaigns =
        CampaignsFor(page, evaluator);
    for (const Campaign* campaign : campaigns) Take(*campaign);
    const std::shared_ptr<const Snapshot> as_it_is = Publish();
    const Decided now = Decide(*as_it_is, page.request, page.seed);
    size_t looked_at = 0;
    for (const BlockRule& rule : BlocksOnPage(contents_, page.request, instant_,
                                              campaigns, evaluator, lists_)) {
      BlockTally& tally = TallyOf(rule);
      ++tally.hit_pages;
      if (++looked_at > kLedgerBlocks) {
        ++result_.left_out;
      } else {
        Compare(page, rule, *as_it_is, now, tally);
      }
    }
  }

  BlockLedger Finish() && {
    for (auto& [rule, tally] : tallies_) {
      result_.blocks.push_back(std::move(tally));
    }
    std::stable_sort(result_.blocks.begin(), result_.blocks.end(),
                     [](const BlockTally& a, const BlockTally& b) {
                       return std::pair(a.prevented, a.hit_pages) >
                              std::pair(b.prevented, b.hit_pages);
                     });
    return std::move(result_);
  }

 private:
  // Best first.
  void FindBlocked() {
    const Rule none = OwnBlocks(Campaign());
    snapshot_.ForEachCampaign([&](const ServedCampaign& served) {
      const Campaign& campaign = *served.campaign();
      const Advertiser* advertiser = AdvertiserOf(contents_, campaign);
      if (!IsActive(advertiser, campaign, instant_)) return;
      Rule own = OwnBlocks(campaign);
      if (own == none && advertiser->blocks == Blocks()) return;
      blocked_.push_back({.campaign = &campaign,
                          .advertiser = advertiser,
                          .own = std::move(own)});
      advertisers_blocks_.try_emplace(advertiser,
                                      BlockedPages(advertiser->blocks));
    });
    std::sort(blocked_.begin(), blocked_.end(),
              [](const MayBeBlocked& a, const MayBeBlocked& b) {
                const Rank rank_of_a = BestRank(*a.campaign);
                const Rank rank_of_b = BestRank(*b.campaign);
                if (rank_of_a != rank_of_b) return rank_of_a < rank_of_b;
                return a.campaign->name < b.campaign->name;
              });
    if (blocked_.size() > kLedgerLookedAt) blocked_.resize(kLedgerLookedAt);
  }

  static Rank BestRank(const Campaign& campaign) {
    Rank best(Tier::kHouse, 255, 0);
    for (const LineItem& item : campaign.line_items) {
      if (campaign.tier == Tier::kPricePriority && !item.price) continue;
      best = std::min(best, RankOf(campaign, item));
    }
    return best;
  }

  // What rules see when no keyword list blocks; and what they refer to.
  void SetUp() {
    listless_.taxonomies = contents_.taxonomies;
    listless_.site_policy = contents_.site_policy;
    for (const auto& [name, taxonomy] : contents_.taxonomies) {
      builder_.Put(taxonomy);
    }
    for (const auto& [name, list] : contents_.keyword_lists) {
      builder_.Put(list);
    }
    builder_.Put(contents_.site_policy);
  }

  BlockTally& TallyOf(const BlockRule& rule) {
    BlockTally& tally = tallies_[rule];
    tally.rule = rule;
    return tally;
  }

  void Take(const Campaign& campaign) {
    if (!taken_.insert(campaign.name).second) return;
    const std::shared_ptr<const Campaign>& document =
        snapshot_.FindCampaign(campaign.name)->campaign();
    contents_.campaigns.emplace(campaign.name, document);
    const auto advertiser = contents_.advertisers.find(campaign.advertiser);
    if (taken_.insert(campaign.advertiser).second) {
      builder_.Put(advertiser->second);
    }
    builder_.Put(document);
  }

  std::vector<const Campaign*> CampaignsFor(const SampledPage& page,
                                            SlowEvaluator& evaluator) {
    std::vector<const Campaign*> campaigns;
    std::set<const Campaign*> known;
    const auto add = [&](const Campaign* campaign) {
      if (known.insert(campaign).second) campaigns.push_back(campaign);
    };
    const Candidates candidates(snapshot_, page.request, instant_, page.seed,
                                scratch_.search);
    for (const CandidateFact& fact : candidates.all()) {
      if (campaigns.size() == kLedgerCampaigns) break;
      if (fact.fitting != 0) add(fact.item->campaign);
    }
    const size_t limit = campaigns.size() + kLedgerCampaigns;
    SlowEvaluator listless(listless_, page.request.page, page.request.viewer,
                           instant_);
    std::set<const Advertiser*> hit;
    for (const auto& [advertiser, blocks] : advertisers_blocks_) {
      if (Holds(blocks, evaluator)) hit.insert(advertiser);
    }
    for (const MayBeBlocked& blocked : blocked_) {
      if (campaigns.size() == limit) break;
      if (known.contains(blocked.campaign)) continue;
      if (!hit.contains(blocked.advertiser) && !Holds(blocked.own, evaluator)) {
        continue;
      }
      if (IsAcceptedOtherwise(*blocked.campaign, page.request, listless)) {
        add(blocked.campaign);
      }
    }
    return campaigns;
  }

  // Of a rule that asks neither for a slot nor for the time.
  static bool Holds(const Rule& rule, SlowEvaluator& evaluator) {
    return evaluator.Holds(rule, absl::UTCTimeZone(), nullptr);
  }

  // Whether something of it would be a candidate if no block held.
  static bool IsAcceptedOtherwise(const Campaign& campaign,
                                  const PageRequest& request,
                                  SlowEvaluator& listless) {
    for (const LineItem& item : campaign.line_items) {
      const auto* rule = std::get_if<Rule>(&item.rule);
      if (rule == nullptr || item.status != ServingStatus::kActive) continue;
      for (const Slot& slot : request.slots) {
        if (listless.Holds(*rule, campaign.flight.zone, &slot)) return true;
      }
    }
    return false;
  }

  std::shared_ptr<const Snapshot> Publish() {
    return builder_.Publish({.epoch = "ledger", .revision = ++revision_});
  }

  Decided Decide(const Snapshot& snapshot, const PageRequest& request,
                 uint64_t seed) {
    Decided decided;
    placard::Decide(snapshot, request, instant_, seed, scratch_,
                    decided.decision);
    const Candidates candidates(snapshot, request, instant_, seed,
                                scratch_.search);
    for (const CandidateFact& fact : candidates.all()) {
      decided.usable.emplace(fact.item->line_item->name, fact.usable);
    }
    return decided;
  }

  void Compare(const SampledPage& page, const BlockRule& rule,
               const Snapshot& as_it_is, const Decided& now,
               BlockTally& tally) {
    if (IsPageLabel(rule)) {
      const Decided without =
          Decide(as_it_is, WithoutLabel(page.request, rule), page.seed);
      return Count(without, now, page, tally);
    }
    builder_.Put(Toggled(contents_, rule));
    const std::shared_ptr<const Snapshot> toggled = Publish();
    const Decided other = Decide(*toggled, page.request, page.seed);
    if (tally.dry_run) {
      Count(now, other, page, tally);
    } else {
      Count(other, now, page, tally);
    }
    builder_.Put(Original(contents_, rule));
  }

  static void Count(const Decided& without, const Decided& with,
                    const SampledPage& page, BlockTally& tally) {
    const int64_t before = tally.prevented;
    for (size_t i = 0; i < without.decision.slots.size(); ++i) {
      for (const Ad& ad : without.decision.slots[i].ads) {
        const auto found = with.usable.find(ad.line_item->name);
        if (found != with.usable.end() && (found->second >> i & 1) != 0) {
          continue;
        }
        ++tally.prevented;
        if (!ad.line_item->price.has_value()) continue;
        ++tally.priced;
        tally.ecpm_sum += ad.line_item->price->ecpm().value();
      }
    }
    if (tally.prevented > before && tally.urls.size() < kLedgerUrls) {
      tally.urls.push_back(page.request.page.url);
    }
  }

  const Snapshot& snapshot_;
  CatalogContents contents_;  // of campaigns those of taken_
  const absl::Time instant_;
  CatalogContents listless_;
  std::vector<MayBeBlocked> blocked_;
  std::map<const Advertiser*, Rule> advertisers_blocks_;
  ListHits lists_;

  // Those that some page might show; it grows from page to page.
  CatalogBuilder builder_;
  std::set<std::string> taken_;
  uint64_t revision_ = 0;
  DecideScratch scratch_;

  std::map<BlockRule, BlockTally> tallies_;
  BlockLedger result_;
};

}  // namespace

BlockLedger CountBlocks(const Snapshot& snapshot, const SampledPages& sample,
                        absl::Time instant, absl::FunctionRef<bool()> goes_on) {
  Ledger ledger(snapshot, instant);
  for (const std::shared_ptr<const SampledPage>& page : sample.pages) {
    if (!goes_on()) break;
    ledger.Add(*page);
  }
  return std::move(ledger).Finish();
}

}  // namespace placard
