// What lint has to say of a campaign: each thing that is allowed, and almost
// certainly not meant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace placard {

enum class LintCode : uint8_t {
  kContradictoryRule,   // what it asks for it also keeps away from
  kEmptyTerm,           // a term without a word in it hits nothing
  kUnknownSection,      // the site policy has no such section
  kUnknownCategory,     // its taxonomy has no such entry, or is not loaded
  kNoCreativeFits,      // no slot preset takes any of the creatives
  kDatesPast,           // the flight has ended
  kKeywordListExpired,  // the list blocks nothing any more, or does not exist
  kAlwaysOutranked,     // others take every place before it
  kNoRecentPage,        // no page seen of late satisfies the rule
  kUnreadable,          // the document or rule cannot be read
};
inline constexpr size_t kLintCodes = 10;

struct LintFinding {
  LintCode code = LintCode::kContradictoryRule;
  // Whom it is about: a line item's name, or the campaign's.
  std::string name;
  // Where in the campaign's document, in the wire's own names:
  // "line_items[2].targeting", "blocks.sections[0].path".
  std::string field;
  // A sentence for people, in lower case and without a full stop.
  std::string message;

  friend bool operator==(const LintFinding&, const LintFinding&) = default;
};

using LintFindings = std::vector<LintFinding>;

}  // namespace placard
