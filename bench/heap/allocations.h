// What this process has taken from the heap; counts every operator new.
//
// Thread safety: thread-safe.
#pragma once

#include <cstdint>

namespace placard {

// How often anything was taken so far.
uint64_t Allocations();
// What is taken now, as the heap rounds it up.
int64_t HeapBytes();

}  // namespace placard
