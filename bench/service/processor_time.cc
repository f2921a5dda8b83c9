#include "bench/service/processor_time.h"

#include <ctime>

namespace placard {

absl::Duration ProcessorTime(int pid) {
  clockid_t clock;
  timespec time = {};
  if (clock_getcpuclockid(pid, &clock) == 0) clock_gettime(clock, &time);
  return absl::DurationFromTimespec(time);
}

}  // namespace placard
