// Rules in words, for people: explanations, listings and error messages all
// say a rule this way.
//
//   section in {travel, news} and not keyword any of {crash, "plane crash",
//   air*, =exact} and time in {Mon-Fri 08:00-12:00}
//
// In braces `=` marks what must be equal as a whole (a keyword, a section
// without what lies below), a trailing `*` a prefix; anything that holds a
// character of the notation is quoted. `not` binds tighter than `and`, and
// `and` tighter than `or`; a rule without limits is "always".
//
// Thread safety: pure functions.
// Cost: linear; allocates.
#pragma once

#include <string>
#include <string_view>

#include "engine/model/rule.h"

namespace placard {

std::string Print(const Rule& rule);

// "country"
std::string_view FieldName(ValueRule::Field field);

}  // namespace placard
