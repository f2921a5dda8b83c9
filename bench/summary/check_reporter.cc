#include "bench/summary/check_reporter.h"

#include "engine/base/status.h"

namespace placard {

void CheckReporter::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    ++runs_;
    failed_ += run.error_occurred ? 1 : 0;
  }
  ConsoleReporter::ReportRuns(runs);
}

Summary::Row CheckReporter::row(const std::string& prefix) const {
  return {.id = prefix + "checks/failed",
          .what = Concat("of ", runs_,
                         " benchmarks those whose answers were wrong"),
          .value = static_cast<double>(failed_),
          .unit = "",
          .bound = 0};
}

}  // namespace placard
