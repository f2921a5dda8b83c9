// placard-load: load for DecisionService, and what came of it.
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <string>

#include "absl/synchronization/mutex.h"
#include "bench/load/flags.h"
#include "bench/load/pages.h"
#include "bench/load/report.h"
#include "bench/load/requests.h"
#include "bench/load/session.h"
#include "engine/base/status.h"

namespace placard {
namespace {

// Set by Ctrl-C; the next one kills.
std::atomic<bool> stop{false};

void CatchSignals() {
  std::signal(SIGPIPE, SIG_IGN);
  struct sigaction action = {};
  action.sa_handler = [](int) { stop.store(true); };
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

int Complain(const absl::Status& status, int exit_status) {
  const std::string message(ToStd(status.message()));
  std::fprintf(stderr, "placard-load: %s\n", message.c_str());
  return exit_status;
}

absl::StatusOr<Requests> LoadRequests(const Options& options) {
  if (options.corpus.empty()) {
    return Requests::Build(MakeUpPages(options.pages));
  }
  PLACARD_ASSIGN_OR_RETURN(auto pages,
                           ReadPages(options.corpus, options.pages.slots));
  return Requests::Build(std::move(pages));
}

// The last line of the terminal, written over and over.
void ShowProgress(const std::string& what, const LoadResult& so_far) {
  std::fprintf(stderr, "\r\033[K%s", ProgressLine(what, so_far).c_str());
  std::fflush(stderr);
}

absl::Status WriteFile(const std::string& path, const std::string& content) {
  if (path.empty()) return absl::OkStatus();
  std::ofstream out(path, std::ios::binary);
  out << content << std::flush;
  if (!out) return Unavailable("cannot write ", path);
  return absl::OkStatus();
}

absl::Status Publish(const Report& report) {
  std::fputs(TextReport(report).c_str(), stdout);
  std::fflush(stdout);
  PLACARD_RETURN_IF_ERROR(
      WriteFile(report.options.json_path, JsonReport(report)));
  return WriteFile(report.options.svg_path, SvgReport(report));
}

int Measure(const Options& options) {
  const auto requests = LoadRequests(options);
  if (!requests.ok()) return Complain(requests.status(), 2);
  std::printf("%s\n", DescribeLoad(options, requests->size()).c_str());
  std::fflush(stdout);
  const bool live = !options.quiet && isatty(STDERR_FILENO) == 1;
  const auto report = RunSession(options, *requests, stop,
                                 live ? SessionWatch(ShowProgress) : nullptr);
  if (live) std::fputs("\r\033[K", stderr);
  if (!report.ok()) return Complain(report.status(), 1);
  const absl::Status published = Publish(*report);
  if (!published.ok()) return Complain(published, 1);
  return report->failed() ? 1 : 0;
}

}  // namespace
}  // namespace placard

int main(int argc, char** argv) {
  // gRPC locks with absl, whose search for deadlocks costs it a sixth.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  placard::CatchSignals();
  const auto parsed = placard::ParseFlags(argc, argv);
  if (const int* exit_status = std::get_if<int>(&parsed)) return *exit_status;
  return placard::Measure(std::get<placard::Options>(parsed));
}
