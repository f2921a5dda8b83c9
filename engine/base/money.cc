#include "engine/base/money.h"

#include "absl/numeric/int128.h"
#include "engine/base/check.h"

namespace placard {
namespace {

constexpr int64_t kMicrosPerUnit = 1'000'000;
constexpr size_t kMaxWholeDigits = 9;
constexpr size_t kMaxDecimals = 6;

bool IsDigits(std::string_view text) {
  for (char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return !text.empty();
}

int64_t ToNumber(std::string_view digits) {
  int64_t number = 0;
  for (char c : digits) number = number * 10 + (c - '0');
  return number;
}

}  // namespace

Micros EffectiveCpm(Micros cpc, int64_t clicks_per_million) {
  PLACARD_DCHECK(cpc.value() >= 0 && clicks_per_million >= 0);
  const absl::int128 product =
      absl::int128(cpc.value()) * absl::int128(clicks_per_million);
  return Micros(static_cast<int64_t>(product / 1000));
}

std::optional<Micros> ParseDecimal(std::string_view text) {
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (!IsDigits(whole) || whole.size() > kMaxWholeDigits) return std::nullopt;
  int64_t value = ToNumber(whole) * kMicrosPerUnit;
  if (point == std::string_view::npos) return Micros(value);

  std::string decimals(text.substr(point + 1));
  if (!IsDigits(decimals) || decimals.size() > kMaxDecimals) {
    return std::nullopt;
  }
  decimals.resize(kMaxDecimals, '0');
  return Micros(value + ToNumber(decimals));
}

std::string ToDecimal(Micros micros) {
  PLACARD_DCHECK(micros.value() >= 0);
  std::string text = std::to_string(micros.value() / kMicrosPerUnit);
  std::string decimals = std::to_string(micros.value() % kMicrosPerUnit);
  decimals.insert(0, kMaxDecimals - decimals.size(), '0');
  decimals.erase(decimals.find_last_not_of('0') + 1);
  return decimals.empty() ? text : text + "." + decimals;
}

}  // namespace placard
