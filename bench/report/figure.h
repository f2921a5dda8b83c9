// One figure of a benchmark and what it has to keep to, as programs write and
// read it: a summary is a JSON array of {id, what, value, unit, bound, holds}.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace placard {

struct Bound {
  double value = 0;
  bool at_most = true;  // otherwise at least

  bool Admits(double figure) const {
    return at_most ? figure <= value : figure >= value;
  }
  friend bool operator==(const Bound&, const Bound&) = default;
};

struct Figure {
  std::string id;
  std::string what;
  std::optional<double> value = std::nullopt;  // absent: was not measured
  std::string unit;
  std::optional<Bound> bound = std::nullopt;
  // False also when something else went wrong than the bound.
  bool holds = true;

  friend bool operator==(const Figure&, const Figure&) = default;
};

using Figures = std::vector<Figure>;

// Of a summary. What it says to hold must also hold by its value and bound.
//
// Errors: INVALID_ARGUMENT for what is no such array, and naming the figure
// for a bound that is neither null nor "<= n" or ">= n".
absl::StatusOr<Figures> ParseFigures(std::string_view json);

// ParseFigures(PrintFigures(x)) == x, if values have nine digits at most.
std::string PrintFigures(const Figures& figures);

// Adds `more`; of those with one id only the last stays.
void Merge(Figures more, Figures& figures);

// "12,345", "1.23", "0.00123": four digits, as people read them.
std::string PrintValue(double value);
// "<= 5", or "" without one.
std::string PrintBound(const std::optional<Bound>& bound);

}  // namespace placard
