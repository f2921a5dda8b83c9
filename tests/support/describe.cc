#include <array>
#include <string>
#include <string_view>

#include "engine/base/status.h"
#include "tests/support/brute_force.h"

namespace placard {
namespace {

constexpr std::array<std::string_view, 3> kOutcomes = {"FILLED", "HOUSE",
                                                       "UNFILLED"};

std::string DescribeSlot(const SlotResult& result, std::string_view id) {
  std::string line =
      Concat(id, ": ", kOutcomes[static_cast<size_t>(result.outcome)]);
  for (const Ad& ad : result.ads) {
    line += Concat(" [", ad.line_item->name, " with ", ad.creative->name, "]");
  }
  for (size_t i = 0; i < kReasons; ++i) {
    if (result.reasons[i] == 0) continue;
    line += Concat(" ", kReasonNames[i], "=", result.reasons[i]);
  }
  return line + "\n";
}

}  // namespace

std::string Describe(const Decision& decision, const PageRequest& request) {
  std::string text;
  for (size_t i = 0; i < decision.slots.size(); ++i) {
    text += DescribeSlot(decision.slots[i], i < request.slots.size()
                                                ? request.slots[i].id
                                                : "(not asked for)");
  }
  return text;
}

std::string Difference(const Decision& expected, const Decision& actual,
                       const PageRequest& request) {
  const std::string expected_text = Describe(expected, request);
  const std::string actual_text = Describe(actual, request);
  if (expected_text == actual_text) return "";
  return "expected\n" + expected_text + "but is\n" + actual_text;
}

}  // namespace placard
