#include "engine/targeting/term_index.h"

#include <algorithm>

#include "engine/base/limits.h"
#include "engine/text/tokens.h"

namespace placard {

uint32_t TermIndex::Intern(const KeywordTerm& term) {
  switch (term.match) {
    case Match::kPhrase:
      return InternPhrase(term.text);
    case Match::kExact:
      return InternWhole(term.text, exact_, exact_terms_);
    case Match::kPrefix:
      break;
  }
  if (term.text.size() < limits::kPrefixChars) return terms_++;
  prefix_filter_.set(FilterBit(term.text));
  const auto at = std::lower_bound(prefix_lengths_.begin(),
                                   prefix_lengths_.end(), term.text.size());
  if (at == prefix_lengths_.end() || *at != term.text.size()) {
    prefix_lengths_.insert(at, term.text.size());
  }
  return InternWhole(term.text, prefixes_, prefix_terms_);
}

uint32_t TermIndex::InternWhole(std::string_view text, Interner& strings,
                                std::vector<uint32_t>& terms) {
  const uint32_t string = strings.Intern(0, text);
  if (string == terms.size()) terms.push_back(terms_++);
  return terms[string];
}

uint32_t TermIndex::InternPhrase(std::string_view text) {
  uint32_t node = Interner::kNone;
  ForEachToken(text, [&](std::string_view word) {
    const uint32_t token = tokens_.Intern(0, word);
    if (token == first_nodes_.size()) first_nodes_.push_back(Interner::kNone);
    node = node == Interner::kNone ? FirstNode(token) : ChildNode(node, token);
  });
  if (node == Interner::kNone) return terms_++;
  if (nodes_[node].term == Interner::kNone) nodes_[node].term = terms_++;
  return nodes_[node].term;
}

uint32_t TermIndex::FirstNode(uint32_t token) {
  uint32_t& node = first_nodes_[token];
  if (node == Interner::kNone) {
    node = static_cast<uint32_t>(nodes_.size());
    nodes_.emplace_back();
  }
  return node;
}

uint32_t TermIndex::ChildNode(uint32_t parent, uint32_t token) {
  const auto [child, is_new] = children_.try_emplace(
      Edge(parent, token), static_cast<uint32_t>(nodes_.size()));
  if (is_new) {
    nodes_[parent].has_children = true;
    nodes_.emplace_back();
  }
  return child->second;
}

void TermIndex::Find(const HashedPage& page, IdSet& hits) const {
  if (tokens_.size() > 0) FindPhrases(page, hits);
  if (prefixes_.size() > 0) {
    page.ForEachField(
        [&](std::span<const HashedText> field) { FindPrefixes(field, hits); });
  }
  if (exact_.size() == 0) return;
  for (const HashedText& keyword : page.keywords()) {
    const uint32_t string = exact_.Find(0, keyword);
    if (string != Interner::kNone) hits.Insert(exact_terms_[string]);
  }
}

void TermIndex::FindPhrases(const HashedPage& page, IdSet& hits) const {
  // So many words ahead a word's memory is asked for.
  constexpr size_t kEntryAhead = 8;
  constexpr size_t kSlotAhead = 2 * kEntryAhead;
  const std::span<const HashedText> words = page.tokens();
  for (const HashedText& word :
       words.first(std::min(kSlotAhead, words.size()))) {
    tokens_.PrefetchSlot(0, word);
  }
  for (const HashedText& word :
       words.first(std::min(kEntryAhead, words.size()))) {
    tokens_.PrefetchEntry(0, word);
  }
  size_t at = 0;
  page.ForEachField([&](std::span<const HashedText> field) {
    for (size_t i = 0; i < field.size(); ++i, ++at) {
      if (at + kSlotAhead < words.size()) {
        tokens_.PrefetchSlot(0, words[at + kSlotAhead]);
      }
      if (at + kEntryAhead < words.size()) {
        tokens_.PrefetchEntry(0, words[at + kEntryAhead]);
      }
      FindPhrasesAt(field.subspan(i), hits);
    }
  });
}

// Few words begin a phrase of several: only behind those is a word looked up
// more than once.
void TermIndex::FindPhrasesAt(std::span<const HashedText> words,
                              IdSet& hits) const {
  uint32_t token = tokens_.Find(0, words[0]);
  if (token == Interner::kNone) return;
  uint32_t node = first_nodes_[token];
  for (size_t next = 1; node != Interner::kNone; ++next) {
    if (nodes_[node].term != Interner::kNone) hits.Insert(nodes_[node].term);
    if (!nodes_[node].has_children || next == words.size()) return;
    token = tokens_.Find(0, words[next]);
    if (token == Interner::kNone) return;
    const auto child = children_.find(Edge(node, token));
    node = child == children_.end() ? Interner::kNone : child->second;
  }
}

void TermIndex::FindPrefixes(std::span<const HashedText> field,
                             IdSet& hits) const {
  for (const HashedText& token : field) {
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
