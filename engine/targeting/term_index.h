// Which keyword terms a page hits. All terms of a segment are looked for at
// once, so that a page's text is read once however many rules there are.
//
// Thread safety: thread-compatible; concurrent Find calls are safe while none
// interns.
// Cost: Find is one probe a token where nothing matches, and one more a word of
// each phrase that begins there; where prefixes exist, one for each of their
// lengths, of tokens whose first three bytes are some prefix's.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "engine/model/rule.h"
#include "engine/targeting/hashed_page.h"
#include "engine/targeting/id_set.h"
#include "engine/targeting/interner.h"

namespace placard {

class TermIndex {
 public:
  // The number of each term; equal for terms that hit the same pages by
  // definition, such as the phrases "blood-forged" and "blood forged". A term
  // that is not valid hits nothing. Precondition: `ids` is as long as `terms`.
  void Intern(std::span<const KeywordTerm> terms, std::span<uint32_t> ids);

  // Finding takes three steps from one place in memory to another; what is done
  // between them hides how long memory takes. Prefetch may be left out.
  void Prefetch(std::span<const HashedText> words) const;
  // `token_ids` is scratch until Find is done.
  void BeginFind(const HashedPage& page,
                 std::vector<uint32_t>& token_ids) const;
  // Inserts the number of every term that the page hits.
  // Precondition: BeginFind was called.
  void Find(const HashedPage& page, IdSet& hits,
            std::vector<uint32_t>& token_ids) const;

  size_t size() const { return terms_; }

 private:
  // A phrase or the beginning of one. Those of one word are numbered as their
  // tokens, all others from kFirstChild on.
  struct Node {
    uint32_t term = Interner::kNone;
    bool has_children = false;
  };
  static constexpr uint32_t kFirstChild = uint32_t{1} << 31;

  void HashPhrases(std::span<const KeywordTerm> terms);
  uint32_t InternPhrase(std::span<const HashedText> words);
  uint32_t InternPrefix(std::string_view text);
  uint32_t InternWhole(std::string_view text, Interner& strings,
                       std::vector<uint32_t>& terms);
  uint32_t ChildNode(uint32_t parent, uint32_t token);
  const Node& node(uint32_t id) const {
    return id < kFirstChild ? first_nodes_[id] : child_nodes_[id - kFirstChild];
  }
  Node& node(uint32_t id) {
    return const_cast<Node&>(std::as_const(*this).node(id));
  }
  void PrefetchTokens(std::span<const HashedText> words,
                      std::span<uint32_t> token_ids) const;
  void FindTokens(std::span<const HashedText> words,
                  std::span<uint32_t> token_ids) const;
  void FindPhrases(std::span<const uint32_t> token_ids,
                   std::span<const uint32_t> field_ends, IdSet& hits) const;
  void FindLongerPhrases(std::span<const uint32_t> token_ids,
                         IdSet& hits) const;
  void FindPrefixes(std::span<const HashedText> tokens, IdSet& hits) const;

  static uint64_t Edge(uint32_t parent, uint32_t token) {
    return uint64_t{parent} << 32 | token;
  }
  static size_t FilterBit(std::string_view token);

  uint32_t terms_ = 0;

  // Phrases: a trie over tokens.
  Interner tokens_;
  std::vector<Node> first_nodes_;  // by token
  std::vector<Node> child_nodes_;
  absl::flat_hash_map<uint64_t, uint32_t> children_;  // by Edge

  Interner exact_;
  std::vector<uint32_t> exact_terms_;

  Interner prefixes_;
  std::vector<uint32_t> prefix_terms_;
  std::vector<size_t> prefix_lengths_;  // in bytes, distinct, shortest first
  std::bitset<4096> prefix_filter_;     // by FilterBit

  // Of the phrases that are being interned: the words, and where each ends.
  std::vector<HashedText> words_;
  std::vector<size_t> word_ends_;
};

}  // namespace placard
