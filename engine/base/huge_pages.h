// Memory for large arrays that are read here and there: on huge pages, so that
// not every reading has to look up a page as well.
//
//   std::vector<Row, HugePages<Row>> rows;
//
// Thread safety: as std::allocator.
// Cost: of an array of 4 MiB or more up to 2 MiB is left unused. The system may
// decline huge pages; then the array lies on ordinary ones.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <new>

namespace placard {

template <typename T>
struct HugePages {
  using value_type = T;

  HugePages() = default;
  template <typename U>
  HugePages(const HugePages<U>&) {}  // as an allocator must

  T* allocate(size_t count) {
    const size_t bytes = count * sizeof(T);
    const size_t alignment = AlignmentOf(bytes);
    void* const taken = ::operator new(bytes, std::align_val_t(alignment));
    if (alignment == kHugePage) madvise(taken, bytes, MADV_HUGEPAGE);
    return static_cast<T*>(taken);
  }
  void deallocate(T* taken, size_t count) {
    ::operator delete(taken, std::align_val_t(AlignmentOf(count * sizeof(T))));
  }

  template <typename U>
  bool operator==(const HugePages<U>&) const {
    return true;
  }

 private:
  static constexpr size_t kHugePage = size_t{2} << 20;
  static constexpr size_t AlignmentOf(size_t bytes) {
    return bytes >= 2 * kHugePage ? kHugePage : alignof(T);
  }
};

}  // namespace placard
