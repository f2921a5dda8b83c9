#include "engine/explain/explanation.h"

namespace placard {

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

}  // namespace placard
