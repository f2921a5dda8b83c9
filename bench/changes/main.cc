// placard-bench-changes: how soon a server serves, what it takes beside the
// bare twin, how soon it serves what has changed, and what changes do to its
// decisions, with a catalogue of any size.
#include <sysexits.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "CLI/CLI.hpp"
#include "absl/synchronization/mutex.h"
#include "bench/changes/change_process.h"
#include "bench/changes/change_rounds.h"
#include "bench/changes/decision_load.h"
#include "bench/changes/server_process.h"
#include "bench/load/requests.h"
#include "bench/service/comparison.h"
#include "bench/service/mode_requests.h"
#include "bench/service/twin_process.h"
#include "bench/summary/summary.h"
#include "bench/world/world_store.h"
#include "engine/base/status.h"

namespace placard {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr size_t kTwinPages = 5'000;

struct Options {
  std::string placardd;
  std::string twin;
  std::string summary;
  size_t line_items = 1'000'000;
  double seconds = 60;
  size_t rounds = 12;
  int twin_seconds = 90;
  // Its rate is an option; all else of it only where it is this process that
  // makes the changes.
  ChangePlan changes = {.rate = 100};
};

class Bench {
 public:
  explicit Bench(const Options& options) : options_(options) {}

  // What was measured before something failed is written, too.
  absl::Status Run() {
    absl::Status status = Measure();
    if (!options_.summary.empty()) {
      status.Update(summary_.Write(options_.summary));
    }
    return status;
  }

  bool holds() const { return summary_.holds(); }

 private:
  absl::Status Measure() {
    PLACARD_ASSIGN_OR_RETURN(
        world_,
        WorldStore::Make(directory_.path(), Mode::kDense, options_.line_items));
    PLACARD_RETURN_IF_ERROR(ColdStarts());
    if (options_.twin_seconds > 0) {
      PLACARD_RETURN_IF_ERROR(AgainstTwin(*server_, Mode::kDense, &Compare));
    }
    PLACARD_RETURN_IF_ERROR(Changes());
    server_.reset();
    world_.reset();  // the next has the machine to itself
    if (options_.twin_seconds == 0) return absl::OkStatus();
    return SparseAgainstTwin();
  }

  absl::Status Start() {
    PLACARD_ASSIGN_OR_RETURN(
        server_,
        ServerProcess::Start(options_.placardd, directory_.path() + "/server",
                             world_->redis()));
    return absl::OkStatus();
  }

  absl::Status ColdStarts() {
    PLACARD_RETURN_IF_ERROR(Start());
    const ServerStart& start = server_->start();
    Add({.id = "cold-start/redis",
         .what = "from nothing to serving, the catalogue from Redis",
         .value = absl::ToDoubleSeconds(start.serving),
         .unit = "s",
         .bound = 20});
    Add({.id = "memory/resident-per-line-item",
         .what = "what a line item adds to the resident server: its document, "
                 "the model and the index",
         .value = static_cast<double>(start.loaded_bytes - start.empty_bytes) /
                  static_cast<double>(options_.line_items),
         .unit = "bytes"});
    server_->Stop();
    PLACARD_ASSIGN_OR_RETURN(const absl::Duration build, BuildOnOneCore());
    PLACARD_RETURN_IF_ERROR(Start());
    const ServerStart& again = server_->start();
    Add({.id = "cold-start/local-copy",
         .what = "from nothing to serving, the catalogue from the local copy",
         .value = absl::ToDoubleSeconds(again.serving),
         .unit = "s"});
    Add({.id = "cold-start/local-copy-to-build",
         .what = "the same, on all cores, over what building the index takes "
                 "a server that has one core",
         .value = absl::FDivDuration(again.serving, build),
         .unit = "",
         .bound = 1.5});
    return absl::OkStatus();
  }

  // Of a start from the local copy.
  absl::StatusOr<absl::Duration> BuildOnOneCore() {
    const OnOneCore on_one_core;
    PLACARD_RETURN_IF_ERROR(Start());
    const absl::Duration build = server_->start().index_build;
    server_->Stop();
    return build;
  }

  // `compare`: (Comparison, const Requests&, Summary&) -> absl::Status.
  template <typename Compare>
  absl::Status AgainstTwin(const ServerProcess& server, Mode mode,
                           Compare&& compare) {
    PLACARD_ASSIGN_OR_RETURN(const Requests requests,
                             ModeRequests(mode, kTwinPages));
    PLACARD_ASSIGN_OR_RETURN(
        const TwinProcess twin,
        TwinProcess::Start(options_.twin, server.address()));
    const Comparison sides = {
        .server = {server.address(), server.pid()},
        .twin = {twin.address(), twin.pid()},
        .length = std::chrono::seconds(options_.twin_seconds)};
    Summary found;
    absl::Status status = compare(sides, requests, found);
    for (const Summary::Row& row : found.rows()) Add(row);
    return status;
  }

