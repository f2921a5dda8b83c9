// A page and its viewer cut into the strings that rules are compared with,
// each hashed once. No snapshot's numbers are in it yet: a Query has those.
//
// Thread safety: thread-compatible.
// Lifetime: views point into the request and the category tree.
// Cost: Load is linear in the page; allocates only to grow.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/model/page.h"
#include "engine/model/rule.h"
#include "engine/targeting/category_tree.h"
#include "engine/targeting/interner.h"

namespace placard {

inline constexpr size_t kValueFields = 4;  // of ValueRule::Field

// Asks memory for what a HashedPage will read: a request's parts lie in many
// places.
void PrefetchRequest(const PageRequest& request);

class HashedPage {
 public:
  struct Key {
    HashedText key;
    uint32_t values_begin = 0;
    uint32_t values_end = 0;
  };
  // Slots that override the same key-values; bit i stands for slot i.
  struct SlotContext {
    uint64_t slots = 0;
    uint32_t first_slot = 0;
    uint32_t keys_begin = 0;
    uint32_t keys_end = 0;
  };

  void Load(const PageRequest& request, const CategoryTree& categories) {
    LoadWords(request.page);
    LoadRest(request, categories);
  }
  // The same in two steps: its tokens, and all else.
  void LoadWords(const Page& page);
  void LoadRest(const PageRequest& request, const CategoryTree& categories);

  // The tokens of each keyword, of the title and of the text, which are fields.
  std::span<const HashedText> tokens() const { return tokens_; }
  // Of each token: where in tokens() its field ends.
  std::span<const uint32_t> field_ends() const { return field_ends_; }
  // Calls f(std::span<const HashedText>) with the segments of each section.
  template <typename F>
  void ForEachSection(F&& f) const {
    uint32_t begin = 0;
    for (const uint32_t end : section_ends_) {
      f(std::span(segments_).subspan(begin, end - begin));
      begin = end;
    }
  }

  std::span<const HashedText> keywords() const { return keywords_; }
  // Ancestors included.
  std::span<const HashedCategory> categories() const { return categories_; }
  // Of a language all that it falls under: "pt-br", "pt".
  std::span<const HashedText> values(ValueRule::Field field) const {
    return values_[static_cast<size_t>(field)];
  }
  std::optional<Device> device() const { return device_; }

  std::span<const Key> page_keys() const {
    return std::span(keys_).first(page_keys_);
  }
  std::span<const SlotContext> contexts() const { return contexts_; }
  std::span<const Key> keys(const SlotContext& context) const {
    return std::span(keys_).subspan(context.keys_begin,
                                    context.keys_end - context.keys_begin);
  }
  std::span<const HashedText> values(const Key& key) const {
    return std::span(key_values_)
        .subspan(key.values_begin, key.values_end - key.values_begin);
  }

 private:
  void AddField(std::string_view text);
  void AddKeywords(const Page& page);
  void AddSections(const Page& page);
  void AddViewer(const Page& page, const Viewer& viewer);
  void AddKeys(const std::vector<KeyValue>& key_values);
  void AddSlots(const std::vector<Slot>& slots);

  std::vector<HashedText> tokens_;
  std::vector<uint32_t> field_ends_;  // by token
  std::vector<HashedText> keywords_;
  std::vector<HashedText> segments_;
  std::vector<uint32_t> section_ends_;  // in segments_
  std::vector<HashedCategory> categories_;
  std::array<std::vector<HashedText>, kValueFields> values_;
  std::optional<Device> device_;
  std::vector<Key> keys_;  // the page's, then those of each context
  size_t page_keys_ = 0;
  std::vector<HashedText> key_values_;
  std::vector<SlotContext> contexts_;
};

}  // namespace placard
