#include "engine/targeting/term_index.h"

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/base/prefetch.h"
#include "engine/text/tokens.h"

namespace placard {
namespace {

// Of so many words each step is taken for all before the next.
size_t FirstWords(std::span<const HashedText> words) {
  constexpr size_t kTogether = 64;
  return std::min(kTogether, words.size());
}

}  // namespace

void TermIndex::Intern(std::span<const KeywordTerm> terms,
                       std::span<uint32_t> ids) {
  HashPhrases(terms);
  size_t begin = 0;
  for (size_t i = 0; i < terms.size(); ++i) {
    const size_t end = word_ends_[i];
    switch (terms[i].match) {
      case Match::kPhrase:
        ids[i] = InternPhrase(std::span(words_).subspan(begin, end - begin));
        break;
      case Match::kExact:
        ids[i] = InternWhole(terms[i].text, exact_, exact_terms_);
        break;
      case Match::kPrefix:
        ids[i] = InternPrefix(terms[i].text);
        break;
    }
    begin = end;
  }
}

// Fills words_ and word_ends_. Words are all over the memory, so that of each
// step all are asked for before the first is looked at.
void TermIndex::HashPhrases(std::span<const KeywordTerm> terms) {
  words_.clear();
  word_ends_.clear();
  for (const KeywordTerm& term : terms) {
    if (term.match == Match::kPhrase) {
      ForEachToken(term.text, [&](std::string_view word) {
        tokens_.Prefetch(0, words_.emplace_back(HashText(word)));
      });
    }
    word_ends_.push_back(words_.size());
  }
  for (const HashedText& word : words_) {
    const uint32_t token = tokens_.PrefetchEntry(0, word);
    if (token != Interner::kNone) PrefetchMemory(&first_nodes_[token]);
  }
}

uint32_t TermIndex::InternPrefix(std::string_view text) {
  if (text.size() < limits::kPrefixChars) return terms_++;
  prefix_filter_.set(FilterBit(text));
  const auto at = std::lower_bound(prefix_lengths_.begin(),
                                   prefix_lengths_.end(), text.size());
  if (at == prefix_lengths_.end() || *at != text.size()) {
    prefix_lengths_.insert(at, text.size());
  }
  return InternWhole(text, prefixes_, prefix_terms_);
}

uint32_t TermIndex::InternWhole(std::string_view text, Interner& strings,
                                std::vector<uint32_t>& terms) {
  const uint32_t string = strings.Intern(0, text);
  if (string == terms.size()) terms.push_back(terms_++);
  return terms[string];
}

uint32_t TermIndex::InternPhrase(std::span<const HashedText> words) {
  uint32_t phrase = Interner::kNone;
  for (const HashedText& word : words) {
    const uint32_t token = tokens_.Intern(0, word);
    if (token == first_nodes_.size()) first_nodes_.emplace_back();
    phrase = phrase == Interner::kNone ? token : ChildNode(phrase, token);
  }
  if (phrase == Interner::kNone) return terms_++;
  uint32_t& term = node(phrase).term;
  if (term == Interner::kNone) term = terms_++;
  return term;
}

uint32_t TermIndex::ChildNode(uint32_t parent, uint32_t token) {
  const auto [child, is_new] = children_.try_emplace(
      Edge(parent, token),
      kFirstChild + static_cast<uint32_t>(child_nodes_.size()));
  if (is_new) {
    node(parent).has_children = true;
    child_nodes_.emplace_back();
  }
  return child->second;
}

void TermIndex::Prefetch(std::span<const HashedText> words) const {
  for (const HashedText& word : words.first(FirstWords(words))) {
    tokens_.Prefetch(0, word);
  }
}

void TermIndex::BeginFind(const HashedPage& page,
                          std::vector<uint32_t>& token_ids) const {
  const std::span<const HashedText> words = page.tokens();
  token_ids.resize(words.size());
  PrefetchTokens(words.first(FirstWords(words)), token_ids);
}

void TermIndex::Find(const HashedPage& page, IdSet& hits,
                     std::vector<uint32_t>& token_ids) const {
  if (tokens_.size() > 0) {
    std::span<const HashedText> words = page.tokens();
    std::span<uint32_t> ids = token_ids;
    while (true) {
      const size_t together = FirstWords(words);
      FindTokens(words.first(together), ids);
      if (together == words.size()) break;
      words = words.subspan(together);
      ids = ids.subspan(together);
      Prefetch(words);
      PrefetchTokens(words.first(FirstWords(words)), ids);
    }
    FindPhrases(token_ids, page.field_ends(), hits);
  }
  if (prefixes_.size() > 0) FindPrefixes(page.tokens(), hits);
  if (exact_.size() == 0) return;
  for (const HashedText& keyword : page.keywords()) {
    const uint32_t string = exact_.Find(0, keyword);
    if (string != Interner::kNone) hits.Insert(exact_terms_[string]);
  }
}

void TermIndex::PrefetchTokens(std::span<const HashedText> words,
                               std::span<uint32_t> token_ids) const {
  for (size_t i = 0; i < words.size(); ++i) {
    token_ids[i] = tokens_.PrefetchEntry(0, words[i]);
    if (token_ids[i] == Interner::kNone) continue;
    PrefetchMemory(&first_nodes_[token_ids[i]]);
  }
}

void TermIndex::FindTokens(std::span<const HashedText> words,
                           std::span<uint32_t> token_ids) const {
  for (size_t i = 0; i < words.size(); ++i) {
    if (token_ids[i] == Interner::kNone) continue;
    token_ids[i] = tokens_.FindProbable(token_ids[i], 0, words[i]);
  }
}

void TermIndex::FindPhrases(std::span<const uint32_t> token_ids,
                            std::span<const uint32_t> field_ends,
                            IdSet& hits) const {
  for (size_t i = 0; i < token_ids.size(); ++i) {
    if (token_ids[i] == Interner::kNone) continue;
    const Node& word = first_nodes_[token_ids[i]];
    if (word.term != Interner::kNone) hits.Insert(word.term);
    if (!word.has_children) continue;
    FindLongerPhrases(token_ids.subspan(i, field_ends[i] - i), hits);
  }
}

// Those that begin with the first of the tokens and go on.
void TermIndex::FindLongerPhrases(std::span<const uint32_t> token_ids,
                                  IdSet& hits) const {
  uint32_t phrase = token_ids[0];
  for (const uint32_t token : token_ids.subspan(1)) {
    const auto child = children_.find(Edge(phrase, token));
    if (child == children_.end()) return;
    phrase = child->second;
    const Node& at = node(phrase);
    if (at.term != Interner::kNone) hits.Insert(at.term);
    if (!at.has_children) return;
  }
}

void TermIndex::FindPrefixes(std::span<const HashedText> tokens,
                             IdSet& hits) const {
  for (const HashedText& token : tokens) {
    if (token.text.size() < limits::kPrefixChars) continue;
    if (!prefix_filter_[FilterBit(token.text)]) continue;
    for (const size_t length : prefix_lengths_) {
      if (length > token.text.size()) break;
      const uint32_t string =
          prefixes_.Find(0, HashText(token.text.substr(0, length)));
      if (string != Interner::kNone) hits.Insert(prefix_terms_[string]);
    }
  }
}

size_t TermIndex::FilterBit(std::string_view token) {
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(token[i]);
  };
  return (byte(0) << 7U ^ byte(1) << 3U ^ byte(2)) % 4096;
}

}  // namespace placard
