// placard-bench: runs the benchmarks' programs one after another and makes one
// report of what they found.
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_format.h"
#include "bench/report/figure.h"
#include "bench/report/machine.h"
#include "bench/report/page.h"
#include "bench/report/step.h"
#include "bench/report/table.h"
#include "bench/report/verdict.h"
#include "engine/base/clock.h"
#include "engine/base/status.h"

namespace placard {
namespace {

// All of it, on two cores.
constexpr absl::Duration kWhole = absl::Minutes(10);
// One line of a terminal.
constexpr size_t kWidth = 100;

struct Options {
  Places places;
  std::string revision;
  std::string table_in;
  bool quick = false;
};

std::string Seconds(absl::Duration duration) {
  return absl::StrFormat("%.0f s", absl::ToDoubleSeconds(duration));
}

// On a terminal one line that changes; elsewhere only what each step ends with.
class Progress {
 public:
  Progress(size_t number, const Step& step, absl::Duration expected)
      : heading_(
            Concat("[", number, "/", AllSteps().size(), "] ", step.name, ", ")),
        expected_(expected) {
    if (!terminal_) Print(Concat(heading_, "about ", Seconds(expected)), '\n');
  }

  void Show(absl::Duration elapsed, const std::string& line) const {
    if (!terminal_) return;
    Print(Concat(heading_, Seconds(elapsed), " of about ", Seconds(expected_),
                 ": ", line),
          '\r');
  }

  void End(const Figure& own, const Figures& figures) const {
    Print(Concat(heading_, Seconds(absl::Seconds(own.value.value_or(0))), ": ",
                 own.holds ? DescribeBounds(figures) : own.what),
          '\n');
  }

 private:
  void Print(std::string line, char end) const {
    if (terminal_) line.resize(std::max(line.size(), kWidth), ' ');
    if (end == '\r') line.resize(kWidth);
    std::fprintf(stderr, "%s%c", line.c_str(), end);
  }

  const bool terminal_ = isatty(STDERR_FILENO) != 0;
  const std::string heading_;
  const absl::Duration expected_;
};

Figures RunSteps(const Options& options) {
  const SystemClock clock;
  const absl::Duration start = clock.Monotonic();
  Figures all;
  size_t number = 0;
  for (const Step& step : AllSteps()) {
    const Progress progress(
        ++number, step, options.quick ? step.quick_expected : step.expected);
    Figures figures =
        RunStep(step, options.places, options.quick,
                [&](absl::Duration elapsed, const std::string& line) {
                  progress.Show(elapsed, line);
                });
    progress.End(figures.front(), figures);
    Merge(std::move(figures), all);
  }
  const double seconds = absl::ToDoubleSeconds(clock.Monotonic() - start);
  const Bound bound = {.value = absl::ToDoubleSeconds(kWhole)};
  Merge({{.id = "steps/all",
          .what = "all benchmarks from start to end",
          .value = seconds,
          .unit = "s",
          .bound = bound,
          .holds = bound.Admits(seconds)}},
        all);
  return all;
}

absl::Status Write(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out) return Error(absl::StatusCode::kUnknown, "cannot write ", path);
  return absl::OkStatus();
}

// Puts the table where the README has it.
absl::Status WriteTableInto(const std::string& path, const std::string& table) {
  std::ifstream in(path, std::ios::binary);
  const std::string document((std::istreambuf_iterator<char>(in)),
                             std::istreambuf_iterator<char>());
  absl::StatusOr<std::string> replaced = ReplaceTable(document, table);
  if (!replaced.ok()) return Annotate(replaced.status(), path);
  return Write(path, *replaced);
}

absl::Status WriteAll(const Options& options, const Facts& facts,
                      const Figures& figures) {
  const std::string& out = options.places.out;
  const std::string table = MarkdownTable(facts, figures);
  PLACARD_RETURN_IF_ERROR(Write(out + "/summary.json", PrintFigures(figures)));
  PLACARD_RETURN_IF_ERROR(
      Write(out + "/report.html", HtmlPage(facts, figures)));
  PLACARD_RETURN_IF_ERROR(Write(out + "/table.md", table));
  if (options.table_in.empty()) return absl::OkStatus();
  return WriteTableInto(options.table_in, table);
}

void TellOne(const char* verdict, const Figure& figure) {
  std::printf("%s: %s, %s, bound %s: %s\n", verdict, figure.id.c_str(),
              DescribeValue(figure).c_str(), PrintBound(figure.bound).c_str(),
              figure.what.c_str());
}

// What does not hold, for those who do not open the report; last what makes the
// run fail.
void TellMissed(const Options& options, const Figures& figures) {
  for (const Figure& figure : figures) {
    if (!figure.holds && !FailsRun(figure)) TellOne("missed", figure);
  }
  for (const Figure& figure : figures) {
    if (FailsRun(figure)) TellOne("FAILED", figure);
  }
  std::printf("%s; see %s/report.html\n", DescribeBounds(figures).c_str(),
              options.places.out.c_str());
}

int Run(const Options& options) {
  std::error_code error;
  std::filesystem::create_directories(options.places.out, error);
  Facts facts = DescribeMachine();
  facts.emplace_back("Revision", options.revision);
  if (options.quick) facts.emplace_back("Run", "quick, without the millions");
  const ProcessorTime begin = ReadProcessorTime();
  const Figures figures = RunSteps(options);
  facts.emplace_back("Meanwhile", DescribeStolen(begin, ReadProcessorTime()));
  const absl::Status written = WriteAll(options, facts, figures);
  if (!written.ok()) {
    std::fprintf(stderr, "placard-bench: %s\n",
                 std::string(written.message()).c_str());
    return 2;
  }
  TellMissed(options, figures);
  return RunFailed(figures) ? 1 : 0;
}

}  // namespace
}  // namespace placard

int main(int argc, char** argv) {
  placard::Options options;
  options.places.programs =
      std::filesystem::path(argv[0]).parent_path().string();
  options.places.out = "build/bench";
  options.revision = "unknown";
  CLI::App app(
      "Runs all benchmarks and writes summary.json, report.html and table.md. "
      "A missed bound is told, but only wrong answers, or a step that failed "
      "or "
      "took too long, make the exit code 1.");
  app.add_option("--programs", options.places.programs,
                 "directory of the benchmarks' programs; default: this one's");
  app.add_option("--out", options.places.out)->capture_default_str();
  app.add_option("--revision", options.revision,
                 "of the source, for the report");
  app.add_option("--table-in", options.table_in,
                 "a file in which the table between the marks is replaced");
  app.add_flag("--quick", options.quick, "without the largest catalogues");
  CLI11_PARSE(app, argc, argv);
  return placard::Run(options);
}
