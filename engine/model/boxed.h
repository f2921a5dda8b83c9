// A value in a place of its own. Of alternatives each takes the room of the
// largest: one that is large and rare is boxed, so that the others take less.
//
// Thread safety: as T's.
// Cost: making and copying one asks for memory.
#pragma once

#include <utility>
#include <vector>

namespace placard {

template <typename T>
class Boxed {
 public:
  Boxed() : one_(1) {}
  // NOLINTNEXTLINE(google-explicit-constructor): it stands for the value.
  Boxed(T value) { one_.push_back(std::move(value)); }

  // Precondition of all: it was not moved from.
  const T& operator*() const { return one_.front(); }
  T& operator*() { return one_.front(); }
  const T* operator->() const { return &one_.front(); }
  T* operator->() { return &one_.front(); }

  friend bool operator==(const Boxed&, const Boxed&) = default;

 private:
  std::vector<T> one_;  // which copies, moves and compares as a value does
};

}  // namespace placard
