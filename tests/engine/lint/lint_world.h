// A small catalogue and what lint says of one campaign of it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "engine/lint/lint.h"
#include "tests/support/small_catalog.h"

namespace placard {

inline absl::Time LintNow() { return absl::FromUnixSeconds(1'780'000'000); }

class LintWorld : public ::testing::Test {
 protected:
  LintFindings Find(const Campaign& campaign) const {
    return Lint(campaign, catalog_.contents(), recent_, LintNow());
  }
  LintFindings Find(const Rule& rule) const {
    return Find(MakeCampaign({.id = "c", .rule = rule}));
  }
  // Its message, or "" when there is no finding of the code.
  static std::string Message(const LintFindings& findings, LintCode code) {
    const auto found = std::find_if(
        findings.begin(), findings.end(),
        [code](const LintFinding& finding) { return finding.code == code; });
    return found == findings.end() ? "" : found->message;
  }
  std::string Contradiction(const Rule& rule) const {
    return Message(Find(rule), LintCode::kContradictoryRule);
  }

  SmallCatalog catalog_;
  std::vector<SeenPage> recent_;
};

inline auto Finding(LintCode code, const std::string& name,
                    const std::string& field, const std::string& message) {
  return ::testing::AllOf(::testing::Field(&LintFinding::code, code),
                          ::testing::Field(&LintFinding::name, name),
                          ::testing::Field(&LintFinding::field, field),
                          ::testing::Field(&LintFinding::message, message));
}

}  // namespace placard
