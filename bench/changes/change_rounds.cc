#include "bench/changes/change_rounds.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "engine/base/status.h"

namespace placard {
namespace {

constexpr absl::Duration kLookEvery = absl::Milliseconds(100);
constexpr int kLooks = 20;

double Millis(std::chrono::nanoseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

LatencyHistogram HistogramOf(
    const std::vector<std::chrono::nanoseconds>& times) {
  LatencyHistogram histogram;
  for (const std::chrono::nanoseconds time : times) histogram.Record(time);
  return histogram;
}

double P99(const LatencyHistogram& took) { return Millis(took.Percentile(99)); }

double P99OfAll(const std::vector<LatencyHistogram>& halves) {
  LatencyHistogram all;
  for (const LatencyHistogram& half : halves) all.Merge(half);
  return P99(all);
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

}  // namespace

absl::Status ChangeRounds::Run(DecisionLoad& load) {
  const size_t files_before = server_.OpenFiles();
  for (size_t round = 0; round < plan_.count; ++round) {
    // Neither is always first.
    const bool is_quiet_first = round % 2 == 0;
    if (is_quiet_first) PLACARD_RETURN_IF_ERROR(Quiet(load));
    PLACARD_RETURN_IF_ERROR(Changing(load, round));
    if (!is_quiet_first) PLACARD_RETURN_IF_ERROR(Quiet(load));
    last_ = Look(round == 0 ? files_before : first_.files);
    if (round == 0) first_ = last_;
    std::fprintf(stderr,
                 "round %zu of %zu: decisions' p99 quiet %.3f ms, during "
                 "changes %.3f ms; %zu MB resident\n",
                 round + 1, plan_.count, P99(quiet_.back()),
                 P99(during_.back()), last_.resident_bytes >> 20);
  }
  if (times_.failed + times_.lost > 0) {
    return Error(absl::StatusCode::kInternal, times_.failed,
                 " changes failed (", times_.first_failure, "), ", times_.lost,
                 " never became effective");
  }
  return absl::OkStatus();
}

// Connections that are being closed are given the time for it.
ChangeRounds::Holding ChangeRounds::Look(size_t usual_files) const {
  server_.AwaitIdle();
  for (int i = 0; i < kLooks && server_.OpenFiles() > usual_files; ++i) {
    absl::SleepFor(kLookEvery);
  }
  return {.resident_bytes = server_.ResidentBytes(),
          .files = server_.OpenFiles()};
}

// What changes before have left to be done would be no quiet.
absl::Status ChangeRounds::Quiet(DecisionLoad& load) {
  server_.AwaitIdle();
  PLACARD_ASSIGN_OR_RETURN(LatencyHistogram took, load.Run(plan_.length));
  quiet_.push_back(std::move(took));
  return absl::OkStatus();
}

absl::Status ChangeRounds::Changing(DecisionLoad& load, size_t round) {
  PLACARD_ASSIGN_OR_RETURN(ChangeProcess changes, StartChanges(round));
  PLACARD_ASSIGN_OR_RETURN(LatencyHistogram took, load.Run(plan_.length));
  during_.push_back(std::move(took));
  PLACARD_ASSIGN_OR_RETURN(const ChangeTimes times, changes.Finish());
  times_.Merge(times);
  return absl::OkStatus();
}

absl::StatusOr<ChangeProcess> ChangeRounds::StartChanges(size_t round) const {
  ChangePlan changes = plan_.changes;
  changes.count = static_cast<size_t>(changes.rate * plan_.length.count());
  changes.first = round * changes.count;
  return ChangeProcess::Start("/proc/self/exe", changes, plan_.log_path);
}

void ChangeRounds::Report(Summary& found) const {
  ReportChanges(found);
  ReportDecisions(found);
  ReportDrift(found);
}

void ChangeRounds::ReportChanges(Summary& found) const {
  const LatencyHistogram answered = HistogramOf(times_.answered);
  const LatencyHistogram effective = HistogramOf(times_.effective);
  for (const double percent : {50.0, 99.0, 100.0}) {
    std::fprintf(stderr, "p%-5g change answered %.2f ms, effective %.2f ms\n",
                 percent, Millis(answered.Percentile(percent)),
                 Millis(effective.Percentile(percent)));
  }
  found.Add(
      {.id = "changes/effective-p50",
       .what = "a change, from its instant until a decision is made by it",
       .value = Millis(effective.Percentile(50)),
       .unit = "ms"});
  found.Add({.id = "changes/effective-p99",
             .what = "the same, 99th percentile",
             .value = P99(effective),
             .unit = "ms",
             .bound = 50});
}

void ChangeRounds::ReportDecisions(Summary& found) const {
  std::vector<double> ratios;
  for (size_t round = 0; round < quiet_.size(); ++round) {
    ratios.push_back(P99(during_[round]) / P99(quiet_[round]));
  }
  const double quiet = P99OfAll(quiet_);
  const double during = P99OfAll(during_);
  found.Add({.id = "changes/decisions-quiet-p99",
             .what = "a decision at a quarter of the maximum, nothing changing",
             .value = quiet,
             .unit = "ms"});
  found.Add({.id = "changes/decisions-p99",
             .what = "the same during the changes",
             .value = during,
             .unit = "ms"});
  found.Add({.id = "changes/decisions-p99-ratio",
             .what = "decisions during changes over decisions when it is "
                     "quiet, the two in turns",
             .value = during / quiet,
             .unit = "",
             .bound = 1.5});
  found.Add({.id = "changes/decisions-p99-ratio-of-a-round",
             .what = "the same of single rounds, their median: what disturbs "
                     "the machine for some seconds does not count",
             .value = Median(std::move(ratios)),
             .unit = ""});
}

void ChangeRounds::ReportDrift(Summary& found) const {
  found.Add({.id = "changes/resident-drift",
             .what = "resident after the last round, over after the first",
             .value = static_cast<double>(last_.resident_bytes) /
                      static_cast<double>(first_.resident_bytes),
             .unit = ""});
  found.Add({.id = "changes/open-files-drift",
             .what = "open files but those to Redis after the last round, less "
                     "after the first",
             .value = static_cast<double>(last_.files) -
                      static_cast<double>(first_.files),
             .unit = ""});
}

}  // namespace placard
