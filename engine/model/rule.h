// The typed rule tree: what a line item asks of a page, slot and viewer.
//
// Plain two-valued logic over leaves. A leaf whose data is not known does not
// hold, so an include fails and an exclude passes. Flat targeting of the wire
// is turned into this tree by services/codec; nothing else knows it.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/boxed.h"
#include "engine/model/page.h"

namespace placard {

enum class Match : uint8_t {
  kPhrase,  // consecutive tokens inside one keyword, the title or the text
  kExact,   // one whole keyword, compared as a normalised string; never text
  kPrefix,  // the start of any token, of keywords, title and text alike
};

// Text is normalised and not empty; a phrase has at least one token, a prefix
// exactly one of at least limits::kPrefixChars characters.
struct KeywordTerm {
  std::string text;
  Match match = Match::kPhrase;
  friend auto operator<=>(const KeywordTerm&, const KeywordTerm&) = default;
};

struct SectionTerm {
  SectionPath path;
  bool exact = false;  // what lies below does not match
  friend auto operator<=>(const SectionTerm&, const SectionTerm&) = default;
};

// The deepest matching term wins within each path of the page; on a tie exclude
// wins. Holds when some path is included and none is excluded. Without
// `include`, a path that no exclude wins is included, and so is a page without
// sections.
struct SectionRule {
  std::vector<SectionTerm> include;
  std::vector<SectionTerm> exclude;
  friend bool operator==(const SectionRule&, const SectionRule&) = default;
};

// At least one term is found on the page.
struct KeywordRule {
  std::vector<KeywordTerm> terms;
  friend bool operator==(const KeywordRule&, const KeywordRule&) = default;
};

// At least one term of the list (keywordLists/...) is found on the page, and
// the list blocks at this instant: it has not expired and is no dry run.
struct KeywordListRule {
  std::string list;
  friend bool operator==(const KeywordListRule&,
                         const KeywordListRule&) = default;
};

// The page has at least one of the categories or of their descendants.
struct CategoryRule {
  std::vector<CategoryId> categories;
  friend bool operator==(const CategoryRule&, const CategoryRule&) = default;
};

// What is known of the viewer or page under `field` is one of the values.
struct ValueRule {
  enum class Field : uint8_t {
    kCountry,
    kRegion,
    kLanguage,  // "en" takes "en-gb" too: whole subtags count
    kSegment,   // of the viewer's several at least one
  };
  Field field = Field::kCountry;
  std::vector<std::string> values;
  friend bool operator==(const ValueRule&, const ValueRule&) = default;
};

struct DeviceRule {
  std::vector<Device> devices;
  friend bool operator==(const DeviceRule&, const DeviceRule&) = default;
};

// The key has at least one of the values: the slot's where the slot has the
// key, else the page's.
struct KeyValueRule {
  Boxed<KeyValue> wanted;
  friend bool operator==(const KeyValueRule&, const KeyValueRule&) = default;
};

// Quarter hours of the local week: bit 0 is Monday 00:00 to 00:15.
using WeekMask = std::bitset<7 * 24 * 4>;

// The instant's quarter hour by the campaign's clock is in the mask. An hour
// that the clock skips never matches, one that it repeats matches twice.
struct DaypartRule {
  Boxed<WeekMask> quarters;
  friend bool operator==(const DaypartRule&, const DaypartRule&) = default;
};

struct Rule;

struct AllOfRule {
  std::vector<Rule> rules;  // empty: holds
  friend bool operator==(const AllOfRule&, const AllOfRule&) = default;
};

struct AnyOfRule {
  std::vector<Rule> rules;  // empty: does not hold
  friend bool operator==(const AnyOfRule&, const AnyOfRule&) = default;
};

// Holds when its one rule does not.
struct NotRule {
  std::vector<Rule> rule;  // exactly one; a vector, because Rule is incomplete
  friend bool operator==(const NotRule&, const NotRule&) = default;
};

struct Rule {
  std::variant<AllOfRule, AnyOfRule, NotRule, SectionRule, KeywordRule,
               KeywordListRule, CategoryRule, ValueRule, DeviceRule,
               KeyValueRule, DaypartRule>
      kind;
  friend bool operator==(const Rule&, const Rule&) = default;
};

inline Rule Not(Rule rule) {
  NotRule negation;
  negation.rule.push_back(std::move(rule));
  return Rule{std::move(negation)};
}

// Stands where a rule could not be read: its line item never serves, and
// nothing else is hurt.
struct BadRule {
  std::string reason;
  friend bool operator==(const BadRule&, const BadRule&) = default;
};

// Pages to stay away from; any hit blocks. Empty blocks nothing.
struct Blocks {
  std::vector<KeywordTerm> keywords;
  std::vector<std::string> keyword_lists;
  std::vector<SectionTerm> sections;
  std::vector<CategoryId> categories;
  friend bool operator==(const Blocks&, const Blocks&) = default;
};

// The rule that holds on pages that `blocks` stays away from.
Rule BlockedPages(const Blocks& blocks);

}  // namespace placard
