// Counts what this binary takes from the heap through operator new, which it
// replaces. The replacements stand in a file of their own, or the compiler
// takes their inlined free() for a mismatch.
#pragma once

namespace placard {

// How many allocations there have been. Thread safety: thread-safe.
int AllocationCount();

}  // namespace placard
