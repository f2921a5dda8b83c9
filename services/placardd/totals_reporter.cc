#include "services/placardd/totals_reporter.h"

#include <chrono>
#include <string>

#include "engine/base/status.h"

namespace placard {
namespace {

constexpr std::chrono::minutes kEvery(1);

}  // namespace

TotalsReporter::TotalsReporter(const DecisionCounters& counters, Log& log)
    : counters_(counters), log_(log), thread_([this] { Run(); }) {}

TotalsReporter::~TotalsReporter() {
  {
    const std::lock_guard lock(mu_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void TotalsReporter::Run() {
  std::unique_lock lock(mu_);
  while (!stopping_) {
    stop_.wait_for(lock, kEvery, [this] { return stopping_; });
    lock.unlock();
    Report();
    lock.lock();
  }
}

void TotalsReporter::Report() {
  const DecisionTotals now = counters_.totals();
  const auto since = [](uint64_t total, uint64_t before) {
    return Concat(total - before);
  };
  const auto slots = [&](Outcome outcome) {
    const auto i = static_cast<size_t>(outcome);
    return since(now.slots[i], last_.slots[i]);
  };
  const auto reason = [&](Reason why) {
    const auto i = static_cast<size_t>(why);
    return since(now.reasons[i], last_.reasons[i]);
  };
  const auto token = [&](TokenRefusal why) {
    const auto i = static_cast<size_t>(why);
    return since(now.tokens[i], last_.tokens[i]);
  };
  if (now.pages != last_.pages || now.refused != last_.refused) {
    log_.Info("decisions",
              {{"pages", since(now.pages, last_.pages)},
               {"refused", since(now.refused, last_.refused)},
               {"filled", slots(Outcome::kFilled)},
               {"house", slots(Outcome::kHouse)},
               {"unfilled", slots(Outcome::kUnfilled)},
               {"no_candidate", reason(Reason::kNoCandidate)},
               {"slot_targeting", reason(Reason::kSlotTargeting)},
               {"size", reason(Reason::kSize)},
               {"blocked", reason(Reason::kBlocked)},
               {"below_floor", reason(Reason::kBelowFloor)},
               {"outside_draw", reason(Reason::kOutsideDraw)},
               {"share_of_voice", reason(Reason::kShareOfVoice)},
               {"duplicate", reason(Reason::kDuplicate)},
               {"label_conflict", reason(Reason::kLabelConflict)},
               {"advertiser_limit", reason(Reason::kAdvertiserLimit)},
               {"roadblock", reason(Reason::kRoadblock)},
               {"token_malformed", token(TokenRefusal::kMalformed)},
               {"token_unknown_key", token(TokenRefusal::kUnknownKey)},
               {"token_expired", token(TokenRefusal::kExpired)},
               {"token_foreign", token(TokenRefusal::kForeign)}});
  }
  if (now.unknown_sections != last_.unknown_sections) {
    log_.Warning(
        "pages name sections that the site policy does not",
        {{"times", since(now.unknown_sections, last_.unknown_sections)},
         {"such_as", now.unknown_section}});
  }
  last_ = now;
}

}  // namespace placard
