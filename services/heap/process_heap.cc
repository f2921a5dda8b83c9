#include "services/heap/process_heap.h"

#include <errno.h>
#include <malloc.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace placard {
namespace {

constexpr char kVariable[] = "GLIBC_TUNABLES";
constexpr char kName[] = "glibc.malloc.hugetlb";

// glibc makes the heap of a thread larger page by page, with a system call for
// each, unless it is told to make it as large as it may be: for a start with a
// million line items a second of them. It is address space, not memory. The
// other two would grow to these values by themselves, but for the first.
//
// And each thread gets one of its own: where a catalogue was read into, what
// takes and frees much, as a change does, spends a third of its time looking
// for room.
void MakeHeapsLarge() {
  mallopt(M_ARENA_MAX, 64);
  mallopt(M_TOP_PAD, 64 << 20);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

// Whoever has set it, to whatever, is obeyed.
void AskForLargePages(char** argv) {
  const char* const set = std::getenv(kVariable);
  std::string tunables = set == nullptr ? "" : set;
  if (tunables.find(kName) != std::string::npos) return;
  if (!tunables.empty()) tunables += ':';
  tunables += kName;
  tunables += "=1";
  if (setenv(kVariable, tunables.c_str(), /*overwrite=*/1) != 0) return;
  execv("/proc/self/exe", argv);
}

}  // namespace

void PrepareHeap(char** argv) {
  AskForLargePages(argv);
  // Not that of the link that it was started anew by, by which no pgrep would
  // find it.
  prctl(PR_SET_NAME, program_invocation_short_name);
  MakeHeapsLarge();
}

}  // namespace placard
