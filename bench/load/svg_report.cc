#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "bench/load/format.h"
#include "bench/load/report.h"
#include "bench/plot/chart.h"
#include "bench/plot/svg.h"
#include "engine/base/status.h"

namespace placard {
namespace {

using std::chrono::nanoseconds;

constexpr const char* kColours[] = {"#2563eb", "#ea580c"};
constexpr char kGood[] = "#16a34a";
constexpr char kBad[] = "#dc2626";

// Every nine: 90, 99, 99.9 ... are equally far apart, since what matters is how
// many are slower.
double NinesOf(double percent) { return -std::log10(1 - percent / 100); }

double PercentOf(double nines) { return 100 * (1 - std::pow(10, -nines)); }

double LogOf(nanoseconds value) {
  return std::log10(static_cast<double>(std::max<int64_t>(value.count(), 1)));
}

// Spans values on a logarithmic axis, with room above and below.
class LatencySpan {
 public:
  void Include(nanoseconds value) {
    low_ = std::min(low_, LogOf(value));
    high_ = std::max(high_, LogOf(value));
  }

  Axis ToAxis(std::string title) const {
    Axis axis = {.title = std::move(title), .low = 0, .high = 1, .ticks = {}};
    if (low_ > high_) return axis;
    const double room = std::max(0.1, (high_ - low_) * 0.06);
    axis.low = low_ - room;
    axis.high = high_ + room;
    // 1, 2 and 5 of each power of ten; only 1 when there are many of them.
    const bool crowded = axis.high - axis.low > 3.5;
    for (int power = 0; power < 13; ++power) {
      for (const int step : {1, 2, 5}) {
        const double at = power + std::log10(step);
        if (at < axis.low || at > axis.high || (crowded && step != 1)) continue;
        axis.ticks.push_back({at, Label(step, power)});
      }
    }
    return axis;
  }

 private:
  static std::string Label(int step, int power) {
    static constexpr const char* kUnits[] = {"ns", "us", "ms", "s", "s"};
    int tens = power % 3;
    if (power >= 12) tens = power - 9;
    return absl::StrFormat("%.0f %s", step * std::pow(10, tens),
                           kUnits[power / 3]);
  }

  double low_ = std::numeric_limits<double>::infinity();
  double high_ = -std::numeric_limits<double>::infinity();
};

// A finer percentile than there are requests says nothing.
double MostNines(const Report& report) {
  uint64_t most = 0;
  for (const Measured& side : report.measured) {
    most = std::max(most, side.total.latency.count());
  }
  return std::clamp(std::log10(static_cast<double>(most) + 1), 1.0, 5.0);
}

Axis PercentileAxis(double most_nines) {
  Axis axis = {.title = "percentile of requests",
               .low = 0,
               .high = most_nines,
               .ticks = {{0, "0"}}};
  for (const double percent : {50.0, 75.0, 90.0, 99.0, 99.9, 99.99, 99.999}) {
    if (NinesOf(percent) > most_nines + 1e-9) break;
    axis.ticks.push_back({NinesOf(percent), absl::StrFormat("%g", percent)});
  }
  return axis;
}

std::vector<Point> Curve(const LatencyHistogram& histogram, double most_nines) {
  constexpr int kSteps = 240;
  std::vector<Point> points;
  for (int i = 0; i <= kSteps; ++i) {
    const double nines = most_nines * i / kSteps;
    points.push_back({nines, LogOf(histogram.Percentile(PercentOf(nines)))});
  }
  return points;
}

std::string LatencyChart(const Report& report, double top) {
  const double most_nines = MostNines(report);
  LatencySpan span;
  for (const Measured& side : report.measured) {
    for (const LatencyHistogram* h :
         {&side.total.latency, &side.total.service}) {
      span.Include(h->Percentile(0));
      span.Include(h->Percentile(PercentOf(most_nines)));
    }
  }
  const Level* best = BestOf(report.levels);
  const std::string title =
      best == nullptr ? "Latency by percentile"
                      : Concat("Latency by percentile at ",
                               WithCommas(std::llround(best->rate)), "/s");
  Chart chart(top, title, PercentileAxis(most_nines), span.ToAxis("latency"));
  const bool alone = report.measured.size() == 1;
  for (size_t i = 0; i < report.measured.size(); ++i) {
    const Measured& side = report.measured[i];
    chart.AddNamedLine(Curve(side.total.latency, most_nines),
                       {.colour = kColours[i]},
                       alone ? "from when it was due" : side.address);
    // A closed loop sends when it is due; four lines would be too many.
    if (!alone || report.options.mode == LoadMode::kClosed) continue;
    chart.AddNamedLine(Curve(side.total.service, most_nines),
                       {.colour = kColours[i], .dashed = true},
                       "from when it was sent");
  }
  return chart.Draw();
}

// Round numbers from zero on, about six of them.
Axis RateAxis(double most) {
  const double rough = most / 6;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  const double times = rough / power;
  const double step = power * (times <= 1   ? 1
                               : times <= 2 ? 2
                               : times <= 5 ? 5
                                            : 10);
  Axis axis = {
      .title = "requests a second", .low = 0, .high = most * 1.05, .ticks = {}};
  for (double at = 0; at <= axis.high; at += step) {
    axis.ticks.push_back({at, WithCommas(static_cast<uint64_t>(at))});
  }
  return axis;
}

std::string RateChart(const Report& report, double top) {
  const nanoseconds bound = report.options.find_max.p99;
  std::vector<const Level*> levels;
  for (const Level& level : report.levels) levels.push_back(&level);
  std::sort(levels.begin(), levels.end(),
            [](const Level* a, const Level* b) { return a->rate < b->rate; });
  LatencySpan span;
  span.Include(bound);
  std::vector<Point> line;
  for (const Level* level : levels) {
    const nanoseconds p99 = level->result.latency.Percentile(99);
    span.Include(p99);
    line.push_back({level->rate, LogOf(p99)});
  }
  const double most = levels.back()->rate;
  Chart chart(top, "99th percentile by rate", RateAxis(most),
              span.ToAxis("p99 latency"));
  chart.AddNamedLine({{0, LogOf(bound)}, {most * 1.05, LogOf(bound)}},
                     {.colour = kBad, .dashed = true},
                     Concat("bound, ", ShortDuration(bound)));
  chart.AddNamedLine(line, {.colour = kColours[0]}, "p99");
  for (size_t i = 0; i < levels.size(); ++i) {
    const bool passes = levels[i]->failure.empty();
    chart.AddDot(
        line[i], passes ? kGood : kBad,
        Concat(WithCommas(static_cast<uint64_t>(levels[i]->rate)), "/s: p99 ",
               ShortDuration(levels[i]->result.latency.Percentile(99)),
               passes ? "" : Concat(", ", levels[i]->failure)));
  }
  return chart.Draw();
}

std::string Caption(const Report& report, double y) {
  return absl::StrFormat(
      "<text x=\"84\" y=\"%.0f\" font-size=\"11\" "
      "class=\"plot-faint\">%s</text>\n",
      y, EscapeXml(DescribeLoad(report.options, report.pages)));
}

}  // namespace

std::string SvgReport(const Report& report) {
  std::string elements;
  double height = 0;
  if (!report.levels.empty()) {
    absl::StrAppend(&elements, RateChart(report, height));
    height += Chart::kHeight;
  }
  if (!report.measured.empty()) {
    absl::StrAppend(&elements, LatencyChart(report, height));
    height += Chart::kHeight;
  }
  absl::StrAppend(&elements, Caption(report, height + 8));
  return Picture(Chart::kWidth, height + 26, elements);
}

}  // namespace placard
