#include "bench/load/format.h"

#include "absl/strings/str_format.h"

namespace placard {

std::string WithCommas(uint64_t number) {
  std::string text = absl::StrFormat("%d", number);
  for (size_t end = text.size(); end > 3; end -= 3)
    text.insert(end - 3, 1, ',');
  return text;
}

std::string ShortDuration(std::chrono::nanoseconds duration) {
  struct Unit {
    double ns;
    const char* name;
  };
  static constexpr Unit kUnits[] = {{1e3, "us"}, {1e6, "ms"}, {1e9, "s"}};
  const auto ns = static_cast<double>(duration.count());
  if (ns < 1e3) return absl::StrFormat("%d ns", duration.count());
  // 999.7 us is 1.00 ms, since it would be 1000 us otherwise.
  const Unit* unit = kUnits;
  while (unit != kUnits + 2 && ns / unit->ns >= 999.5) ++unit;
  const double value = ns / unit->ns;
  const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return absl::StrFormat("%.*f %s", decimals, value, unit->name);
}

std::string Percent(double fraction) {
  return absl::StrFormat("%.1f %%", fraction * 100);
}

}  // namespace placard
