// placard-bench-service: a placardd against a bare RPC server.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "absl/synchronization/mutex.h"
#include "bench/load/address.h"
#include "bench/service/comparison.h"
#include "bench/service/mode_requests.h"
#include "bench/service/twin_process.h"
#include "bench/summary/summary.h"
#include "engine/base/status.h"

namespace placard {
namespace {

constexpr size_t kPages = 5'000;
constexpr int kMostSeconds = 120;

struct Options {
  std::string target;
  std::string twin;
  std::string summary;
  int pid = 0;
  int seconds = 100;
};

absl::Status Run(const Options& options, Summary& summary) {
  PLACARD_RETURN_IF_ERROR(CheckLoopback(options.target));
  PLACARD_ASSIGN_OR_RETURN(const Requests requests,
                           ModeRequests(Mode::kDense, kPages));
  PLACARD_ASSIGN_OR_RETURN(const TwinProcess twin,
                           TwinProcess::Start(options.twin, options.target));
  PLACARD_RETURN_IF_ERROR(
      Compare({.server = {options.target, options.pid},
               .twin = {twin.address(), twin.pid()},
               .length = std::chrono::seconds(options.seconds)},
              requests, summary));
  for (const Summary::Row& row : summary.rows()) {
    std::printf("%-40s %12.4g %-4s%s\n", row.id.c_str(), row.value,
                row.unit.c_str(), row.holds() ? "" : "  does not hold");
  }
  if (options.summary.empty()) return absl::OkStatus();
  return summary.Write(options.summary);
}

int Main(int argc, char** argv) {
  CLI::App app(
      "Measures a running placardd that serves a catalogue of mode A against "
      "placard-twin, which it starts: throughput of calls and of streams, and "
      "latency at half of it. Exit status: 0, 1 when a bound does not hold, 2 "
      "when there is nothing to say.",
      "placard-bench-service");
  Options options;
  app.add_option("--target", options.target, "Where placardd listens")
      ->required()
      ->type_name("ADDRESS");
  app.add_option("--pid", options.pid,
                 "Its process, to say what calls cost of the processors")
      ->check(CLI::PositiveNumber);
  app.add_option("--twin", options.twin, "The program placard-twin")
      ->required()
      ->type_name("FILE");
  app.add_option("--summary", options.summary, "Write what was found as JSON")
      ->type_name("FILE");
  app.add_option("--seconds", options.seconds, "About how long it takes")
      ->check(CLI::Range(1, kMostSeconds))
      ->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  Summary summary;
  const absl::Status status = Run(options, summary);
  if (!status.ok()) {
    const std::string message(ToStd(status.message()));
    std::fprintf(stderr, "placard-bench-service: %s\n", message.c_str());
    return 2;
  }
  return summary.holds() ? 0 : 1;
}

}  // namespace
}  // namespace placard

int main(int argc, char** argv) {
  // gRPC locks with absl, whose search for deadlocks costs it a sixth.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  return placard::Main(argc, argv);
}
