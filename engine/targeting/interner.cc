#include "engine/targeting/interner.h"

#include <algorithm>

namespace placard {

uint32_t Interner::Intern(uint32_t scope, std::string_view wanted) {
  const uint32_t known = Find(scope, HashText(wanted));
  if (known != kNone) return known;
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
    Place(id);
  }
  return id;
}

void Interner::Place(uint32_t id) {
  const Entry& entry = entries_[id];
  const uint64_t hash = SlotHash(entry.scope, HashText(text(entry)).hash);
  size_t at = hash & mask();
  while (slots_[at].id != kNone) at = (at + 1) & mask();
  slots_[at] = {.tag = Tag(hash), .id = id};
}

void Interner::Grow() {
  const size_t slots = std::max<size_t>(16, slots_.size() * 2);
  slots_.assign(slots, Slot());
  for (uint32_t id = 0; id < entries_.size(); ++id) Place(id);
}

}  // namespace placard
