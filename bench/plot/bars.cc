#include "bench/plot/bars.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"
#include "bench/plot/chart.h"
#include "bench/plot/svg.h"
#include "engine/base/check.h"
#include "engine/base/status.h"

namespace placard {
namespace {

constexpr double kUpper = 64;
constexpr double kRow = 22;
constexpr double kBelow = 58;
constexpr double kRoomForLabels = 96;  // right of the longest bar

constexpr char kHeld[] = "#2563eb";
constexpr char kMissed[] = "#dc2626";

// A power of ten below and above all that is drawn.
struct Span {
  int low = 0;
  int high = 1;
};

Span SpanOf(const std::vector<Bar>& bars) {
  double least = INFINITY;
  double most = 0;
  for (const Bar& bar : bars) {
    for (const double value : {bar.value, bar.bound.value_or(bar.value)}) {
      if (!(value > 0) || !std::isfinite(value)) continue;
      least = std::min(least, value);
      most = std::max(most, value);
    }
  }
  if (most <= 0) return {};
  // So that the shortest bar can still be seen.
  const int low = static_cast<int>(std::floor(std::log10(least) - 0.15));
  const int high = static_cast<int>(std::ceil(std::log10(most)));
  return {.low = low, .high = std::max(high, low + 1)};
}

class BarField {
 public:
  BarField(const std::vector<Bar>& bars, Span span)
      : bars_(bars),
        span_(span),
        lower_(kUpper + kRow * static_cast<double>(bars.size())) {
    size_t longest = 0;
    for (const Bar& bar : bars) longest = std::max(longest, bar.name.size());
    // About seven pixels a letter.
    left_ = std::min(24 + 7 * static_cast<double>(longest), 420.0);
    right_ = Chart::kWidth - kRoomForLabels;
  }

  double height() const { return lower_ + kBelow; }

  std::string Draw(const std::string& axis) const {
    std::string drawn;
    for (int power = span_.low; power <= span_.high; ++power) {
      const double x = X(std::pow(10, power));
      drawn += SvgLine(x, kUpper, x, lower_, "class=\"plot-grid\"");
      drawn += SvgText(
          x, lower_ + 18,
          "font-size=\"12\" text-anchor=\"middle\" class=\"plot-faint\"",
          absl::StrFormat("%g", std::pow(10, power)));
    }
    for (size_t i = 0; i < bars_.size(); ++i) drawn += DrawBar(i);
    return drawn +
           SvgText((left_ + right_) / 2, lower_ + 42,
                   "font-size=\"13\" text-anchor=\"middle\" class=\"plot-ink\"",
                   axis);
  }

 private:
  double X(double value) const {
    if (!(value > 0)) return left_;
    const double along = (std::log10(value) - span_.low) /
                         static_cast<double>(span_.high - span_.low);
    return left_ + std::clamp(along, 0.0, 1.0) * (right_ - left_);
  }

  std::string DrawBar(size_t number) const {
    const Bar& bar = bars_[number];
    const double y = kUpper + kRow * static_cast<double>(number);
    const double end = X(bar.value);
    std::string drawn = SvgText(
        left_ - 9, y + 15,
        "font-size=\"12\" text-anchor=\"end\" class=\"plot-ink\"", bar.name);
    absl::StrAppendFormat(
        &drawn,
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.0f\" rx=\"2\" "
        "fill=\"%s\"/>\n",
        left_, y + 4, end - left_, kRow - 8, bar.holds ? kHeld : kMissed);
    double text = end;
    if (bar.bound.has_value()) {
      const double x = X(*bar.bound);
      drawn += SvgLine(x, y + 1, x, y + kRow - 1,
                       "class=\"plot-mark\" stroke-width=\"3\"");
      // Not across the mark.
      if (x >= end && x < end + 76) text = x;
    }
    return drawn + SvgText(text + 6, y + 15,
                           "font-size=\"12\" class=\"plot-ink\"", bar.label);
  }

  const std::vector<Bar>& bars_;
  const Span span_;
  const double lower_;
  double left_;
  double right_;
};

// What the mark is, when there is one.
std::string Legend(const std::vector<Bar>& bars) {
  const bool bounded = std::any_of(bars.begin(), bars.end(),
                                   [](const Bar& bar) { return bar.bound; });
  if (!bounded) return "";
  return SvgLine(24, 41, 24, 55, "class=\"plot-mark\" stroke-width=\"3\"") +
         SvgText(34, 52, "font-size=\"12\" class=\"plot-faint\"",
                 "bound; red: missed");
}

}  // namespace

std::string DrawBars(const std::string& title, const std::string& axis,
                     const std::vector<Bar>& bars) {
  PLACARD_CHECK(!bars.empty());
  const BarField field(bars, SpanOf(bars));
  return InlinePicture(
      Chart::kWidth, field.height(), title,
      Concat(SvgText(20, 28,
                     "font-size=\"16\" font-weight=\"600\" class=\"plot-ink\"",
                     title),
             Legend(bars), field.Draw(axis)));
}

}  // namespace placard
