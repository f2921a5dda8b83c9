#include "bench/service/comparison.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <optional>
#include <vector>

#include "bench/load/load_run.h"
#include "bench/service/processor_time.h"
#include "engine/base/status.h"

namespace placard {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// So many requests under way at once that neither server waits for them; the
// bounds are for it.
constexpr size_t kAtOnce = 128;
// How much the ratios owe to that.
constexpr size_t kOtherAtOnce[] = {64, 256};

constexpr int kClosedRounds = 5;
constexpr int kOtherRounds = 3;
// Many and short: where the system puts the threads of a round decides on its
// tail, and the median is to be of more than a few such throws.
constexpr int kOpenRounds = 21;
constexpr int kFastOpenRounds = 7;
constexpr int kOverloads = 3;
// Of the length, in thousandths: a round of one server by one method, and of
// one server in an open loop. The rest is for connecting.
constexpr int kClosedPart = 14;
constexpr int kOtherPart = 7;
constexpr int kOpenPart = 8;
constexpr int kWarmUpPart = 6;

using Figures = std::vector<double>;  // one a round

double Median(Figures figures) {
  std::sort(figures.begin(), figures.end());
  return figures[figures.size() / 2];
}

Figures Ratios(const Figures& a, const Figures& b) {
  Figures ratios;
  for (size_t i = 0; i < a.size(); ++i) ratios.push_back(a[i] / b[i]);
  return ratios;
}

Figures Differences(const Figures& a, const Figures& b) {
  Figures differences;
  for (size_t i = 0; i < a.size(); ++i) differences.push_back(a[i] - b[i]);
  return differences;
}

// Of a round of calls.
struct Answered {
  double rate = 0;  // a second
  double cpu = 0;   // microseconds of the processors for each
};

class Rounds {
 public:
  Rounds(const Comparison& comparison, const Requests& requests)
      : comparison_(comparison), requests_(requests) {}

  absl::StatusOr<Answered> Throughput(const Comparison::Side& side,
                                      Method method, size_t at_once,
                                      int part) const {
    const absl::Duration before = ProcessorTime(side.pid);
    PLACARD_ASSIGN_OR_RETURN(
        const LoadResult result,
        Run(side.address, method,
            ClosedLoad{.requests = std::numeric_limits<uint64_t>::max(),
                       .outstanding = at_once,
                       .at_most = Part(part)}));
    const absl::Duration spent = ProcessorTime(side.pid) - before;
    return Answered{.rate = result.Rate(),
                    .cpu = absl::ToDoubleMicroseconds(spent) /
                           static_cast<double>(result.tally.answered())};
  }

  // The 99th percentile of calls at `rate`, in microseconds.
  absl::StatusOr<double> TailLatency(const std::string& target, double rate,
                                     uint64_t seed) const {
    PLACARD_ASSIGN_OR_RETURN(const LoadResult result,
                             RunOpen(target, rate, seed));
    return std::chrono::duration<double, std::micro>(
               result.latency.Percentile(99))
        .count();
  }

  // Answers a second when calls come at `rate`, which may be more.
  absl::StatusOr<double> OpenThroughput(const std::string& target, double rate,
                                        uint64_t seed) const {
    PLACARD_ASSIGN_OR_RETURN(const LoadResult result,
                             RunOpen(target, rate, seed));
    return result.Rate();
  }

 private:
  nanoseconds Part(int thousandths) const {
    return nanoseconds(comparison_.length) * thousandths / 1000;
  }

  absl::StatusOr<LoadResult> RunOpen(const std::string& target, double rate,
                                     uint64_t seed) const {
    return Run(target, Method::kUnary,
               OpenLoad{.rate = rate,
                        .duration = Part(kOpenPart),
                        .arrivals = Arrivals::kPoisson,
                        .seed = seed});
  }

  absl::StatusOr<LoadResult> Run(const std::string& target, Method method,
                                 const Load& load) const {
    const std::atomic<bool> stop = false;
    PLACARD_ASSIGN_OR_RETURN(
        LoadResult result,
        RunLoad({.target = target, .method = method}, load, requests_, stop));
    const Tally& tally = result.tally;
    if (tally.failed() > 0 || tally.wrong > 0 || tally.answered() == 0) {
      return Error(absl::StatusCode::kInternal, target, ": ", tally.answered(),
                   " calls were answered, ", tally.failed(), " failed, ",
                   tally.wrong, " of the answers looked into were wrong");
    }
    return result;
  }

