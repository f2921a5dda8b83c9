// placard-bench-compare: runs two builds of placard-bench-engine in turns and
// tells by how much they differ.
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_format.h"
#include "bench/compare/comparison.h"
#include "bench/report/child.h"
#include "bench/report/summary_file.h"
#include "engine/base/clock.h"
#include "engine/base/status.h"

namespace placard {
namespace {

struct Options {
  std::string older;
  std::string newer;
  std::string filter;
  std::string out = "build/bench/compare";
  int rounds = 5;
  int seconds = 600;
};

class Turns {
 public:
  explicit Turns(const Options& options) : options_(options) {}

  // As many rounds as there is time for, of those that were asked for.
  absl::StatusOr<std::vector<Round>> Run() {
    std::vector<Round> rounds;
    absl::Duration longest;
    for (int i = 0; i < options_.rounds; ++i) {
      if (Left() < longest) {
        std::fprintf(stderr, "no time for more than %d rounds\n", i);
        break;
      }
      const absl::Duration begin = clock_.Monotonic();
      PLACARD_ASSIGN_OR_RETURN(Round round, RunRound(i));
      longest = std::max(longest, clock_.Monotonic() - begin);
      rounds.push_back(std::move(round));
      std::fprintf(stderr, "round %d of %d, %.0f s\n", i + 1, options_.rounds,
                   absl::ToDoubleSeconds(clock_.Monotonic() - start_));
    }
    return rounds;
  }

 private:
  absl::Duration Left() const {
    return absl::Seconds(options_.seconds) - (clock_.Monotonic() - start_);
  }

  // Who goes first changes, so that neither always has the warmer machine.
  absl::StatusOr<Round> RunRound(int number) {
    Round round;
    for (int turn = 0; turn < 2; ++turn) {
      const bool is_newer = (number + turn) % 2 == 1;
      PLACARD_ASSIGN_OR_RETURN(
          (is_newer ? round.newer : round.older),
          RunOne(is_newer ? options_.newer : options_.older,
                 Concat(options_.out, "/", is_newer ? "new-" : "old-",
                        number + 1)));
    }
    return round;
  }

  absl::StatusOr<Figures> RunOne(const std::string& program,
                                 const std::string& stem) {
    const std::string summary = stem + ".json";
    std::remove(summary.c_str());  // not an older run's
    const Ending ending = RunChild({program, "--summary", summary,
                                    "--benchmark_filter=" + options_.filter},
                                   stem + ".log", Left(),
                                   [](absl::Duration, const std::string&) {});
    std::string failure = ending.failure;
    if (failure.empty() && ending.exit_code > 1) {
      failure = Concat("ended with exit code ", ending.exit_code);
    }
    if (failure.empty()) return ReadSummary(summary);
    return Error(absl::StatusCode::kAborted, program, " ", failure, "; see ",
                 stem, ".log");
  }

  const Options& options_;
  const SystemClock clock_;
  const absl::Duration start_ = clock_.Monotonic();
};

int Run(const Options& options) {
  std::error_code error;
  std::filesystem::create_directories(options.out, error);
  const absl::StatusOr<std::vector<Round>> rounds = Turns(options).Run();
  if (!rounds.ok()) {
    std::fprintf(stderr, "placard-bench-compare: %s\n",
                 std::string(rounds.status().message()).c_str());
    return 2;
  }
  std::fputs(PrintComparisons(Compare(*rounds)).c_str(), stdout);
  return 0;
}

}  // namespace
}  // namespace placard

int main(int argc, char** argv) {
  placard::Options options;
  CLI::App app(
      "Runs two builds of placard-bench-engine in turns and prints, for every "
      "figure, new / old: the median of the rounds, the least and the most.");
  app.add_option("--old", options.older, "the one build")->required();
  app.add_option("--new", options.newer, "the other")->required();
  app.add_option("--filter", options.filter, "which benchmarks, a regex")
      ->required();
  app.add_option("--rounds", options.rounds)
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  app.add_option("--seconds", options.seconds, "for all of it")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
  app.add_option("--out", options.out, "where summaries and logs go")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return placard::Run(options);
}
