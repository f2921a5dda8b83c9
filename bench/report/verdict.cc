#include "bench/report/verdict.h"

#include <algorithm>

namespace placard {

bool JudgesAnswers(std::string_view id) {
  return id == "checks/failed" || id.ends_with("/checks/failed") ||
         id.ends_with("/equal");
}

bool FailsRun(const Figure& figure) {
  return !figure.holds &&
         (figure.id.starts_with("steps/") || JudgesAnswers(figure.id));
}

bool RunFailed(const Figures& figures) {
  return std::any_of(figures.begin(), figures.end(), FailsRun);
}

}  // namespace placard
