#include "bench/load/chart.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_format.h"
#include "engine/base/check.h"
#include "engine/base/status.h"

namespace placard {
namespace {

// The field that the axes span, within the chart.
constexpr double kLeft = 84;
constexpr double kRight = Chart::kWidth - 32;
constexpr double kUpper = 78;
constexpr double kLower = Chart::kHeight - 62;

constexpr char kInk[] = "#1f2937";
constexpr char kFaintInk[] = "#6b7280";
constexpr char kGridLine[] = "#e5e7eb";

std::string Text(double x, double y, std::string_view attributes,
                 std::string_view text) {
  return absl::StrFormat("<text x=\"%.1f\" y=\"%.1f\" %s>%s</text>\n", x, y,
                         std::string(attributes), EscapeXml(text));
}

std::string Segment(double x1, double y1, double x2, double y2,
                    std::string_view attributes) {
  return absl::StrFormat(
      "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>\n", x1, y1,
      x2, y2, std::string(attributes));
}

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
      legend_x_(kLeft) {
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
  const double y = top_ + kUpper - 18;
  absl::StrAppend(&drawn_,
                  Segment(legend_x_, y, legend_x_ + 26, y, Attributes(stroke)),
                  Text(legend_x_ + 33, y + 4,
                       Concat("font-size=\"13\" fill=\"", kInk, "\""), name));
  // About seven pixels a letter.
  legend_x_ += 60 + 7 * static_cast<double>(name.size());
}

void Chart::AddDot(Point point, const std::string& colour,
                   const std::string& label) {
  absl::StrAppendFormat(
      &drawn_,
      "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"%s\" stroke=\"#ffffff\" "
      "stroke-width=\"1.5\"><title>%s</title></circle>\n",
      PixelX(point.x), PixelY(point.y), colour, EscapeXml(label));
}

std::string Chart::Grid() const {
  const std::string line = Concat("stroke=\"", kGridLine, "\"");
  const std::string label = Concat("font-size=\"12\" fill=\"", kFaintInk, "\"");
  std::string grid;
  for (const Tick& tick : x_.ticks) {
    const double x = PixelX(tick.at);
    absl::StrAppend(&grid, Segment(x, top_ + kUpper, x, top_ + kLower, line),
                    Text(x, top_ + kLower + 18,
                         Concat(label, " text-anchor=\"middle\""), tick.label));
  }
  for (const Tick& tick : y_.ticks) {
    const double y = PixelY(tick.at);
    absl::StrAppend(&grid, Segment(kLeft, y, kRight, y, line),
                    Text(kLeft - 9, y + 4,
                         Concat(label, " text-anchor=\"end\""), tick.label));
  }
  return grid;
}

std::string Chart::Draw() const {
  const double middle_x = (kLeft + kRight) / 2;
  const double middle_y = top_ + (kUpper + kLower) / 2;
  const std::string axis_title =
      Concat("font-size=\"13\" text-anchor=\"middle\" fill=\"", kInk, "\"");
  return Concat(
      Grid(),
      Text(kLeft, top_ + 34,
           Concat("font-size=\"16\" font-weight=\"600\" fill=\"", kInk, "\""),
           title_),
      Text(middle_x, top_ + kLower + 42, axis_title, x_.title),
      Text(20, middle_y,
           Concat(axis_title, " transform=\"rotate(-90 20 ",
                  absl::StrFormat("%.1f", middle_y), ")\""),
           y_.title),
      drawn_);
}

std::string EscapeXml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string Picture(double height, const std::string& elements) {
  return absl::StrFormat(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" "
      "width=\"%.0f\" height=\"%.0f\" font-family=\"system-ui, -apple-system, "
      "'Segoe UI', 'DejaVu Sans', sans-serif\">\n"
      "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n%s</svg>\n",
      Chart::kWidth, height, Chart::kWidth, height, elements);
}

}  // namespace placard
