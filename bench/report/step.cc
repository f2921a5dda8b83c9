#include "bench/report/step.h"

#include <algorithm>
#include <cstdio>
#include <utility>
#include <vector>

#include "bench/report/summary_file.h"
#include "engine/base/status.h"

namespace placard {
namespace {

// The largest catalogues take minutes to build.
constexpr std::string_view kNoMillions =
    "--benchmark_filter=-line_items:1000000";

// In the order in which they run.
constexpr Step kSteps[] = {
    {.name = "engine",
     .program = "placard-bench-engine",
     .quick_arguments = kNoMillions,
     .expected = absl::Seconds(240),
     .quick_expected = absl::Seconds(80),
     .limit = absl::Minutes(10)},
    {.name = "codec",
     .program = "placard-bench-codec",
     .expected = absl::Seconds(30),
     .quick_expected = absl::Seconds(30),
     .limit = absl::Minutes(3)},
    {.name = "control",
     .program = "placard-bench-control",
     .expected = absl::Seconds(15),
     .quick_expected = absl::Seconds(15),
     .limit = absl::Minutes(3)},
    {.name = "server",
     .program = "placard-bench-changes",
     .quick_arguments = "--line-items 10000 --seconds 10 --twin-seconds 15",
     .expected = absl::Seconds(310),
     .quick_expected = absl::Seconds(65),
     .limit = absl::Minutes(8)},
};

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

std::string FailureOf(const Ending& ending,
                      const absl::StatusOr<Figures>& summary) {
  if (!ending.failure.empty()) return ending.failure;
  if (ending.exit_code > 1) {
    return Concat("ended with exit code ", ending.exit_code);
  }
  return summary.ok() ? "" : std::string(summary.status().message());
}

}  // namespace

std::span<const Step> AllSteps() { return kSteps; }

Figures RunStep(const Step& step, const Places& places, bool quick,
                const Tell& tell) {
  const std::string stem = Concat(places.out, "/", step.name);
  const std::string summary = stem + ".json";
  std::remove(summary.c_str());  // not an older run's
  std::vector<std::string> words = {Concat(places.programs, "/", step.program),
                                    "--summary", summary};
  for (std::string& word :
       Words(quick ? step.quick_arguments : step.arguments)) {
    words.push_back(std::move(word));
  }
  const Ending ending =
      RunChild(std::move(words), stem + ".log", step.limit, tell);
  absl::StatusOr<Figures> figures = ReadSummary(summary);
  const std::string failure = FailureOf(ending, figures);
  Figure own = {.id = Concat("steps/", step.name),
                .what = failure.empty()
                            ? Concat(step.program, " from start to end")
                            : Concat("FAILED: ", step.program, " ", failure,
                                     "; see ", stem, ".log"),
                .value = absl::ToDoubleSeconds(ending.took),
                .unit = "s",
                .bound = Bound{.value = absl::ToDoubleSeconds(step.limit)}};
  own.holds = failure.empty() && own.bound->Admits(*own.value);
  Figures all = {std::move(own)};
  if (figures.ok()) Merge(*std::move(figures), all);
  return all;
}

}  // namespace placard
