#include "engine/explain/describer.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "engine/base/status.h"
#include "engine/explain/rank_order.h"
#include "engine/explain/words.h"

namespace placard {
namespace {

std::string_view OwnerWord(Miss::Source source) {
  switch (source) {
    case Miss::Source::kLineItem:
      return "the rule";
    case Miss::Source::kCampaign:
      return "the campaign's blocks";
    case Miss::Source::kAdvertiser:
      return "the advertiser's blocks";
    case Miss::Source::kCreative:
      return "the creative's blocks";
    case Miss::Source::kSite:
      return "the site policy's blocks";
    case Miss::Source::kSlot:
      break;
  }
  return "the slot";
}

}  // namespace

std::optional<Reason> ReasonOf(Cause cause) {
  switch (cause) {
    case Cause::kPaused:
    case Cause::kNoAdvertiser:
    case Cause::kFlight:
    case Cause::kBadRule:
    case Cause::kNoKeywordList:
    case Cause::kNoPrice:
      return std::nullopt;
    case Cause::kRule:
    case Cause::kBlocks:
      return Reason::kSlotTargeting;
    case Cause::kSize:
      return Reason::kSize;
    case Cause::kBlocked:
    case Cause::kExcludedLabel:
    case Cause::kBlockedAdvertiser:
    case Cause::kBlockedDomain:
      return Reason::kBlocked;
    case Cause::kFloor:
      return Reason::kBelowFloor;
    case Cause::kWeight:
    case Cause::kOutsideDraw:
      return Reason::kOutsideDraw;
    case Cause::kShareOfVoice:
      return Reason::kShareOfVoice;
    case Cause::kDuplicate:
      return Reason::kDuplicate;
    case Cause::kLabelConflict:
      return Reason::kLabelConflict;
    case Cause::kAdvertiserLimit:
      return Reason::kAdvertiserLimit;
    case Cause::kRoadblock:
      return Reason::kRoadblock;
    case Cause::kOutranked:
      return std::nullopt;
  }
  return std::nullopt;
}

int32_t LeastCost(const std::vector<Miss>& misses, size_t slots) {
  int32_t least = INT32_MAX;
  for (size_t i = 0; i < slots; ++i) {
    int32_t cost = 0;
    for (const Miss& miss : misses) {
      if ((miss.slots >> i & 1) != 0) cost += CostOf(miss);
    }
    least = std::min(least, cost);
  }
  return least;
}

struct Describer::Words {
  std::string path;
  std::string asks;
  std::string has;
  std::string change;
};

Describer::Describer(const CatalogContents& contents,
                     const PageRequest& request, absl::Time instant,
                     const Candidates& candidates, const Shown& shown)
    : contents_(contents),
      request_(request),
      instant_(instant),
      candidates_(candidates),
      shown_(shown),
      leaves_(contents, request, instant) {}

LineItemExplanation Describer::Describe(const Subject& subject,
                                        const std::vector<Miss>& misses) {
  LineItemExplanation explanation = {
      .name = subject.line_item->name,
      .exists = true,
      .tier = subject.campaign->tier,
      .priority = subject.campaign->priority,
      .failed = LeastCost(misses, request_.slots.size())};
  for (size_t i = 0; i < request_.slots.size(); ++i) {
    explanation.slots.push_back(VerdictOf(subject, i, misses));
  }
  for (const Miss& miss : misses) {
    explanation.failures.push_back(FailureOf(subject, miss));
  }
  return explanation;
}

SlotVerdict Describer::VerdictOf(const Subject& subject, size_t slot,
                                 const std::vector<Miss>& misses) const {
  if ((shown_.SlotsOf(*subject.line_item) >> slot & 1) != 0) return {};
  const auto first = std::find_if(
      misses.begin(), misses.end(),
      [&](const Miss& miss) { return (miss.slots >> slot & 1) != 0; });
  SlotVerdict verdict;
  const std::optional<Reason> reason = ReasonOf(first->cause);
  if (first->cause < Cause::kRule) {
    verdict.verdict = Verdict::kNotServable;
  } else if (first->cause < Cause::kSize &&
             candidates_.Find(subject.line_item) == nullptr) {
    verdict.verdict = Verdict::kRule;
  } else if (reason.has_value() || !shown_.is_full_of_paid(slot)) {
    verdict.verdict = Verdict::kRejected;
    verdict.reason = reason.value_or(Reason::kDuplicate);
  } else {
    verdict.verdict = Verdict::kOutranked;
  }
  const auto outranked =
      std::find_if(first, misses.end(), [&](const Miss& miss) {
        return miss.cause == Cause::kOutranked && miss.other_slot == slot;
      });
  if (outranked != misses.end() && outranked->other != nullptr) {
    verdict.winner = WinnerOver(subject, *outranked->other);
  }
  return verdict;
}

Winner Describer::WinnerOver(const Subject& subject, const Ad& winner) const {
  const Campaign& campaign = *winner.campaign;
  Winner result = {
      .line_item = winner.line_item->name,
      .margin = MarginBetween(campaign, *winner.line_item, *subject.campaign,
                              *subject.line_item)};
  switch (result.margin) {
    case Winner::Margin::kTier:
      result.how = Concat("tier ", TierWord(campaign.tier), " against ",
                          TierWord(subject.campaign->tier));
      break;
    case Winner::Margin::kPriority:
      result.how = Concat("priority ", campaign.priority, " against ",
                          subject.campaign->priority);
      break;
    case Winner::Margin::kPrice:
      result.ecpm_micros =
          EcpmMicros(*winner.line_item) - EcpmMicros(*subject.line_item);
      result.how =
          result.ecpm_micros > 0
              ? Concat("bids ", ToDecimal(Micros(result.ecpm_micros)), " more")
              : Concat("bids ", ToDecimal(Micros(-result.ecpm_micros)),
                       " less, and the whole page earns more so");
      break;
    case Winner::Margin::kDraw:
      result.how =
          campaign.tier == Tier::kPricePriority
              ? std::string("equal bids, by this seed's draw")
              : Concat("by this seed's draw, weight ", winner.line_item->weight,
                       " against ", subject.line_item->weight);
      break;
  }
  return result;
}

Failure Describer::FailureOf(const Subject& subject, const Miss& miss) {
  Failure failure = {.cause = miss.cause,
                     .slots = miss.slots,
                     .source = SourceOf(subject, miss)};
  if (miss.alternatives.empty()) {
    Words words = WordsOf(subject, miss);
    failure.path = std::move(words.path);
    failure.asks = std::move(words.asks);
    failure.has = std::move(words.has);
    failure.change = std::move(words.change);
    return failure;
  }
  const size_t shown = std::min(miss.alternatives.size(), kShownValues);
  failure.asks = Concat("one of ", miss.alternatives.size(), " alternatives");
  failure.has = "none holds";
  failure.change = "any one alternative";
  for (size_t i = 0; i < shown; ++i) {
    std::vector<Failure>& parts = failure.alternatives.emplace_back();
    for (const Miss& part : miss.alternatives[i]) {
      parts.push_back(FailureOf(subject, part));
      parts.back().slots = miss.slots;
    }
  }
  return failure;
}

std::string Describer::SourceOf(const Subject& subject,
                                const Miss& miss) const {
  switch (miss.source) {
    case Miss::Source::kLineItem:
      return subject.line_item->name;
    case Miss::Source::kCampaign:
      return subject.campaign->name;
    case Miss::Source::kAdvertiser:
      return subject.campaign->advertiser;
    case Miss::Source::kCreative:
      return miss.creative == nullptr ? subject.line_item->name
                                      : miss.creative->name;
    case Miss::Source::kSite:
      return "sitePolicy";
    case Miss::Source::kSlot:
      break;
  }
  return "slots/" + FirstSlot(miss).id;
}

const Slot& Describer::FirstSlot(const Miss& miss) const {
  const size_t slot = miss.slots == 0 ? 0 : std::countr_zero(miss.slots);
  return request_.slots[slot];
}

Describer::Words Describer::WordsOf(const Subject& subject, const Miss& miss) {
  switch (miss.cause) {
    case Cause::kPaused:
    case Cause::kNoAdvertiser:
    case Cause::kBadRule:
    case Cause::kNoKeywordList:
    case Cause::kNoPrice:
      return ServabilityWords(subject, miss);
    case Cause::kFlight:
      return FlightWords(*subject.campaign);
    case Cause::kRule:
    case Cause::kBlocks:
      return RuleWords(subject, miss);
    case Cause::kBlocked:
    case Cause::kExcludedLabel:
    case Cause::kBlockedAdvertiser:
    case Cause::kBlockedDomain:
      return BlockWords(subject, miss);
    case Cause::kSize:
      return SizeWordsOf(subject, miss);
    case Cause::kFloor:
      return FloorWords(subject, miss);
    case Cause::kWeight:
    case Cause::kOutsideDraw:
    case Cause::kShareOfVoice:
      return DrawWords(subject, miss);
    case Cause::kDuplicate:
    case Cause::kLabelConflict:
      return ConflictWords(subject, miss);
    case Cause::kAdvertiserLimit:
      return LimitWords(subject, miss);
    case Cause::kRoadblock:
      return RoadblockWords(subject, miss);
    case Cause::kOutranked:
      return OutrankedWords(subject, miss);
  }
  return {};
}

Describer::Words Describer::ServabilityWords(const Subject& subject,
                                             const Miss& miss) const {
  switch (miss.cause) {
    case Cause::kPaused:
      return {"status", "status active", "status paused",
              "resume " + SourceOf(subject, miss)};
    case Cause::kNoAdvertiser:
      return {"advertiser", subject.campaign->advertiser,
              "there is no such advertiser",
              "create " + subject.campaign->advertiser};
    case Cause::kBadRule:
      return {"rule", "a rule that can be read",
              std::get<BadRule>(subject.line_item->rule).reason,
              "rewrite the rule"};
    case Cause::kNoKeywordList:
      return {"rule", std::string(miss.detail), "there is no such list",
              Concat("create ", miss.detail, ", or take it out of the rule")};
    default:
      return {"price", "a price, for tier price_priority", "no price",
              "give the line item a price"};
  }
}

Describer::Words Describer::FlightWords(const Campaign& campaign) const {
  const Flight& flight = campaign.flight;
  const auto say = [&](absl::Time time) { return TimeWord(time, flight.zone); };
  const std::string now = "it is " + say(instant_);
  if (instant_ < flight.start) {
    return {"flight.start_time", "not before " + say(flight.start), now,
            "wait until " + say(flight.start)};
  }
  return {"flight.end_time", "before " + say(flight.end), now,
          "extend the flight beyond " + say(instant_)};
}

// Blocks are any_of groups of the leaves that their fields make, so a path in
// them begins behind the group.
Describer::Words Describer::RuleWords(const Subject& subject,
                                      const Miss& miss) {
  const bool is_own = miss.source == Miss::Source::kLineItem;
  const LeafDescriber::Place place = {.zone = subject.campaign->flight.zone,
                                      .slot = &FirstSlot(miss),
                                      .whose = OwnerWord(miss.source),
                                      .unwanted = miss.unwanted};
  const std::string asks = LeafWords(*miss.leaf);
  std::string_view kind = KindWord(*miss.leaf);
  if (!is_own && kind == "keyword_list") kind = "keyword_lists";
  return {is_own ? "rule." + PathTo(*miss.root, *miss.leaf)
                 : Concat("blocks.", kind),
          miss.unwanted ? "not " + asks : asks, leaves_.Has(*miss.leaf, place),
          leaves_.Change(*miss.leaf, place)};
}

Describer::Words Describer::BlockWords(const Subject& subject,
                                       const Miss& miss) {
  const std::string detail(miss.detail);
  switch (miss.cause) {
    case Cause::kExcludedLabel:
      return {"exclusion_labels", "no exclusion label of the page",
              "carries " + detail,
              Concat("take ", detail, " off ", SourceOf(subject, miss),
                     " or out of the page's exclusion labels")};
    case Cause::kBlockedAdvertiser:
      return {"blocked_advertisers", "no blocked advertiser", "is of " + detail,
              Concat("take ", detail, " out of the site policy")};
    case Cause::kBlockedDomain:
      return {"blocked_click_domains", "no blocked click domain",
              "leads to " + detail,
              "lead elsewhere, or take the domain out of the site policy"};
    default:
      break;
  }
  if (miss.leaf != nullptr) return RuleWords(subject, miss);
  return {"blocks.keyword_lists", detail, "there is no such list",
          Concat("create ", detail, ", or take it out of ",
                 OwnerWord(miss.source))};
}

Describer::Words Describer::SizeWordsOf(const Subject& subject,
                                        const Miss& miss) const {
  const Slot& slot = FirstSlot(miss);
  std::vector<std::string> sizes;
  for (const uint32_t position : subject.line_item->creatives) {
    std::string word = SizeWord(subject.campaign->creatives[position].size);
    if (std::find(sizes.begin(), sizes.end(), word) == sizes.end()) {
      sizes.push_back(std::move(word));
    }
  }
  return {"creatives",
          Concat("a creative for slot ", slot.id, ", which takes ",
                 InBraces(SizeWords(slot.sizes))),
          sizes.empty() ? "no creatives" : "creatives of " + InBraces(sizes),
          "add a creative of " + Listed(SizeWords(slot.sizes))};
}

Describer::Words Describer::FloorWords(const Subject& subject,
                                       const Miss& miss) const {
  const bool is_site = miss.source == Miss::Source::kSite;
  const Micros floor = is_site ? contents_.site_policy->FloorFor(request_.page)
                               : FirstSlot(miss).floor;
  const int64_t bid = EcpmMicros(*subject.line_item);
  const std::string least = ToDecimal(floor);
  return {is_site ? "floors" : "floor_cpm_micros",
          Concat("an eCPM of at least ", least),
          "bids " + ToDecimal(Micros(bid)),
          Concat("raise the bid by ", ToDecimal(Micros(floor.value() - bid)))};
}

Describer::Words Describer::DrawWords(const Subject& subject,
                                      const Miss& miss) const {
  const LineItem& item = *subject.line_item;
  if (miss.cause == Cause::kWeight) {
    return {"weight", "a weight above 0", "weight 0",
            "give the line item a weight of 1 or more"};
  }
  if (miss.cause == Cause::kShareOfVoice) {
    return {"share_of_voice_percent",
            Concat("a page of its ", item.share_of_voice, " percent"),
            "by this seed the page is of another's",
            "ask for another page view, or raise the share"};
  }
  const size_t place = candidates_.Find(&item)->place;
  const bool bids = subject.campaign->tier == Tier::kPricePriority;
  return {bids ? "price" : "weight",
          Concat("a place among the first ", kDrawSize, " of its level"),
          Concat("place ", place),
          bids ? "raise the bid, or give the campaign a smaller priority number"
               : "raise the weight, or give the campaign a smaller priority "
                 "number"};
}

std::string Describer::WhatShows(const Miss& miss) const {
  if (miss.other == nullptr) return "an earlier call of the page view showed";
  return Concat("slot ", request_.slots[miss.other_slot].id, " shows ",
                miss.other->line_item->name);
}

Describer::Words Describer::ConflictWords(const Subject& subject,
                                          const Miss& miss) const {
  if (miss.cause == Cause::kLabelConflict) {
    return {"exclusion_labels",
            Concat("no other advertisement with label ", miss.detail),
            miss.other == nullptr ? WhatShows(miss) + " one" : WhatShows(miss),
            Concat("take ", miss.detail, " off one of the two")};
  }
  const bool is_itself =
      miss.other != nullptr && miss.other->line_item == subject.line_item;
  return {"no_duplicates", "what the page view does not show yet",
          miss.other == nullptr ? WhatShows(miss) + " it" : WhatShows(miss),
          is_itself ? "it serves already; nothing"
                    : "pause what is shown, or let the site policy or the "
                      "campaign's roadblock allow both"};
}

Describer::Words Describer::LimitWords(const Subject& subject,
                                       const Miss& miss) const {
  return {
      "page_limit",
      Concat("no more of ", subject.campaign->advertiser,
             " than a page view may show"),
      miss.other == nullptr ? WhatShows(miss) + " the last" : WhatShows(miss),
      "raise the limit of the advertiser or the site policy"};
}

Describer::Words Describer::RoadblockWords(const Subject& subject,
                                           const Miss& miss) const {
  if (!miss.detail.empty()) {
    return {"companion_of", Concat(miss.detail, " on the page"),
            "it is not shown", Concat("let ", miss.detail, " serve")};
  }
  return {"roadblock",
          Concat("all line items of ", subject.campaign->name, ", or none"),
          "not all can serve",
          "let each of them serve, or take the roadblock off"};
}

Describer::Words Describer::OutrankedWords(const Subject& subject,
                                           const Miss& miss) const {
  const std::string slot = request_.slots[miss.other_slot].id;
  if (miss.other == nullptr) {
    return {"", Concat("a place in slot ", slot),
            "the page was filled without it",
            "ask again: the search for the best page was given up"};
  }
  const Winner winner = WinnerOver(subject, *miss.other);
  std::string change;
  switch (winner.margin) {
    case Winner::Margin::kTier:
      change = "a campaign in an earlier tier";
      break;
    case Winner::Margin::kPriority:
      change = Concat("give the campaign a priority before ",
                      miss.other->campaign->priority);
      break;
    case Winner::Margin::kPrice:
      change = winner.ecpm_micros > 0
                   ? Concat("raise the bid by more than ",
                            ToDecimal(Micros(winner.ecpm_micros)))
                   : std::string("raise the bid");
      break;
    case Winner::Margin::kDraw:
      change = subject.campaign->tier == Tier::kPricePriority
                   ? "raise the bid, or ask with another seed"
                   : "raise the weight, or ask with another seed";
      break;
  }
  return {"", Concat("a place in slot ", slot),
          Concat(WhatShows(miss), ": ", winner.how), change};
}

}  // namespace placard
