// placard-check-pages: the answers of a real server to many pages, against
// brute force.
#include <sysexits.h>

#include <csignal>
#include <cstdio>
#include <string>

#include "CLI/CLI.hpp"
#include "bench/workload/workload.h"
#include "tests/check_pages/page_check.h"
#include "tests/integration/placardd_process.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

struct Options {
  std::string pages;
  WorkloadShape shape;
};

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "placard-check-pages: %s\n",
               std::string(status.message()).c_str());
  return EX_SOFTWARE;
}

absl::StatusOr<Workload> Make(const Options& options) {
  if (options.pages.empty()) return MakeWorkload(options.shape);
  return MakeWorkloadFrom(options.pages, options.shape);
}

int Run(const Options& options) {
  absl::StatusOr<Workload> workload = Make(options);
  if (!workload.ok()) return Fail(workload.status());
  const TempDir data_dir;
  PlacarddProcess server(
      {"--listen", "127.0.0.1:0", "--data-dir", data_dir.path()});
  server.AwaitServing();
  const absl::Status applied =
      ApplyWorkload(server.channel(), workload->contents);
  if (!applied.ok()) return Fail(applied);
  const absl::StatusOr<PageCheckReport> report =
      CheckPages(server.channel(), *workload);
  if (!report.ok()) return Fail(report.status());
  std::fputs(Print(*report).c_str(), stdout);
  return report->different_slots == 0 ? 0 : 1;
}

}  // namespace
}  // namespace placard

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  placard::Options options;
  CLI::App app(
      "Asks a server of its own about many pages of a generated catalogue and "
      "compares every slot with brute force. Exit code 1: some differ.");
  app.add_option("--pages", options.pages,
                 "TSV of date, section, keywords; default: generated pages");
  app.add_option("--line-items", options.shape.line_items)
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--max-pages", options.shape.pages)
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str();
  app.add_option("--seed", options.shape.seed)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return placard::Run(options);
}
