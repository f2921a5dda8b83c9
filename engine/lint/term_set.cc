#include "engine/lint/term_set.h"

#include <string_view>

#include "engine/text/tokens.h"

namespace placard {
namespace {

std::string Joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

}  // namespace

TermSet::TermSet(const std::vector<KeywordTerm>& terms) {
  for (const KeywordTerm& term : terms) Add(term);
}

void TermSet::Add(const KeywordTerm& term) {
  if (term.match == Match::kExact) {
    exact_.insert(term.text);
    return;
  }
  const std::vector<std::string_view> words = Tokenize(term.text);
  if (words.empty()) return;
  if (term.match == Match::kPhrase) {
    phrases_.insert(Joined(words));
  } else if (words.size() == 1) {
    prefixes_.insert(std::string(words.front()));
  }
}

bool TermSet::HasStartOf(std::string_view word) const {
  if (prefixes_.empty()) return false;
  for (size_t size = 1; size <= word.size(); ++size) {
    if (prefixes_.contains(std::string(word.substr(0, size)))) return true;
  }
  return false;
}

bool TermSet::Implied(const KeywordTerm& term) const {
  const std::vector<std::string_view> words = Tokenize(term.text);
  if (term.match == Match::kPrefix) {
    return words.size() == 1 && HasStartOf(words.front());
  }
  if (term.match == Match::kExact && exact_.contains(term.text)) return true;
  for (size_t first = 0; first < words.size(); ++first) {
    if (HasStartOf(words[first])) return true;
    std::string run;
    for (size_t last = first; last < words.size(); ++last) {
      if (!run.empty()) run += ' ';
      run += words[last];
      if (phrases_.contains(run)) return true;
    }
  }
  return false;
}

}  // namespace placard
