#include "services/diagnosis/sampled_delivery.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "engine/base/status.h"
#include "engine/engine.h"
#include "engine/explain/explain.h"

namespace placard {
namespace {

// Something that fails, the same on whatever page.
using FailureKey = std::tuple<Cause, std::string, std::string, std::string>;

FailureKey KeyOf(const Failure& failure) {
  std::string asks = failure.asks;
  for (const std::vector<Failure>& parts : failure.alternatives) {
    asks += '|';
    for (const Failure& part : parts) asks += Concat("&", part.asks);
  }
  return {failure.cause, failure.source, failure.path, std::move(asks)};
}

Reached ReachedBy(const SlotVerdict& slot) {
  switch (slot.verdict) {
    case Verdict::kNotServable:
      return Reached::kNotServable;
    case Verdict::kRule:
      return Reached::kRule;
    case Verdict::kRejected:
      return Reached::kRejected;
    case Verdict::kOutranked:
      return Reached::kOutranked;
    case Verdict::kServes:
      break;
  }
  return Reached::kServes;
}

size_t FurthestSlot(const LineItemExplanation& item) {
  const auto rank = [](const SlotVerdict& slot) {
    return std::pair(ReachedBy(slot), slot.reason);
  };
  const auto furthest =
      std::max_element(item.slots.begin(), item.slots.end(),
                       [&](const SlotVerdict& a, const SlotVerdict& b) {
                         return rank(a) < rank(b);
                       });
  return static_cast<size_t>(furthest - item.slots.begin());
}

bool IsRuleFailure(const Failure& failure) {
  return failure.cause == Cause::kRule || failure.cause == Cause::kBlocks;
}

class Tally {
 public:
  void Add(const LineItemExplanation& item, const std::string& url) {
    const size_t slot = FurthestSlot(item);
    const std::vector<const Failure*> failures = FailuresIn(item, slot);
    Reached reached = ReachedBy(item.slots[slot]);
    if (reached == Reached::kRule && IsForAnotherReader(failures)) {
      reached = Reached::kReader;
    }
    ++result_.pages;
    ++result_.reached[static_cast<size_t>(reached)];
    if (reached == Reached::kRejected) {
      ++result_.rejected[static_cast<size_t>(item.slots[slot].reason)];
    }
    if (reached == Reached::kOutranked) {
      if (item.slots[slot].winner.has_value()) {
        ++winners_[item.slots[slot].winner->line_item];
      }
      return;
    }
    for (const Failure* failure : failures) {
      CommonFailure& common = failures_[KeyOf(*failure)];
      if (common.pages++ == 0) {
        common.failure = *failure;
        common.failure.slots = 0;
        common.url = url;
      }
      common.alone += failures.size() == 1;
    }
  }

  SampledDelivery Take() && {
    for (auto& [key, common] : failures_) {
      result_.failures.push_back(std::move(common));
    }
    std::stable_sort(result_.failures.begin(), result_.failures.end(),
                     [](const CommonFailure& a, const CommonFailure& b) {
                       return std::pair(a.pages, a.alone) >
                              std::pair(b.pages, b.alone);
                     });
    if (result_.failures.size() > kCommonFailures) {
      result_.failures.resize(kCommonFailures);
    }
    for (const auto& [name, pages] : winners_) {
      if (pages <= result_.winner_pages) continue;
      result_.winner = name;
      result_.winner_pages = pages;
    }
    return std::move(result_);
  }

 private:
  // What else is in the way of those who are outranked is of no interest.
  static std::vector<const Failure*> FailuresIn(const LineItemExplanation& item,
                                                size_t slot) {
    std::vector<const Failure*> failures;
    for (const Failure& failure : item.failures) {
      if ((failure.slots >> slot & 1) == 0) continue;
      if (failure.cause != Cause::kOutranked) failures.push_back(&failure);
    }
    return failures;
  }

  static bool IsForAnotherReader(const std::vector<const Failure*>& failures) {
    return std::all_of(
        failures.begin(), failures.end(), [](const Failure* failure) {
          return !IsRuleFailure(*failure) || failure->is_about_reader;
        });
  }

  SampledDelivery result_;
  std::map<FailureKey, CommonFailure> failures_;
  std::map<std::string, int64_t> winners_;
};

}  // namespace

SampledDelivery DiagnoseOnSample(const Snapshot& snapshot,
                                 const SampledPages& sample,
                                 const std::string& line_item,
                                 absl::Time instant,
                                 absl::FunctionRef<bool()> goes_on) {
  const ExplainOptions options = {.line_items = {line_item},
                                  .counts_funnel = false};
  DecideScratch scratch;
  Decision decision;
  Tally tally;
  for (const std::shared_ptr<const SampledPage>& page : sample.pages) {
    if (!goes_on()) break;
    Decide(snapshot, page->request, instant, page->seed, scratch, decision);
    const Explanation explanation =
        Explain(snapshot, page->request, instant, page->seed, decision, options,
                scratch.search);
    if (!explanation.line_items.front().exists) break;
    tally.Add(explanation.line_items.front(), page->request.page.url);
  }
  return std::move(tally).Take();
}

}  // namespace placard
