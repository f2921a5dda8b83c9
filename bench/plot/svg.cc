#include "bench/plot/svg.h"

#include "absl/strings/str_format.h"
#include "engine/base/status.h"

namespace placard {
namespace {

constexpr std::string_view kFont =
    "font-family=\"system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', "
    "sans-serif\"";

std::string Open(double width, double height) {
  return absl::StrFormat(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" "
      "width=\"%.0f\" height=\"%.0f\" %s",
      width, height, width, height, std::string(kFont));
}

}  // namespace

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

std::string SvgText(double x, double y, std::string_view attributes,
                    std::string_view text) {
  return absl::StrFormat("<text x=\"%.1f\" y=\"%.1f\" %s>%s</text>\n", x, y,
                         std::string(attributes), EscapeXml(text));
}

std::string SvgLine(double x1, double y1, double x2, double y2,
                    std::string_view attributes) {
  return absl::StrFormat(
      "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>\n", x1, y1,
      x2, y2, std::string(attributes));
}

std::string_view PlotStyleByDay() {
  return ".plot-ground{fill:#ffffff}.plot-ink{fill:#1f2937}"
         ".plot-faint{fill:#6b7280}.plot-grid{stroke:#e5e7eb}"
         ".plot-mark{stroke:#1f2937}.plot-rim{stroke:#ffffff}\n";
}

std::string_view PlotStyleByNight() {
  return ".plot-ground{fill:#111827}.plot-ink{fill:#e5e7eb}"
         ".plot-faint{fill:#9ca3af}.plot-grid{stroke:#374151}"
         ".plot-mark{stroke:#f9fafb}.plot-rim{stroke:#111827}\n";
}

std::string InlinePicture(double width, double height, std::string_view name,
                          std::string_view elements) {
  return Concat(Open(width, height), " role=\"img\" aria-label=\"",
                EscapeXml(name), "\">\n", elements, "</svg>\n");
}

std::string Picture(double width, double height, std::string_view elements) {
  return Concat(Open(width, height), ">\n<style>", PlotStyleByDay(),
                "</style>\n<rect width=\"100%\" height=\"100%\" "
                "class=\"plot-ground\"/>\n",
                elements, "</svg>\n");
}

}  // namespace placard
