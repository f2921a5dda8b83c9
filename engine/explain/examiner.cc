#include "engine/explain/examiner.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/explain/rank_order.h"
#include "engine/explain/rule_misses.h"

namespace placard {
namespace {

uint64_t BitOf(size_t slot) { return uint64_t{1} << slot; }

bool FitsSome(const Creative& creative, const std::vector<Size>& sizes) {
  return std::any_of(sizes.begin(), sizes.end(), [&](const Size& size) {
    return Fits(size, creative.size);
  });
}

bool SaysKeyValues(const std::vector<Miss>& misses) {
  return std::any_of(misses.begin(), misses.end(), [](const Miss& miss) {
    return (miss.leaf != nullptr &&
            std::holds_alternative<KeyValueRule>(miss.leaf->kind)) ||
           std::any_of(miss.alternatives.begin(), miss.alternatives.end(),
                       SaysKeyValues);
  });
}

// Joins it to the same miss of other slots. What key-values there are differs
// from slot to slot, so those stay apart.
void Add(Miss miss, std::vector<Miss>& out) {
  if (!SaysKeyValues({miss})) {
    for (Miss& known : out) {
      if (!known.IsSame(miss)) continue;
      known.slots |= miss.slots;
      return;
    }
  }
  out.push_back(std::move(miss));
}

template <typename T>
bool Contains(const std::vector<T>& values, const T& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

}  // namespace

Examiner::Examiner(const CatalogContents& contents, const PageRequest& request,
                   absl::Time instant, const Candidates& candidates,
                   const Shown& shown)
    : contents_(contents),
      request_(request),
      instant_(instant),
      candidates_(candidates),
      shown_(shown),
      evaluator_(contents, request.page, request.viewer, instant),
      all_slots_(~uint64_t{0} >> (64 - request.slots.size())),
      usable_(request.slots.size()) {
  for (size_t i = 0; i < request.slots.size(); ++i) {
    const Slot& slot = request.slots[i];
    const auto same = std::find_if(
        groups_.begin(), groups_.end(), [&](const SlotGroup& group) {
          return group.slot->key_values == slot.key_values;
        });
    if (same != groups_.end()) {
      same->slots |= BitOf(i);
    } else {
      groups_.push_back({.slots = BitOf(i), .slot = &slot});
    }
  }
}

std::vector<Miss> Examiner::Examine(const Subject& subject) {
  std::vector<Miss> out;
  FindServability(subject, out);
  FindRule(subject, out);
  FindOwnersBlocks(subject, out);
  FindCreatives(subject, out);
  FindPrice(subject, out);
  FindDraw(subject, out);
  const uint64_t serving = shown_.SlotsOf(*subject.line_item);
  FindConflicts(subject, serving, out);
  FindOutranked(subject, serving, out);
  for (Miss& miss : out) miss.slots &= ~serving;
  std::erase_if(out, [](const Miss& miss) { return miss.slots == 0; });
  std::stable_sort(out.begin(), out.end(), [](const Miss& a, const Miss& b) {
    return a.cause < b.cause;
  });
  return out;
}

void Examiner::FindServability(const Subject& subject, std::vector<Miss>& out) {
  const auto add = [&](Cause cause, Miss::Source source) {
    out.push_back({.cause = cause, .source = source, .slots = all_slots_});
  };
  const Campaign& campaign = *subject.campaign;
  if (subject.advertiser == nullptr) {
    add(Cause::kNoAdvertiser, Miss::Source::kCampaign);
  } else if (subject.advertiser->status == ServingStatus::kPaused) {
    add(Cause::kPaused, Miss::Source::kAdvertiser);
  }
  if (campaign.status == ServingStatus::kPaused) {
    add(Cause::kPaused, Miss::Source::kCampaign);
  }
  if (subject.line_item->status == ServingStatus::kPaused) {
    add(Cause::kPaused, Miss::Source::kLineItem);
  }
  if (!campaign.flight.Contains(instant_)) {
    add(Cause::kFlight, Miss::Source::kCampaign);
  }
  if (std::holds_alternative<BadRule>(subject.line_item->rule)) {
    add(Cause::kBadRule, Miss::Source::kLineItem);
  }
  if (campaign.tier == Tier::kPricePriority &&
      !subject.line_item->price.has_value()) {
    add(Cause::kNoPrice, Miss::Source::kLineItem);
  }
  FindMissingLists(subject, out);
}

void Examiner::FindMissingLists(const Subject& subject,
                                std::vector<Miss>& out) {
  const ServedLineItem item = {.campaign = subject.campaign,
                               .line_item = subject.line_item,
                               .advertiser = subject.advertiser};
  ForEachKeywordList(item, [&](const std::string& list) {
    if (contents_.keyword_lists.contains(list)) return;
    Add({.cause = Cause::kNoKeywordList, .slots = all_slots_, .detail = list},
        out);
  });
}

void Examiner::FindRule(const Subject& subject, std::vector<Miss>& out) {
  const auto* rule = std::get_if<Rule>(&subject.line_item->rule);
  if (rule == nullptr) return;
  std::vector<Miss> found;
  for (const SlotGroup& group : groups_) {
    found.clear();
    RuleMisses(evaluator_, subject.campaign->flight.zone, group.slot)
        .Find(*rule, true, {.slots = group.slots, .root = rule}, found);
    for (Miss& miss : found) Add(std::move(miss), out);
  }
}

// What each part of `blocks` hits. No part asks for the slot or the time.
const Examiner::BlockHits& Examiner::HitsOf(const Blocks& blocks,
                                            const Miss& like) {
  std::unique_ptr<const BlockHits>& known = block_hits_[&blocks];
  if (known != nullptr) return *known;
  auto hits = std::make_unique<BlockHits>();
  hits->rule = BlockedPages(blocks);
  Miss hit = like;
  hit.root = &hits->rule;
  const absl::TimeZone utc = absl::UTCTimeZone();
  RuleMisses(evaluator_, utc, nullptr)
      .Find(hits->rule, false, hit, hits->misses);
  known = std::move(hits);
  return *known;
}

void Examiner::FindOwnersBlocks(const Subject& subject,
                                std::vector<Miss>& out) {
  const auto add = [&](const Blocks& blocks, Miss::Source source) {
    if (blocks == Blocks()) return;
    const BlockHits& hits = HitsOf(
        blocks,
        {.cause = Cause::kBlocks, .source = source, .slots = all_slots_});
    out.insert(out.end(), hits.misses.begin(), hits.misses.end());
  };
  add(subject.campaign->blocks, Miss::Source::kCampaign);
  if (subject.advertiser == nullptr) return;
  add(subject.advertiser->blocks, Miss::Source::kAdvertiser);
}

void Examiner::AddLabels(const std::vector<std::string>& labels,
                         const Miss& like, std::vector<Miss>& out) const {
  for (const std::string& label : labels) {
    if (!Contains(request_.page.exclusion_labels, label)) continue;
    Miss& miss = out.emplace_back(like);
    miss.detail = label;
  }
}

// What keeps all of its creatives off the page alike.
void Examiner::FindBlockedLineItem(const Subject& subject,
                                   std::vector<Miss>& out) {
  const SitePolicy& site = *contents_.site_policy;
  Miss like = {.cause = Cause::kBlocked,
               .source = Miss::Source::kSite,
               .slots = all_slots_};
  if (!subject.campaign->exempt_from_site_blocks) {
    for (const std::string& list : site.blocks.keyword_lists) {
      if (contents_.keyword_lists.contains(list)) continue;
      Miss& miss = out.emplace_back(like);
      miss.detail = list;
    }
    const BlockHits& hits = HitsOf(site.blocks, like);
    out.insert(out.end(), hits.misses.begin(), hits.misses.end());
  }
  like.cause = Cause::kExcludedLabel;
  like.source = Miss::Source::kCampaign;
  AddLabels(subject.campaign->exclusion_labels, like, out);
  if (subject.advertiser == nullptr) return;
  like.source = Miss::Source::kAdvertiser;
  AddLabels(subject.advertiser->exclusion_labels, like, out);
  if (Contains(site.blocked_advertisers, subject.advertiser->name)) {
    like.cause = Cause::kBlockedAdvertiser;
    like.source = Miss::Source::kSite;
    like.detail = subject.advertiser->name;
    out.push_back(like);
  }
}

std::vector<Miss> Examiner::HitsOf(const Creative& creative) {
  std::vector<Miss> hits;
  Miss like = {.cause = Cause::kBlocked,
               .source = Miss::Source::kCreative,
               .slots = all_slots_,
               .creative = &creative};
  if (creative.blocks != Blocks()) {
    for (const std::string& list : creative.blocks.keyword_lists) {
      if (contents_.keyword_lists.contains(list)) continue;
      Miss& miss = hits.emplace_back(like);
      miss.detail = list;
    }
    const BlockHits& found = HitsOf(creative.blocks, like);
    hits.insert(hits.end(), found.misses.begin(), found.misses.end());
  }
  like.cause = Cause::kExcludedLabel;
  AddLabels(creative.exclusion_labels, like, hits);
  if (contents_.site_policy->BlocksClickHost(creative.click_host)) {
    like.cause = Cause::kBlockedDomain;
    like.source = Miss::Source::kSite;
    like.detail = creative.click_host;
    hits.push_back(like);
  }
  return hits;
}

void Examiner::FindCreatives(const Subject& subject, std::vector<Miss>& out) {
  const size_t before = out.size();
  FindBlockedLineItem(subject, out);
  const bool all_blocked = out.size() > before;
  std::vector<std::pair<const Creative*, std::vector<Miss>>> creatives;
  for (const uint32_t position : subject.line_item->creatives) {
    const Creative& creative = subject.campaign->creatives[position];
    creatives.emplace_back(&creative, HitsOf(creative));
  }
  for (size_t i = 0; i < request_.slots.size(); ++i) {
    usable_[i].clear();
    Miss blocked = {.cause = Cause::kBlocked,
                    .source = Miss::Source::kCreative,
                    .slots = BitOf(i)};
    for (const auto& [creative, hits] : creatives) {
      if (!FitsSome(*creative, request_.slots[i].sizes)) continue;
      if (hits.empty()) usable_[i].push_back(creative);
      blocked.alternatives.push_back(hits);
    }
    if (blocked.alternatives.empty()) {
      out.push_back({.cause = Cause::kSize, .slots = BitOf(i)});
    } else if (usable_[i].empty() && blocked.alternatives.size() > 1) {
      Add(std::move(blocked), out);
    } else if (usable_[i].empty()) {
      for (Miss hit : blocked.alternatives.front()) {
        hit.slots = BitOf(i);
        Add(std::move(hit), out);
      }
    }
    if (all_blocked) usable_[i].clear();
  }
}

void Examiner::FindPrice(const Subject& subject, std::vector<Miss>& out) {
  if (subject.campaign->tier != Tier::kPricePriority) {
    if (subject.line_item->weight > 0) return;
    out.push_back({.cause = Cause::kWeight, .slots = all_slots_});
    return;
  }
  if (!subject.line_item->price.has_value()) return;
  const Micros bid = subject.line_item->price->ecpm();
  const Micros site_floor = contents_.site_policy->FloorFor(request_.page);
  for (size_t i = 0; i < request_.slots.size(); ++i) {
    const bool is_slots = request_.slots[i].floor >= site_floor;
    if (bid >= std::max(request_.slots[i].floor, site_floor)) continue;
    Miss miss = {.cause = Cause::kFloor,
                 .source = is_slots ? Miss::Source::kSlot : Miss::Source::kSite,
                 .slots = BitOf(i)};
    if (is_slots) {
      out.push_back(std::move(miss));  // each slot has its own
    } else {
      Add(std::move(miss), out);
    }
  }
}

void Examiner::FindDraw(const Subject& subject, std::vector<Miss>& out) {
  const CandidateFact* fact = candidates_.Find(subject.line_item);
  if (fact == nullptr) return;
  if (fact->standing == Standing::kCut) {
    out.push_back({.cause = Cause::kOutsideDraw, .slots = fact->paying});
  } else if (fact->standing == Standing::kOutOfShare) {
    out.push_back({.cause = Cause::kShareOfVoice, .slots = fact->paying});
  }
}

void Examiner::FindConflicts(const Subject& subject, uint64_t serving,
                             std::vector<Miss>& out) {
  std::vector<Miss> found;
  for (size_t i = 0; i < request_.slots.size(); ++i) {
    if ((serving & BitOf(i)) != 0) continue;
    found.clear();
    shown_.FindConflicts(subject, usable_[i], BitOf(i), found);
    for (Miss& miss : found) Add(std::move(miss), out);
  }
}

// Also where nothing else is in the way, so that each slot says something.
void Examiner::FindOutranked(const Subject& subject, uint64_t serving,
                             std::vector<Miss>& out) {
  uint64_t kept_out = serving;
  for (const Miss& miss : out) kept_out |= miss.slots;
  for (size_t i = 0; i < request_.slots.size(); ++i) {
    if ((serving & BitOf(i)) != 0) continue;
    const Ad* last = shown_.is_full(i) ? shown_.LastOf(i) : nullptr;
    const bool outranked =
        last != nullptr && IsBetter(*last->campaign, *last->line_item,
                                    *subject.campaign, *subject.line_item);
    if (!outranked && (kept_out & BitOf(i)) != 0) continue;
    out.push_back({.cause = Cause::kOutranked,
                   .slots = BitOf(i),
                   .other = last,
                   .other_slot = i});
  }
}

}  // namespace placard