  // With a catalogue of its own.
  absl::Status SparseAgainstTwin() {
    const ScratchDir directory;
    PLACARD_ASSIGN_OR_RETURN(
        const auto world,
        WorldStore::Make(directory.path(), Mode::kSparse, options_.line_items));
    PLACARD_ASSIGN_OR_RETURN(
        const auto server,
        ServerProcess::Start(options_.placardd, directory.path() + "/server",
                             world->redis()));
    return AgainstTwin(
        *server, Mode::kSparse,
        [](const Comparison& sides, const Requests& requests, Summary& found) {
          return CompareThroughput(sides, requests, "service/B", found);
        });
  }

  absl::Status Changes() {
    PLACARD_ASSIGN_OR_RETURN(Requests requests,
                             Requests::Build(world_->pages()));
    DecisionLoad load(server_->address(), std::move(requests));
    PLACARD_RETURN_IF_ERROR(load.FindRate());

    ChangeRounds rounds(*server_, PlanRounds());
    PLACARD_RETURN_IF_ERROR(rounds.Run(load));
    Summary found;
    rounds.Report(found);
    for (const Summary::Row& row : found.rows()) Add(row);
    return absl::OkStatus();
  }

  RoundsPlan PlanRounds() const {
    const std::string page_file = directory_.path() + "/page";
    std::ofstream(page_file, std::ios::binary)
        << world_->pages().front().SerializeAsString();
    return {.count = options_.rounds,
            .length = Seconds(options_.seconds /
                              static_cast<double>(options_.rounds)),
            .changes = {.server = server_->address(),
                        .campaigns = world_->campaigns(),
                        .rate = options_.changes.rate,
                        .page_file = page_file},
            .log_path = directory_.path() + "/changes.log"};
  }

  void Add(Summary::Row row) {
    std::printf("%-34s %10.3f %-6s %s\n", row.id.c_str(), row.value,
                row.unit.c_str(),
                !row.bound.has_value() ? ""
                : row.holds()          ? "holds"
                                       : "FAILS");
    std::fflush(stdout);
    summary_.Add(std::move(row));
  }

  const Options& options_;
  const ScratchDir directory_;
  std::unique_ptr<WorldStore> world_;
  std::unique_ptr<ServerProcess> server_;
  Summary summary_;
};

int ExitCode(const absl::Status& status) {
  if (status.ok()) return 0;
  std::fprintf(stderr, "placard-bench-changes: %s\n",
               std::string(status.message()).c_str());
  return EX_SOFTWARE;
}

int Run(const Options& options) {
  if (!options.changes.server.empty()) {
    return ExitCode(MakeChanges(options.changes));
  }
  Bench bench(options);
  const int code = ExitCode(bench.Run());
  return code != 0 ? code : bench.holds() ? 0 : 1;
}

}  // namespace
}  // namespace placard

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  placard::Options options;
  const std::filesystem::path beside =
      std::filesystem::path(argv[0]).parent_path();
  options.placardd = (beside / "placardd").string();
  options.twin = (beside / "placard-twin").string();
  CLI::App app(
      "Starts placardd on a generated catalogue, from Redis and from the local "
      "copy, and changes it while decisions are made. Exit status: 1 when a "
      "bound does not hold.");
  app.add_option("--placardd", options.placardd, "the server's program")
      ->capture_default_str();
  app.add_option("--twin", options.twin, "the program placard-twin")
      ->capture_default_str();
  app.add_option("--twin-seconds", options.twin_seconds,
                 "how long to compare with the twin")
      ->check(CLI::Range(0, 120))
      ->capture_default_str();
  app.add_option("--line-items", options.line_items)
      ->check(CLI::Range(1'000, 10'000'000))
      ->capture_default_str();
  app.add_option("--rate", options.changes.rate, "changes a second")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--seconds", options.seconds, "of changes")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
  app.add_option("--rounds", options.rounds,
                 "of them, with as long a quiet time beside each")
      ->check(CLI::Range(1, 1'000))
      ->capture_default_str();
  app.add_option("--summary", options.summary, "where the rows go, as JSON");
  // For itself: see change_process.h.
  const auto add_own = [&](const char* name, auto& value) {
    app.add_option(name, value)->group("");
  };
  add_own("--make-changes", options.changes.server);
  add_own("--campaigns", options.changes.campaigns);
  add_own("--first", options.changes.first);
  add_own("--changes", options.changes.count);
  add_own("--page", options.changes.page_file);
  CLI11_PARSE(app, argc, argv);
  return placard::Run(options);
}
