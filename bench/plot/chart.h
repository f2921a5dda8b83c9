// One chart of an SVG picture: two axes, and lines and points between them.
//
// Thread safety: thread-compatible.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace placard {

// Where a value stands on an axis, and what is written there.
struct Tick {
  double at;
  std::string label;
};

// Values from `low` to `high`, in the caller's own scale: what is to be
// logarithmic is handed in as a logarithm.
struct Axis {
  std::string title;
  double low;
  double high;
  std::vector<Tick> ticks;
};

struct Point {
  double x;
  double y;
};

struct Stroke {
  std::string colour;
  bool dashed = false;
};

class Chart {
 public:
  // `top` is the distance to the upper edge of the picture.
  Chart(double top, std::string title, Axis x, Axis y);

  // Points outside the axes are drawn at their ends.
  void AddLine(const std::vector<Point>& points, const Stroke& stroke);
  // A line with an entry in the legend, which stands in the order of adding and
  // has room for two rows.
  void AddNamedLine(const std::vector<Point>& points, const Stroke& stroke,
                    const std::string& name);
  // `label` is shown when the pointer is on it.
  void AddDot(Point point, const std::string& colour, const std::string& label);

  // The chart as SVG elements.
  std::string Draw() const;

  // Of every chart.
  static constexpr double kWidth = 860;
  static constexpr double kHeight = 420;

 private:
  double PixelX(double value) const;
  double PixelY(double value) const;
  std::string Grid() const;

  const double top_;
  const std::string title_;
  const Axis x_;
  const Axis y_;
  std::string drawn_;
  double legend_x_;
  double legend_y_;
};

}  // namespace placard
