// Asking memory for what will be read soon.
//
// Thread safety: pure functions.
#pragma once

namespace placard {

// The compiler takes a function that does nothing but this for one without
// effect and drops its calls, which the empty statement keeps it from.
inline void PrefetchMemory(const void* address) {
  __builtin_prefetch(address);
  asm volatile("");
}

}  // namespace placard
