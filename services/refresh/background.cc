#include "services/refresh/background.h"

#include <sys/resource.h>
#include <unistd.h>

namespace placard {
namespace {

constexpr int kNice = 10;

}  // namespace

// Linux keeps a niceness for each thread. Lowering one's own priority is always
// allowed; if it fails all the same, the work is done as before.
void YieldToServing() {
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice);
}

}  // namespace placard
