// What lint found, in words.
//
// Thread safety: pure functions.
#pragma once

#include <string>

#include "placard/v1/lint.pb.h"
#include "services/placard/document.h"

namespace placard {

// "CONTRADICTORY_RULE"; the number of a code that this version does not know.
std::string CodeWord(v1::LintCode code);

// "campaigns/spring/lineItems/paris: warning CODE: sentence", in one line.
std::string FindingLine(const v1::LintFinding& finding);

// The same behind the place in the file that it is about: "spring.yaml:12: ".
std::string FindingLine(const Document& document,
                        const v1::LintFinding& finding);

}  // namespace placard
