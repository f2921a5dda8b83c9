// The house's plan, held against its files: which room may include which, and
// the one place of each outside library.
//
// A room is a folder directly under engine/ or services/, engine/ itself for
// its roof, and all of bench/ and of tests/.
//
// Thread safety: pure functions.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace placard {

// Path from the repository root -> content.
using SourceFiles = std::map<std::string, std::string>;

// One sentence for each place where `files` leave the plan; empty when none
// does. Code is read in .h and .cc files, length in all.
std::vector<std::string> Violations(const SourceFiles& files);

// What is wrong with the plan itself: a room that stands on one not listed
// before it would allow a cycle.
std::vector<std::string> PlanViolations();

enum class Literals { kKeep, kBlank };

// `code` with every comment, and every string and character literal if asked,
// turned into blanks; line breaks stay.
std::string StripComments(std::string_view code, Literals literals);

}  // namespace placard
