#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "bench/load/format.h"
#include "bench/load/report.h"
#include "bench/load/status_names.h"
#include "engine/base/status.h"

namespace placard {
namespace {

std::string Counted(uint64_t number, const char* noun) {
  return Concat(WithCommas(number), " ", noun, number == 1 ? "" : "s");
}

std::string Rate(double rate) {
  return Concat(WithCommas(static_cast<uint64_t>(std::llround(rate))), "/s");
}

std::string Part(uint64_t number, uint64_t of) {
  if (of == 0) return WithCommas(number);
  return Concat(WithCommas(number), " (",
                Percent(static_cast<double>(number) / static_cast<double>(of)),
                ")");
}

std::string LatencyRow(const char* name, const LatencyHistogram& histogram) {
  std::string row = absl::StrFormat("  %-9s", name);
  for (const double percent : kPercentiles) {
    absl::StrAppendFormat(&row, "%9s",
                          ShortDuration(histogram.Percentile(percent)));
  }
  absl::StrAppendFormat(&row, "%9s%9s\n", ShortDuration(histogram.max()),
                        ShortDuration(histogram.mean()));
  return row;
}

std::string LatencyTable(const LoadResult& result) {
  std::string table = absl::StrFormat("  %-9s", "");
  for (const double percent : kPercentiles) {
    absl::StrAppendFormat(&table, "%9s", absl::StrFormat("p%g", percent));
  }
  absl::StrAppendFormat(&table, "%9s%9s\n", "max", "mean");
  return Concat(table, LatencyRow("latency", result.latency),
                LatencyRow("service", result.service));
}

std::string Counts(const LoadResult& result) {
  std::string text = absl::StrFormat(
      "  scheduled %s   answered %s   failed %s   unsent %s   late %s\n",
      WithCommas(result.scheduled),
      Part(result.tally.answered(), result.scheduled),
      WithCommas(result.tally.failed()), WithCommas(result.unsent),
      WithCommas(result.late));
  for (size_t code = 1; code < result.tally.codes.size(); ++code) {
    if (result.tally.codes[code] == 0) continue;
    absl::StrAppendFormat(&text, "    %s %s\n", StatusName(code),
                          WithCommas(result.tally.codes[code]));
  }
  return text;
}

std::string Outcomes(const Tally& tally) {
  if (tally.checked == 0) return "";
  std::string text = absl::StrFormat(
      "  looked into %s: %s wrong; slots filled %s, house %s, unfilled %s\n",
      Counted(tally.checked, "answer"), WithCommas(tally.wrong),
      Part(tally.outcomes[placard::v1::OUTCOME_FILLED], tally.slots()),
      Part(tally.outcomes[placard::v1::OUTCOME_HOUSE], tally.slots()),
      Part(tally.outcomes[placard::v1::OUTCOME_UNFILLED], tally.slots()));
  std::vector<std::string> reasons;
  for (const auto& [code, count] : tally.reasons) {
    reasons.push_back(Concat(ReasonName(code), " ", WithCommas(count)));
  }
  if (!reasons.empty()) {
    absl::StrAppend(&text, "  reasons: ", absl::StrJoin(reasons, ", "), "\n");
  }
  return text;
}

std::string Side(const Measured& side) {
  std::string rate = Rate(side.Rate());
  if (side.rates.size() > 1) {
    std::vector<std::string> rounds;
    for (const double round : side.rates) rounds.push_back(Rate(round));
    absl::StrAppend(&rate, ", the median of ", absl::StrJoin(rounds, ", "));
  }
  return Concat("\n", side.address, "\n  answered ", rate, "\n",
                Counts(side.total), LatencyTable(side.total),
                Outcomes(side.total.tally));
}

std::string Ratio(const Report& report) {
  const Measured& target = report.measured[0];
  const Measured& against = report.measured[1];
  if (target.Rate() <= 0 || against.Rate() <= 0) return "";
  const auto p = [](const Measured& side, double percent) {
    return static_cast<double>(side.total.latency.Percentile(percent).count());
  };
  return absl::StrFormat(
      "\nratio of %s to %s: throughput %.3f, p50 %.2f, p99 %.2f\n",
      target.address, against.address, target.Rate() / against.Rate(),
      p(target, 50) / p(against, 50), p(target, 99) / p(against, 99));
}

std::string Levels(const Report& report) {
  std::string text =
      absl::StrFormat("\n%12s%12s%10s%10s\n", "rate", "answered", "p50", "p99");
  for (const Level& level : report.levels) {
    absl::StrAppendFormat(&text, "%12s%12s%10s%10s  %s\n", Rate(level.rate),
                          Rate(level.result.Rate()),
                          ShortDuration(level.result.latency.Percentile(50)),
                          ShortDuration(level.result.latency.Percentile(99)),
                          level.failure.empty() ? "passes" : level.failure);
  }
  const std::string bound = ShortDuration(report.options.find_max.p99);
  if (const Level* best = BestOf(report.levels)) {
    return Concat(text, "\nhighest rate with p99 of at most ", bound, ": ",
                  Rate(best->rate), "\n");
  }
  return Concat(text, "\nno rate had a p99 of at most ", bound, "\n");
}

std::string DescribeMode(const Options& options) {
  const char* arrivals = options.open.arrivals == Arrivals::kPoisson
                             ? "Poisson"
                             : "at equal distances";
  switch (options.mode) {
    case LoadMode::kOpen:
      return Concat("open loop: ", Rate(options.open.rate), " ", arrivals,
                    " for ", ShortDuration(options.open.duration));
    case LoadMode::kClosed:
      return Concat(
          "closed loop: ", Counted(options.closed.requests, "request"), ", ",
          WithCommas(options.closed.outstanding), " at once");
    case LoadMode::kFindMax:
      return Concat("search: up to ", Rate(options.find_max.most_rate), " ",
                    arrivals, ", ", ShortDuration(options.open.duration),
                    " each, p99 of at most ",
                    ShortDuration(options.find_max.p99));
  }
  return "";
}

}  // namespace

std::string DescribeLoad(const Options& options, size_t pages) {
  const Traffic& traffic = options.traffic;
  return Concat(DescribeMode(options), "; ",
                traffic.method == Method::kUnary ? "unary" : "stream", ", ",
                Counted(traffic.connections, "connection"), ", ",
                Counted(traffic.threads, "thread"), ", ",
                Counted(pages, "page"));
}

std::string TextReport(const Report& report) {
  std::string text;
  if (report.stopped) absl::StrAppend(&text, "(stopped early)\n");
  if (report.options.mode == LoadMode::kFindMax) {
    absl::StrAppend(&text, Levels(report));
  }
  for (const Measured& side : report.measured) {
    absl::StrAppend(&text, Side(side));
  }
  if (report.measured.size() == 2) absl::StrAppend(&text, Ratio(report));
  return text;
}

std::string ProgressLine(const std::string& what, const LoadResult& so_far) {
  const double seconds = std::chrono::duration<double>(so_far.elapsed).count();
  return absl::StrFormat(
      "%s  %.0f s  %s  p50 %s  p99 %s  errors %s", what, seconds,
      Rate(so_far.Rate()), ShortDuration(so_far.latency.Percentile(50)),
      ShortDuration(so_far.latency.Percentile(99)),
      WithCommas(so_far.tally.failed() + so_far.tally.wrong));
}

}  // namespace placard
