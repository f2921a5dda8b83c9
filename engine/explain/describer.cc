#include "engine/explain/describer.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/base/status.h"
#include "engine/explain/rank_order.h"
#include "engine/explain/winner.h"
#include "engine/explain/words.h"

namespace placard {
namespace {

std::string RankWords(const Campaign& campaign, const LineItem& item) {
  const std::string begin =
      Concat(TierWord(campaign.tier), ", priority ", campaign.priority, ", ");
  return campaign.tier == Tier::kPricePriority
             ? Concat(begin, "eCPM ", ToDecimal(Micros(EcpmMicros(item))))
             : Concat(begin, "weight ", item.weight);
}

bool AsksForReader(const Rule& leaf) {
  const auto* value = std::get_if<ValueRule>(&leaf.kind);
  if (value != nullptr) return value->field != ValueRule::Field::kLanguage;
  return std::holds_alternative<DeviceRule>(leaf.kind);
}

bool AreAboutReader(const std::vector<Failure>& failures) {
  return std::all_of(
      failures.begin(), failures.end(),
      [](const Failure& failure) { return failure.is_about_reader; });
}

}  // namespace

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

Describer::Describer(const CatalogContents& contents,
                     const PageRequest& request, absl::Time instant,
                     const Candidates& candidates, const Shown& shown)
    : request_(request),
      candidates_(candidates),
      shown_(shown),
      words_(contents, request, instant, candidates) {}

LineItemExplanation Describer::Describe(const Subject& subject,
                                        const std::vector<Miss>& misses) {
  LineItemExplanation explanation = {
      .name = subject.line_item->name,
      .exists = true,
      .tier = subject.campaign->tier,
      .rank = RankWords(*subject.campaign, *subject.line_item),
      .failed = LeastCost(misses, request_.slots.size())};
  for (size_t i = 0; i < request_.slots.size(); ++i) {
    explanation.slots.push_back(VerdictOf(subject, i, misses));
  }
  met_ = 0;
  for (const Miss& miss : misses) {
    AddFailure(subject, miss, miss.slots, explanation.failures);
  }
  explanation.left_out = std::max(0, met_ - kShownFailures);
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

void Describer::AddFailure(const Subject& subject, const Miss& miss,
                           uint64_t slots, std::vector<Failure>& out) {
  if (miss.alternatives.empty() && ++met_ > kShownFailures) return;
  out.push_back(FailureOf(subject, miss, slots));
}

Failure Describer::FailureOf(const Subject& subject, const Miss& miss,
                             uint64_t slots) {
  Failure failure = {.cause = miss.cause,
                     .slots = slots,
                     .source = words_.SourceOf(subject, miss)};
  if (miss.alternatives.empty()) {
    MissWords::Words words = words_.Say(subject, miss);
    failure.path = std::move(words.path);
    failure.asks = std::move(words.asks);
    failure.has = std::move(words.has);
    failure.change = std::move(words.change);
    failure.is_about_reader = miss.leaf != nullptr && AsksForReader(*miss.leaf);
    return failure;
  }
  failure.asks = Concat("one of ", miss.alternatives.size(), " alternatives");
  failure.has = "none holds";
  failure.change = "any one of them";
  for (const std::vector<Miss>& alternative : miss.alternatives) {
    std::vector<Failure> parts;
    for (const Miss& part : alternative) {
      AddFailure(subject, part, slots, parts);
    }
    if (parts.empty()) continue;
    failure.is_about_reader |= AreAboutReader(parts);
    failure.alternatives.push_back(std::move(parts));
  }
  return failure;
}

}  // namespace placard
