#include "services/placard/finding_text.h"

#include <string_view>

#include "engine/base/status.h"
#include "services/placard/terminal.h"

namespace placard {

std::string CodeWord(v1::LintCode code) {
  constexpr std::string_view kPrefix = "LINT_CODE_";
  const std::string name = v1::LintCode_Name(code);
  if (!name.starts_with(kPrefix)) return Concat(static_cast<int>(code));
  return name.substr(kPrefix.size());
}

std::string FindingLine(const v1::LintFinding& finding) {
  return Printable(Concat(finding.name(), ": warning ",
                          CodeWord(finding.code()), ": ", finding.message()));
}

std::string FindingLine(const Document& document,
                        const v1::LintFinding& finding) {
  SourceError place = ToSourceError(document, finding.field(), "");
  std::string text = place.file;
  if (place.line > 0) text += Concat(":", place.line);
  return Concat(Printable(text), ": ", FindingLine(finding));
}

}  // namespace placard
