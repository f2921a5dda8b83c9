#include "engine/explain/miss_words.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "engine/base/status.h"
#include "engine/explain/rank_order.h"
#include "engine/explain/winner.h"
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

MissWords::MissWords(const CatalogContents& contents,
                     const PageRequest& request, absl::Time instant,
                     const Candidates& candidates)
    : contents_(contents),
      request_(request),
      instant_(instant),
      candidates_(candidates),
      leaves_(contents, request, instant) {}

std::string MissWords::SourceOf(const Subject& subject,
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

const Slot& MissWords::FirstSlot(const Miss& miss) const {
  const size_t slot = miss.slots == 0 ? 0 : std::countr_zero(miss.slots);
  return request_.slots[slot];
}

MissWords::Words MissWords::Say(const Subject& subject, const Miss& miss) {
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

MissWords::Words MissWords::ServabilityWords(const Subject& subject,
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

MissWords::Words MissWords::FlightWords(const Campaign& campaign) const {
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
MissWords::Words MissWords::RuleWords(const Subject& subject,
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

MissWords::Words MissWords::BlockWords(const Subject& subject,
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

MissWords::Words MissWords::SizeWordsOf(const Subject& subject,
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

MissWords::Words MissWords::FloorWords(const Subject& subject,
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

MissWords::Words MissWords::DrawWords(const Subject& subject,
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

std::string MissWords::WhatShows(const Miss& miss) const {
  if (miss.other == nullptr) return "an earlier call of the page view showed";
  return Concat("slot ", request_.slots[miss.other_slot].id, " shows ",
                miss.other->line_item->name);
}

MissWords::Words MissWords::ConflictWords(const Subject& subject,
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

MissWords::Words MissWords::LimitWords(const Subject& subject,
                                       const Miss& miss) const {
  return {
      "page_limit",
      Concat("no more of ", subject.campaign->advertiser,
             " than a page view may show"),
      miss.other == nullptr ? WhatShows(miss) + " the last" : WhatShows(miss),
      "raise the limit of the advertiser or the site policy"};
}

MissWords::Words MissWords::RoadblockWords(const Subject& subject,
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

MissWords::Words MissWords::OutrankedWords(const Subject& subject,
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
