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

void TermIndex::Find(const HashedPage& page, IdSet& hits,
                     std::vector<uint32_t>& token_ids) const {
  if (tokens_.size() > 0) {
    FindTokens(page.tokens(), token_ids);
    FindPhrases(page, token_ids, hits);
  }
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

// Of some words at a time each step is taken for all before the next.
void TermIndex::FindTokens(std::span<const HashedText> words,
                           std::vector<uint32_t>& token_ids) const {
  constexpr size_t kTogether = 64;
  token_ids.resize(words.size());
  for (size_t begin = 0; begin < words.size(); begin += kTogether) {
    const size_t end = std::min(begin + kTogether, words.size());
    for (size_t i = begin; i < end; ++i) tokens_.Prefetch(0, words[i]);
    for (size_t i = begin; i < end; ++i) {
      token_ids[i] = tokens_.PrefetchEntry(0, words[i]);
      if (token_ids[i] == Interner::kNone) continue;
      __builtin_prefetch(&first_nodes_[token_ids[i]]);
    }
    for (size_t i = begin; i < end; ++i) {
      if (token_ids[i] == Interner::kNone) continue;
      token_ids[i] = tokens_.Find(0, words[i]);
    }
  }
}

void TermIndex::FindPhrases(const HashedPage& page,
                            std::span<const uint32_t> token_ids,
                            IdSet& hits) const {
  page.ForEachField([&](std::span<const HashedText> field) {
    const std::span<const uint32_t> ids = token_ids.first(field.size());
    token_ids = token_ids.subspan(field.size());
    for (size_t i = 0; i < ids.size(); ++i) {
      if (ids[i] != Interner::kNone) FindPhrasesAt(ids.subspan(i), hits);
    }
  });
}

void TermIndex::FindPhrasesAt(std::span<const uint32_t> token_ids,
                              IdSet& hits) const {
  uint32_t node = first_nodes_[token_ids[0]];
  size_t next = 1;
  while (node != Interner::kNone) {
    if (nodes_[node].term != Interner::kNone) hits.Insert(nodes_[node].term);
    if (!nodes_[node].has_children || next == token_ids.size()) return;
    const auto child = children_.find(Edge(node, token_ids[next++]));
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
