#include "engine/explain/winner.h"

#include "engine/base/status.h"
#include "engine/explain/rank_order.h"
#include "engine/explain/words.h"

namespace placard {

Winner WinnerOver(const Subject& subject, const Ad& winner) {
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

}  // namespace placard
