// The elements that pictures are made of, and a picture of them.
//
// An element says what it is ("ink", "faint", "grid", "ground"), not which
// colour that has: a picture of its own has the colours of paper, an element in
// a page has the page's.
//
// Thread safety: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace placard {

// `text` as it may stand in SVG and HTML.
std::string EscapeXml(std::string_view text);

std::string SvgText(double x, double y, std::string_view attributes,
                    std::string_view text);
std::string SvgLine(double x1, double y1, double x2, double y2,
                    std::string_view attributes);

// Rules for what elements are, by day. Names of classes begin with "plot-".
std::string_view PlotStyleByDay();
// By night, for pages that have one.
std::string_view PlotStyleByNight();

// A whole picture, to be put into a page that has the styles.
std::string InlinePicture(double width, double height, std::string_view name,
                          std::string_view elements);
// One that stands alone, drawn on a light ground.
std::string Picture(double width, double height, std::string_view elements);

}  // namespace placard
