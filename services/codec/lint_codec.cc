#include "services/codec/lint_codec.h"

namespace placard {
namespace {

// The wire's codes follow an unspecified first one, in the model's order.
static_assert(v1::LINT_CODE_CONTRADICTORY_RULE ==
              static_cast<int>(LintCode::kContradictoryRule) + 1);
static_assert(v1::LINT_CODE_UNREADABLE ==
              static_cast<int>(LintCode::kUnreadable) + 1);
static_assert(v1::LintCode_MAX == kLintCodes);

}  // namespace

v1::LintFinding ToProto(const LintFinding& finding) {
  v1::LintFinding out;
  out.set_severity(v1::LINT_SEVERITY_WARNING);
  out.set_code(static_cast<v1::LintCode>(static_cast<int>(finding.code) + 1));
  out.set_name(finding.name);
  out.set_field(finding.field);
  out.set_message(finding.message);
  return out;
}

}  // namespace placard
