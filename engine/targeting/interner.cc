#include "engine/targeting/interner.h"

#include <algorithm>

namespace placard {

uint32_t Interner::Intern(uint32_t scope, const HashedText& text) {
  const uint32_t known = Find(scope, text);
  if (known != kNone) return known;
  const std::string_view wanted = text.text;
  const auto id = static_cast<uint32_t>(entries_.size());
  Entry& entry = entries_.emplace_back();
  entry.bytes = static_cast<uint32_t>(wanted.size());
  entry.scope = scope;
  if (wanted.size() <= kShort) {
    std::copy(wanted.begin(), wanted.end(), entry.text.begin());
  } else {
    entry.offset = long_texts_.size();
    long_texts_ += wanted;
  }
  if (entries_.size() * 2 > slots_.size()) {
    Grow();
  } else {
    Place(id, SlotHash(scope, text.hash));
  }
  return id;
}

void Interner::Place(uint32_t id, uint64_t hash) {
  size_t at = hash & mask();
  while (slots_[at].id != kNone) at = (at + 1) & mask();
  slots_[at] = {.tag = Tag(hash), .id = id};
}

void Interner::Grow() {
  const size_t slots = std::max<size_t>(16, slots_.size() * 2);
  slots_.assign(slots, Slot());
  for (uint32_t id = 0; id < entries_.size(); ++id) {
    const Entry& entry = entries_[id];
    const HashedText text = HashText({begin(entry), entry.bytes});
    Place(id, SlotHash(entry.scope, text.hash));
  }
}

}  // namespace placard
