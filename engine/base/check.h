// Assertions for our own bugs. Input is never checked with these: what comes
// from outside is answered with a status.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace placard::check_internal {
[[noreturn]] inline void Fail(const char* condition, const char* file,
                              int line) {
  std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, condition);
  std::abort();
}
}  // namespace placard::check_internal

// Always on.
#define PLACARD_CHECK(condition) \
  ((condition)                   \
       ? void(0)                 \
       : ::placard::check_internal::Fail(#condition, __FILE__, __LINE__))

// On unless NDEBUG: for the decision path.
#ifdef NDEBUG
#define PLACARD_DCHECK(condition) ((void)sizeof(!(condition)))
#else
#define PLACARD_DCHECK(condition) PLACARD_CHECK(condition)
#endif
