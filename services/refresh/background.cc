#include "services/refresh/background.h"

#include <sys/resource.h>
#include <unistd.h>

namespace placard {
namespace {

// Linux keeps a niceness for each thread. Lowering one's own priority is always
// allowed; if it fails all the same, the work is done as before.
void BeNice(int nice) {
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), nice);
}

}  // namespace

void YieldToServing() { BeNice(15); }
void YieldSomewhatToServing() { BeNice(10); }

}  // namespace placard
