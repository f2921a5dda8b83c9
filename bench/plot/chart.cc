#include "bench/plot/chart.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_format.h"
#include "bench/plot/svg.h"
#include "engine/base/check.h"
#include "engine/base/status.h"

namespace placard {
namespace {

// The field that the axes span, within the chart.
constexpr double kLeft = 84;
constexpr double kRight = Chart::kWidth - 32;
constexpr double kUpper = 84;
constexpr double kLower = Chart::kHeight - 62;

std::string Attributes(const Stroke& stroke) {
  return Concat("fill=\"none\" stroke=\"", stroke.colour,
                "\" stroke-width=\"2\" stroke-linejoin=\"round\"",
                stroke.dashed ? " stroke-dasharray=\"6 5\"" : "");
}

// 0 to 1 along the axis.
double Along(const Axis& axis, double value) {
  return (std::clamp(value, axis.low, axis.high) - axis.low) /
         (axis.high - axis.low);
}

}  // namespace

Chart::Chart(double top, std::string title, Axis x, Axis y)
    : top_(top),
      title_(std::move(title)),
      x_(std::move(x)),
      y_(std::move(y)),
      legend_x_(kLeft),
      legend_y_(top + kUpper - 32) {
  PLACARD_CHECK(x_.low < x_.high && y_.low < y_.high);
}

double Chart::PixelX(double value) const {
  return kLeft + Along(x_, value) * (kRight - kLeft);
}

double Chart::PixelY(double value) const {
  return top_ + kLower - Along(y_, value) * (kLower - kUpper);
}

void Chart::AddLine(const std::vector<Point>& points, const Stroke& stroke) {
  std::string path;
  for (const Point& point : points) {
    absl::StrAppendFormat(&path, "%s%.1f,%.1f", path.empty() ? "" : " ",
                          PixelX(point.x), PixelY(point.y));
  }
  absl::StrAppendFormat(&drawn_, "<polyline points=\"%s\" %s/>\n", path,
                        Attributes(stroke));
}

void Chart::AddNamedLine(const std::vector<Point>& points, const Stroke& stroke,
                         const std::string& name) {
  AddLine(points, stroke);
  // About seven pixels a letter.
  const double width = 60 + 7 * static_cast<double>(name.size());
  if (legend_x_ > kLeft && legend_x_ + width > kWidth) {
    legend_x_ = kLeft;
    legend_y_ += 18;
  }
  absl::StrAppend(&drawn_,
                  SvgLine(legend_x_, legend_y_, legend_x_ + 26, legend_y_,
                          Attributes(stroke)),
                  SvgText(legend_x_ + 33, legend_y_ + 4,
                          "font-size=\"13\" class=\"plot-ink\"", name));
  legend_x_ += width;
}

void Chart::AddDot(Point point, const std::string& colour,
                   const std::string& label) {
  absl::StrAppendFormat(
      &drawn_,
      "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"%s\" "
      "class=\"plot-rim\" stroke-width=\"1.5\"><title>%s</title></circle>\n",
      PixelX(point.x), PixelY(point.y), colour, EscapeXml(label));
}

std::string Chart::Grid() const {
  const std::string line = "class=\"plot-grid\"";
  const std::string label = "font-size=\"12\" class=\"plot-faint\"";
  std::string grid;
  for (const Tick& tick : x_.ticks) {
    const double x = PixelX(tick.at);
    absl::StrAppend(
        &grid, SvgLine(x, top_ + kUpper, x, top_ + kLower, line),
        SvgText(x, top_ + kLower + 18, Concat(label, " text-anchor=\"middle\""),
                tick.label));
  }
  for (const Tick& tick : y_.ticks) {
    const double y = PixelY(tick.at);
    absl::StrAppend(&grid, SvgLine(kLeft, y, kRight, y, line),
                    SvgText(kLeft - 9, y + 4,
                            Concat(label, " text-anchor=\"end\""), tick.label));
  }
  return grid;
}

std::string Chart::Draw() const {
  const double middle_x = (kLeft + kRight) / 2;
  const double middle_y = top_ + (kUpper + kLower) / 2;
  const std::string axis_title =
      "font-size=\"13\" text-anchor=\"middle\" class=\"plot-ink\"";
  return Concat(
      Grid(),
      SvgText(kLeft, top_ + 30,
              "font-size=\"16\" font-weight=\"600\" class=\"plot-ink\"",
              title_),
      SvgText(middle_x, top_ + kLower + 42, axis_title, x_.title),
      SvgText(20, middle_y,
              Concat(axis_title, " transform=\"rotate(-90 20 ",
                     absl::StrFormat("%.1f", middle_y), ")\""),
              y_.title),
      drawn_);
}

}  // namespace placard
