// Exact money: whole micros of a currency unit, never a float.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace placard {

// A millionth of a currency unit. Which unit is said once a deployment, by the
// site policy's currency.
class Micros {
 public:
  constexpr Micros() = default;
  constexpr explicit Micros(int64_t value) : value_(value) {}

  constexpr int64_t value() const { return value_; }

  friend constexpr auto operator<=>(Micros, Micros) = default;

 private:
  int64_t value_ = 0;
};

// What a thousand impressions earn at `cpc` a click and
// `clicks_per_million` clicks in a million impressions; rounded down.
// Precondition: both at least 0; at most 10^12 micros and 10^6 clicks.
Micros EffectiveCpm(Micros cpc, int64_t clicks_per_million);

// "4.5" and "4.50" -> 4500000; nullopt for a sign, an exponent, more than six
// decimals or more than nine digits before the point.
std::optional<Micros> ParseDecimal(std::string_view text);

// 4500000 -> "4.5"; ParseDecimal(ToDecimal(m)) == m for 0 <= m < 10^15.
std::string ToDecimal(Micros micros);

}  // namespace placard
