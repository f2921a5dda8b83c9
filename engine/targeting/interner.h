// Strings as dense numbers, 0, 1, 2 and so on. A string is looked up inside a
// scope: the key that a value belongs to, the parent of a section.
//
// Thread safety: thread-compatible; concurrent Find calls are safe while none
// interns.
// Cost: Find is one probe, rarely more, and a comparison of the whole string,
// so that strings whose hashes collide stay apart; it allocates nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/hash/hash.h"
#include "engine/base/prefetch.h"
#include "engine/base/same_bytes.h"
#include "engine/base/status.h"

namespace placard {

// A string with its hash, so that several interners can be asked for the price
// of one hash.
struct HashedText {
  uint64_t hash = 0;
  std::string_view text;
};

inline HashedText HashText(std::string_view text) {
  return {.hash = absl::HashOf(ToAbsl(text)), .text = text};
}

class Interner {
 public:
  static constexpr uint32_t kNone = ~uint32_t{0};

  // The number of (scope, text), which it gets now if it has none.
  uint32_t Intern(uint32_t scope, const HashedText& text);
  uint32_t Intern(uint32_t scope, std::string_view text) {
    return Intern(scope, HashText(text));
  }

  // Its number, or kNone.
  uint32_t Find(uint32_t scope, const HashedText& text) const {
    const uint64_t hash = SlotHash(scope, text.hash);
    for (size_t at = hash & mask(); slots_[at].id != kNone;
         at = (at + 1) & mask()) {
      if (slots_[at].tag == Tag(hash) && Is(slots_[at].id, scope, text.text)) {
        return slots_[at].id;
      }
    }
    return kNone;
  }

  // Looking a string up takes two steps from one place in memory to another;
  // of many strings each step can be taken for all before the next.
  void Prefetch(uint32_t scope, const HashedText& text) const {
    PrefetchMemory(&slots_[SlotHash(scope, text.hash) & mask()]);
  }
  // What Find will probably say; kNone is certain.
  uint32_t PrefetchEntry(uint32_t scope, const HashedText& text) const {
    const uint64_t hash = SlotHash(scope, text.hash);
    size_t at = hash & mask();
    while (slots_[at].id != kNone && slots_[at].tag != Tag(hash)) {
      at = (at + 1) & mask();
    }
    const uint32_t id = slots_[at].id;
    if (id != kNone) PrefetchMemory(&entries_[id]);
    return id;
  }
  // As Find. `probable`: what PrefetchEntry said, not kNone.
  uint32_t FindProbable(uint32_t probable, uint32_t scope,
                        const HashedText& text) const {
    return Is(probable, scope, text.text) ? probable : Find(scope, text);
  }

  size_t size() const { return entries_.size(); }
  // The scope that the string of that number was interned in.
  uint32_t scope(uint32_t id) const { return entries_[id].scope; }

 private:
  struct Slot {
    uint32_t tag = 0;
    uint32_t id = kNone;
  };
  // Most strings are short: they stand in the entry itself, so that comparing
  // one does not go to a third place in memory.
  static constexpr size_t kShort = 24;
  struct Entry {
    uint32_t bytes = 0;
    uint32_t scope = 0;
    union {
      std::array<char, kShort> text = {};
      uint64_t offset;  // in long_texts_, if it has more than kShort bytes
    };
  };

  static uint64_t SlotHash(uint32_t scope, uint64_t text_hash) {
    return text_hash ^ scope * 0x9e3779b97f4a7c15;
  }
  static uint32_t Tag(uint64_t hash) {
    return static_cast<uint32_t>(hash >> 32);
  }

  size_t mask() const { return slots_.size() - 1; }
  const char* begin(const Entry& entry) const {
    return entry.bytes <= kShort ? entry.text.data()
                                 : long_texts_.data() + entry.offset;
  }
  bool Is(uint32_t id, uint32_t scope, std::string_view wanted) const {
    const Entry& entry = entries_[id];
    return entry.scope == scope && entry.bytes == wanted.size() &&
           SameBytes(begin(entry), wanted.data(), wanted.size());
  }
  void Place(uint32_t id, uint64_t hash);
  void Grow();

  // Open addressing, at most half full; never empty.
  std::vector<Slot> slots_ = std::vector<Slot>(1);
  std::vector<Entry> entries_;
  std::string long_texts_;
};

}  // namespace placard
