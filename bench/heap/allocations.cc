#include "bench/heap/allocations.h"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace placard {
namespace {

// Relaxed: they are read when nothing else runs.
std::atomic<uint64_t> allocations{0};
std::atomic<int64_t> heap_bytes{0};

void* Counted(void* taken) {
  if (taken == nullptr) std::abort();
  allocations.fetch_add(1, std::memory_order_relaxed);
  heap_bytes.fetch_add(static_cast<int64_t>(malloc_usable_size(taken)),
                       std::memory_order_relaxed);
  return taken;
}

void GiveBack(void* taken) {
  heap_bytes.fetch_sub(static_cast<int64_t>(malloc_usable_size(taken)),
                       std::memory_order_relaxed);
  std::free(taken);
}

}  // namespace

uint64_t Allocations() { return allocations.load(std::memory_order_relaxed); }
int64_t HeapBytes() { return heap_bytes.load(std::memory_order_relaxed); }

}  // namespace placard

void* operator new(size_t bytes) {
  return placard::Counted(std::malloc(bytes));
}
void* operator new(size_t bytes, std::align_val_t alignment) {
  return placard::Counted(
      std::aligned_alloc(static_cast<size_t>(alignment), bytes));
}
void operator delete(void* taken) noexcept { placard::GiveBack(taken); }
void operator delete(void* taken, size_t) noexcept { placard::GiveBack(taken); }
void operator delete(void* taken, std::align_val_t) noexcept {
  placard::GiveBack(taken);
}
void operator delete(void* taken, size_t, std::align_val_t) noexcept {
  placard::GiveBack(taken);
}
