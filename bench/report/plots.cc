#include "bench/report/plots.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "bench/plot/bars.h"
#include "bench/plot/chart.h"
#include "bench/plot/svg.h"
#include "bench/report/verdict.h"
#include "engine/base/status.h"

namespace placard {
namespace {

// Told apart by day and by night.
constexpr const char* kColours[] = {"#2563eb", "#ea580c", "#16a34a", "#a855f7",
                                    "#0891b2", "#ca8a04", "#db2777"};
constexpr const char* kTops[] = {"top-1", "top-5", "top-20", "top-all"};
// In one picture; more nobody can read.
constexpr size_t kMostBars = 40;

std::vector<std::string> Parts(std::string_view id) {
  std::vector<std::string> parts;
  for (size_t end = 0; end != std::string_view::npos;) {
    end = id.find('/');
    parts.emplace_back(id.substr(0, end));
    if (end != std::string_view::npos) id.remove_prefix(end + 1);
  }
  return parts;
}

double LogOf(double value) { return std::log10(std::max(value, 1e-3)); }

// An axis over all powers of ten that the values touch.
class LogSpan {
 public:
  void Include(double value) {
    low_ = std::min(low_, std::floor(LogOf(value)));
    high_ = std::max(high_, std::ceil(LogOf(value)));
  }

  Axis ToAxis(std::string title) const {
    Axis axis = {.title = std::move(title),
                 .low = low_,
                 .high = std::max(high_, low_ + 1),
                 .ticks = {}};
    for (double power = axis.low; power <= axis.high; ++power) {
      axis.ticks.push_back({power, PrintValue(std::pow(10, power))});
    }
    return axis;
  }

 private:
  double low_ = INFINITY;
  double high_ = -INFINITY;
};

using Series = std::map<std::string, std::vector<Point>>;  // by mode

std::string DrawLines(const std::string& title, Axis x, const Series& series,
                      std::string y_title) {
  LogSpan span;
  for (const auto& [name, points] : series) {
    for (const Point& point : points) span.Include(std::pow(10, point.y));
  }
  Chart chart(0, title, std::move(x), span.ToAxis(std::move(y_title)));
  size_t number = 0;
  for (const auto& [name, points] : series) {
    const std::string colour = kColours[number++ % std::size(kColours)];
    chart.AddNamedLine(points, {.colour = colour}, name);
    for (const Point& point : points) {
      chart.AddDot(
          point, colour,
          Concat(name, ": ", PrintValue(std::pow(10, point.y)), " us"));
    }
  }
  return InlinePicture(Chart::kWidth, Chart::kHeight, title, chart.Draw());
}

// search/<mode>/<line items>/top-5/<quantile>
std::string DrawGrowth(const Figures& figures, const std::string& quantile) {
  Series series;
  LogSpan sizes;
  for (const Figure& figure : figures) {
    const std::vector<std::string> parts = Parts(figure.id);
    if (parts.size() != 5 || parts[0] != "search" || parts[3] != "top-5" ||
        parts[4] != quantile || !figure.value.has_value()) {
      continue;
    }
    const double size = std::strtod(parts[2].c_str(), nullptr);
    sizes.Include(size);
    series["mode " + parts[1]].push_back({LogOf(size), LogOf(*figure.value)});
  }
  if (series.empty()) return "";
  return DrawLines(Concat("Search for the best 5: ", quantile),
                   sizes.ToAxis("line items"), series, "microseconds");
}

double LargestSize(const Figures& figures, std::string_view group) {
  double largest = 0;
  for (const Figure& figure : figures) {
    const std::vector<std::string> parts = Parts(figure.id);
    if (parts.size() > 2 && parts[0] == group) {
      largest = std::max(largest, std::strtod(parts[2].c_str(), nullptr));
    }
  }
  return largest;
}

// search/<mode>/<the largest size>/<top>/p50
std::string DrawTops(const Figures& figures) {
  const double largest = LargestSize(figures, "search");
  Axis x = {.title = "how many line items are wanted",
            .low = -0.2,
            .high = std::size(kTops) - 0.8,
            .ticks = {}};
  for (size_t i = 0; i < std::size(kTops); ++i) {
    x.ticks.push_back({static_cast<double>(i), kTops[i]});
  }
  Series series;
  for (const Figure& figure : figures) {
    const std::vector<std::string> parts = Parts(figure.id);
    if (parts.size() != 5 || parts[0] != "search" || parts[4] != "p50" ||
        std::strtod(parts[2].c_str(), nullptr) != largest ||
        !figure.value.has_value()) {
      continue;
    }
    const auto top = static_cast<double>(
        std::find(std::begin(kTops), std::end(kTops), parts[3]) -
        std::begin(kTops));
    series["mode " + parts[1]].push_back({top, LogOf(*figure.value)});
  }
  if (series.empty()) return "";
  return DrawLines(Concat("Search at ", PrintValue(largest),
                          " line items by how many are wanted: p50"),
                   std::move(x), series, "microseconds");
}

// Bars that belong in one picture.
struct BarGroup {
  std::string title;
  std::string axis;
  std::vector<Bar> bars;
};

// Which picture of bars a figure belongs into, and its name there.
struct BarPlace {
  std::string title;
  std::string name;
};

// How many line items there are; 0 where the figure does not say.
double SizeOf(const std::vector<std::string>& parts) {
  for (const std::string& part : parts) {
    char* end = nullptr;
    const double size = std::strtod(part.c_str(), &end);
    if (!part.empty() && *end == '\0') return size;
  }
  return 0;
}

std::string Rest(const std::string& id) { return id.substr(id.find('/') + 1); }

class BarPlaces {
 public:
  explicit BarPlaces(const Figures& figures)
      : largest_(LargestSize(figures, "decide")) {}

