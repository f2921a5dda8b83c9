#include "bench/load/session.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "bench/load/format.h"
#include "engine/base/status.h"

namespace placard {
namespace {

// What stays the same over all runs of a session.
struct Session {
  const Options& options;
  const Requests& requests;
  const std::atomic<bool>& stop;
  const SessionWatch& watch;

  absl::StatusOr<LoadResult> Measure(const std::string& what,
                                     const std::string& target,
                                     const Load& load) const {
    Traffic traffic = options.traffic;
    traffic.target = target;
    return RunLoad(traffic, load, requests, stop,
                   [&](const LoadResult& so_far) {
                     if (watch) watch(what, so_far);
                   });
  }
};

// The same load for as long as it takes to warm up.
Load WarmupOf(const Load& load, std::chrono::nanoseconds duration) {
  Load warmup = load;
  if (auto* open = std::get_if<OpenLoad>(&warmup)) {
    open->duration = duration;
  } else {
    auto& closed = std::get<ClosedLoad>(warmup);
    closed.requests = kMostRequests;
    closed.at_most = duration;
  }
  return warmup;
}

absl::Status WarmUp(const Session& session, const std::string& target,
                    const Load& load) {
  const auto duration = session.options.warmup;
  if (duration <= std::chrono::nanoseconds(0)) return absl::OkStatus();
  return session.Measure("warm-up", target, WarmupOf(load, duration)).status();
}

absl::Status Search(const Session& session, Report& report) {
  const Options& options = session.options;
  const auto measure = [&](double rate) -> absl::StatusOr<LoadResult> {
    OpenLoad load = options.open;
    load.rate = rate;
    PLACARD_RETURN_IF_ERROR(WarmUp(session, options.traffic.target, load));
    return session.Measure(absl::StrFormat("%.0f/s", rate),
                           options.traffic.target, load);
  };
  PLACARD_ASSIGN_OR_RETURN(report.levels,
                           FindMax(options.find_max, measure, session.stop));
  if (const Level* best = BestOf(report.levels)) {
    report.measured.push_back({.address = options.traffic.target,
                               .total = best->result,
                               .rates = {best->result.Rate()}});
  }
  return absl::OkStatus();
}

absl::Status MeasureInTurns(const Session& session, const Load& load,
                            Report& report) {
  const Options& options = session.options;
  report.measured.push_back(
      {.address = options.traffic.target, .total = {}, .rates = {}});
  if (!options.against.empty()) {
    report.measured.push_back(
        {.address = options.against, .total = {}, .rates = {}});
  }
  for (const Measured& side : report.measured) {
    PLACARD_RETURN_IF_ERROR(WarmUp(session, side.address, load));
  }
  const int rounds = options.against.empty() ? 1 : options.rounds;
  for (int round = 0; round < rounds; ++round) {
    for (Measured& side : report.measured) {
      if (session.stop.load(std::memory_order_relaxed)) return absl::OkStatus();
      PLACARD_ASSIGN_OR_RETURN(
          const LoadResult result,
          session.Measure(side.address, side.address, load));
      side.total.Merge(result);
      side.rates.push_back(result.Rate());
    }
  }
  return absl::OkStatus();
}

}  // namespace

double Measured::Rate() const {
  if (rates.empty()) return 0;
  std::vector<double> sorted = rates;
  std::sort(sorted.begin(), sorted.end());
  const size_t middle = sorted.size() / 2;
  if (sorted.size() % 2 == 1) return sorted[middle];
  return (sorted[middle - 1] + sorted[middle]) / 2;
}

uint64_t Report::errors() const {
  uint64_t errors = 0;
  for (const Measured& side : measured) {
    errors += side.total.tally.failed() + side.total.tally.wrong;
  }
  return errors;
}

bool Report::failed() const {
  if (measured.empty() || errors() > options.max_errors) return true;
  return std::any_of(
      measured.begin(), measured.end(),
      [](const Measured& side) { return side.total.tally.answered() == 0; });
}

absl::StatusOr<Report> RunSession(const Options& options,
                                  const Requests& requests,
                                  const std::atomic<bool>& stop,
                                  const SessionWatch& watch) {
  const Session session = {
      .options = options, .requests = requests, .stop = stop, .watch = watch};
  Report report;
  report.options = options;
  report.pages = requests.size();
  if (options.mode == LoadMode::kFindMax) {
    PLACARD_RETURN_IF_ERROR(Search(session, report));
  } else {
    const Load load = options.mode == LoadMode::kOpen ? Load(options.open)
                                                      : Load(options.closed);
    PLACARD_RETURN_IF_ERROR(MeasureInTurns(session, load, report));
  }
  report.stopped = stop.load(std::memory_order_relaxed);
  return report;
}

}  // namespace placard
