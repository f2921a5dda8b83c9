// Keyword terms of which none may be found on a page, and whether finding
// another term there means finding one of them.
//
// Thread safety: thread-compatible; immutable once filled.
// Cost: Add: linear in the term. Implied: a probe for each run of words in the
// term and for each start of a word.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "engine/model/rule.h"

namespace placard {

class TermSet {
 public:
  TermSet() = default;
  explicit TermSet(const std::vector<KeywordTerm>& terms);

  void Add(const KeywordTerm& term);

  // Whether every page on which `term` is found has one of these as well. Not
  // complete: two terms of the set may cover it together.
  bool Implied(const KeywordTerm& term) const;

 private:
  bool HasStartOf(std::string_view word) const;

  absl::flat_hash_set<std::string> exact_;
  absl::flat_hash_set<std::string> phrases_;  // words with a space between
  absl::flat_hash_set<std::string> prefixes_;
};

}  // namespace placard