  // "" as the title for none.
  BarPlace Of(const Figure& figure) const {
    const std::vector<std::string> parts = Parts(figure.id);
    const std::string& group = parts[0];
    if (group == "search") return Search(figure);
    if (group == "steps" || group == "nothing" || JudgesAnswers(figure.id)) {
      return {};
    }
    const bool small = SizeOf(parts) > 0 && SizeOf(parts) < largest_;
    if (group == "baselines") return Baseline(figure, parts);
    if (group == "decide") {
      if (small || figure.unit != "us") return {};
      return {Concat("Decisions at ", PrintValue(largest_), " line items, ",
                     parts.back()),
              parts[1]};
    }
    return {Concat(group, figure.unit.empty() ? "" : ", ", figure.unit),
            Rest(figure.id)};
  }

 private:
  // All others are lines.
  static BarPlace Search(const Figure& figure) {
    if (figure.unit == "x") return {"Search: growth", Rest(figure.id)};
    if (!figure.bound.has_value()) return {};
    return {"Search: what has a bound", Rest(figure.id)};
  }

  BarPlace Baseline(const Figure& figure,
                    const std::vector<std::string>& parts) const {
    if (figure.unit != "x" || parts.size() != 5 || parts[4] != "top-5-ratio") {
      return {};
    }
    return {
        "Search for the best 5: how much faster than baselines",
        Concat(parts[1], ", mode ", parts[2], ", ", PrintValue(SizeOf(parts)))};
  }

  const double largest_;
};

std::vector<BarGroup> GroupBars(const Figures& figures) {
  const BarPlaces places(figures);
  std::vector<BarGroup> groups;
  for (const Figure& figure : figures) {
    if (!figure.value.has_value()) continue;
    const BarPlace place = places.Of(figure);
    if (place.title.empty()) continue;
    auto group = std::find_if(
        groups.begin(), groups.end(),
        [&](const BarGroup& other) { return other.title == place.title; });
    if (group == groups.end()) {
      groups.push_back({.title = place.title,
                        .axis = figure.unit == "x" ? "times" : figure.unit,
                        .bars = {}});
      group = groups.end() - 1;
    }
    Bar bar = {.name = place.name,
               .value = *figure.value,
               .label = Concat(PrintValue(*figure.value), " ", figure.unit),
               .holds = figure.holds};
    if (figure.bound.has_value()) bar.bound = figure.bound->value;
    group->bars.push_back(std::move(bar));
  }
  return groups;
}

// As many pictures as it takes, of about as many bars each.
std::string DrawGroup(const BarGroup& group) {
  const size_t bars = group.bars.size();
  const size_t pictures = (bars + kMostBars - 1) / kMostBars;
  std::string drawn;
  for (size_t i = 0; i < pictures; ++i) {
    const auto at = [&](size_t part) {
      return group.bars.begin() +
             static_cast<std::ptrdiff_t>(part * bars / pictures);
    };
    const std::string part =
        pictures > 1 ? Concat(" (", i + 1, " of ", pictures, ")") : "";
    drawn += DrawBars(group.title + part, group.axis, {at(i), at(i + 1)});
  }
  return drawn;
}

}  // namespace

std::string DrawPlots(const Figures& figures) {
  std::string plots = DrawGrowth(figures, "p50");
  plots += DrawGrowth(figures, "p99");
  plots += DrawTops(figures);
  for (const BarGroup& group : GroupBars(figures)) plots += DrawGroup(group);
  return plots;
}

}  // namespace placard