  const Comparison& comparison_;
  const Requests& requests_;
};

void AddFigure(const std::string& id, const std::string& what,
               const Figures& figures, const std::string& unit,
               Summary& summary) {
  summary.Add({.id = id, .what = what, .value = Median(figures), .unit = unit});
}

void AddRange(Summary::Row row, const Figures& figures, Summary& summary) {
  const auto [lowest, highest] =
      std::minmax_element(figures.begin(), figures.end());
  summary.Add({.id = row.id + "/lowest",
               .what = "of the rounds",
               .value = *lowest,
               .unit = row.unit});
  summary.Add({.id = row.id + "/highest",
               .what = "of the rounds",
               .value = *highest,
               .unit = row.unit});
  row.value = Median(figures);
  summary.Add(std::move(row));
}

struct Throughputs {
  Figures server_unary;
  Figures server_stream;
  Figures twin_unary;
  Figures twin_stream;
  // Microseconds of the processors for each call.
  Figures server_cpu;
  Figures twin_cpu;
};

// `count` rounds of `part` each.
absl::StatusOr<Throughputs> MeasureThroughputs(const Comparison& comparison,
                                               const Rounds& rounds,
                                               size_t at_once, int count,
                                               int part) {
  Throughputs found;
  const struct {
    const Comparison::Side& side;
    Method method;
    Figures& rates;
    Figures* cpu;
  } turns[] = {
      {comparison.server, Method::kUnary, found.server_unary,
       &found.server_cpu},
      {comparison.twin, Method::kUnary, found.twin_unary, &found.twin_cpu},
      {comparison.server, Method::kStream, found.server_stream, nullptr},
      {comparison.twin, Method::kStream, found.twin_stream, nullptr},
  };
  for (int round = 0; round < count; ++round) {
    for (const auto& turn : turns) {
      PLACARD_ASSIGN_OR_RETURN(
          const Answered answered,
          rounds.Throughput(turn.side, turn.method, at_once, part));
      turn.rates.push_back(answered.rate);
      if (turn.cpu != nullptr) turn.cpu->push_back(answered.cpu);
    }
  }
  return found;
}

absl::Status WarmUp(const Comparison& comparison, const Rounds& rounds) {
  return MeasureThroughputs(comparison, rounds, kAtOnce, 1, kWarmUpPart)
      .status();
}

bool KnowsProcesses(const Comparison& comparison) {
  return comparison.server.pid != 0 && comparison.twin.pid != 0;
}

std::string AtOnce(size_t count) {
  return Concat("closed loop, ", count, " at once");
}

void SummariseCpu(const Throughputs& found, Summary& summary) {
  const std::string what = "processor time of a call, " + AtOnce(kAtOnce);
  AddFigure("service/unary-cpu", what, found.server_cpu, "us", summary);
  AddFigure("service/twin-unary-cpu", what, found.twin_cpu, "us", summary);
  AddRange({.id = "service/unary-added-cpu",
            .what = "processor time of a call, beyond that of the bare RPC",
            .unit = "us",
            .bound = 4},
           Differences(found.server_cpu, found.twin_cpu), summary);
}

void SummariseThroughputs(const Throughputs& found, Summary& summary) {
  const std::string what = AtOnce(kAtOnce);
  AddFigure("service/unary", what, found.server_unary, "1/s", summary);
  AddFigure("service/stream", what, found.server_stream, "1/s", summary);
  AddFigure("service/twin-unary", what, found.twin_unary, "1/s", summary);
  AddFigure("service/twin-stream", what, found.twin_stream, "1/s", summary);
  AddRange({.id = "service/unary-to-twin",
            .what = "throughput of calls, by that of the bare RPC",
            .unit = "",
            .bound = 0.90,
            .at_most = false},
           Ratios(found.server_unary, found.twin_unary), summary);
  AddRange({.id = "service/stream-to-unary",
            .what = "throughput of streams, by that of calls",
            .unit = "",
            .bound = 2,
            .at_most = false},
           Ratios(found.server_stream, found.server_unary), summary);
  AddRange({.id = "service/stream-to-twin",
            .what = "throughput of streams, by that of bare streams",
            .unit = "",
            .bound = 0.70,
            .at_most = false},
           Ratios(found.server_stream, found.twin_stream), summary);
}

// The same ratios, without bounds.
absl::Status CompareAtOnce(const Comparison& comparison, const Rounds& rounds,
                           size_t at_once, const std::string& id,
                           Summary& summary) {
  PLACARD_ASSIGN_OR_RETURN(const Throughputs found,
                           MeasureThroughputs(comparison, rounds, at_once,
                                              kOtherRounds, kOtherPart));
  const std::string what = AtOnce(at_once);
  AddFigure(id + "/unary-to-twin", what,
            Ratios(found.server_unary, found.twin_unary), "", summary);
  AddFigure(id + "/stream-to-unary", what,
            Ratios(found.server_stream, found.server_unary), "", summary);
  AddFigure(id + "/stream-to-twin", what,
            Ratios(found.server_stream, found.twin_stream), "", summary);
  if (KnowsProcesses(comparison)) {
    AddFigure(id + "/unary-added-cpu", what,
              Differences(found.server_cpu, found.twin_cpu), "us", summary);
  }
  return absl::OkStatus();
}

struct Tails {
  Figures server;
  Figures twin;
};

absl::StatusOr<Tails> MeasureTails(const Comparison& comparison,
                                   const Rounds& rounds, double rate,
                                   int count) {
  Tails found;
  for (int round = 0; round < count; ++round) {
    const auto seed = static_cast<uint64_t>(round);
    PLACARD_ASSIGN_OR_RETURN(
        const double of_server,
        rounds.TailLatency(comparison.server.address, rate, seed));
    PLACARD_ASSIGN_OR_RETURN(
        const double of_twin,
        rounds.TailLatency(comparison.twin.address, rate, seed));
    found.server.push_back(of_server);
    found.twin.push_back(of_twin);
  }
  return found;
}

// What the server answers of an open loop that asks too much of it. It is less
// than a closed loop gets: calls come one by one, so that both sides wake for
// each, and the client shares the processors.
absl::StatusOr<double> OpenMaximum(const Comparison& comparison,
                                   const Rounds& rounds, double closed) {
  Figures found;
  for (int round = 0; round < kOverloads; ++round) {
    PLACARD_ASSIGN_OR_RETURN(
        const double rate,
        rounds.OpenThroughput(comparison.server.address, closed,
                              static_cast<uint64_t>(round)));
    found.push_back(rate);
  }
  return Median(found);
}

absl::Status CompareLatencies(const Comparison& comparison,
                              const Rounds& rounds, double closed,
                              Summary& summary) {
  PLACARD_ASSIGN_OR_RETURN(const double most,
                           OpenMaximum(comparison, rounds, closed));
  PLACARD_ASSIGN_OR_RETURN(
      const Tails half,
      MeasureTails(comparison, rounds, most / 2, kOpenRounds));
  const std::string what = "open loop at half of the most that one gets";
  summary.Add({.id = "service/open-loop-rate",
               .what = what,
               .value = most / 2,
               .unit = "1/s"});
  AddFigure("service/open-loop-p99", what, half.server, "us", summary);
  AddFigure("service/twin-open-loop-p99", what, half.twin, "us", summary);
  AddRange({.id = "service/open-loop-p99-to-twin",
            .what = "p99 of calls, by that of the bare RPC at the same rate",
            .unit = "",
            .bound = 2},
           Ratios(half.server, half.twin), summary);
  PLACARD_ASSIGN_OR_RETURN(
      const Tails fast,
      MeasureTails(comparison, rounds, closed / 2, kFastOpenRounds));
  AddRange({.id = "service/fast-open-loop-p99-to-twin",
            .what = "the same at half of what a closed loop gets",
            .unit = ""},
           Ratios(fast.server, fast.twin), summary);
  return absl::OkStatus();
}

}  // namespace

absl::Status Compare(const Comparison& comparison, const Requests& requests,
                     Summary& summary) {
  const Rounds rounds(comparison, requests);
  PLACARD_RETURN_IF_ERROR(WarmUp(comparison, rounds));
  PLACARD_ASSIGN_OR_RETURN(const Throughputs found,
                           MeasureThroughputs(comparison, rounds, kAtOnce,
                                              kClosedRounds, kClosedPart));
  SummariseThroughputs(found, summary);
  if (KnowsProcesses(comparison)) SummariseCpu(found, summary);
  for (const size_t at_once : kOtherAtOnce) {
    PLACARD_RETURN_IF_ERROR(
        CompareAtOnce(comparison, rounds, at_once,
                      Concat("service/", at_once, "-at-once"), summary));
  }
  return CompareLatencies(comparison, rounds, Median(found.server_unary),
                          summary);
}

absl::Status CompareThroughput(const Comparison& comparison,
                               const Requests& requests, const std::string& id,
                               Summary& summary) {
  const Rounds rounds(comparison, requests);
  PLACARD_RETURN_IF_ERROR(WarmUp(comparison, rounds));
  return CompareAtOnce(comparison, rounds, kAtOnce, id, summary);
}

}  // namespace placard
