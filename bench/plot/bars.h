// A picture of bars that lie under each other, each with what it has to keep
// to: for figures whose names are long and whose sizes lie powers apart.
//
// Thread safety: pure function.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace placard {

struct Bar {
  std::string name;
  double value = 0;
  std::string label;  // the value as people read it
  std::optional<double> bound = std::nullopt;
  bool holds = true;
};

// An SVG picture for a page. The axis is logarithmic; what is not positive has
// no length. Precondition: there is a bar.
std::string DrawBars(const std::string& title, const std::string& axis,
                     const std::vector<Bar>& bars);

}  // namespace placard
