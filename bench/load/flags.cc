#include "bench/load/flags.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "engine/base/status.h"

namespace placard {
namespace {

constexpr char kAbout[] =
    "Sends DecisionService pages to decide and measures how fast and how well "
    "they are answered.\n\n"
    "One of three loads:\n"
    "  --rate R --duration D     open loop: requests come when they come; "
    "latency counts from the instant at which each was due\n"
    "  --closed --requests M     closed loop: each answer brings the next "
    "request; finds throughput\n"
    "  --find-max --p99 D --rate R --max-rate R --duration D\n"
    "                            searches the highest rate with p99 within "
    "D\n\n"
    "Only this machine can be the target, and every load has an end. Ctrl-C "
    "ends it early and still reports.\n"
    "Exit status: 0, 1 when calls failed or answers were wrong, 2 for a usage "
    "error.";

struct Pair {
  const char* flag;
  const char* other;
};

// What means nothing without another.
constexpr Pair kNeeds[] = {
    {"--requests", "--closed"}, {"--outstanding", "--closed"},
    {"--p99", "--find-max"},    {"--max-rate", "--find-max"},
    {"--steps", "--find-max"},  {"--rounds", "--against"},
};

// What means nothing beside another.
constexpr Pair kExcludes[] = {
    {"--find-max", "--closed"}, {"--rate", "--closed"},
    {"--duration", "--closed"}, {"--poisson", "--closed"},
    {"--pages", "--corpus"},    {"--max-outstanding", "--closed"},
};

bool Read(const std::string& text, double& out) {
  return absl::SimpleAtod(text, &out);
}

// Whole numbers are never below zero here.
template <typename Number>
bool Read(const std::string& text, Number& out) {
  uint64_t number = 0;
  if (!absl::SimpleAtoi(text, &number) || !std::in_range<Number>(number)) {
    return false;
  }
  out = static_cast<Number>(number);
  return true;
}

std::string WhyNoNumber(const std::string& text) {
  int64_t number = 0;
  if (absl::SimpleAtoi(text, &number) && number < 0) {
    return Concat("must be at least 0, is ", text);
  }
  return Concat("expected a number, got \"", text, "\"");
}

// All flags, and what is wrong with them, which is kept to be said at once.
class CommandLine {
 public:
  CommandLine();

  std::variant<Options, int> Parse(int argc, char** argv);

 private:
  void AddLoads();
  void AddTraffic();
  void AddPages();
  void AddReports();

  // Zero stands for no default.
  template <typename Number>
  CLI::Option* AddNumber(const char* flag, Number& out, const char* about);
  // As absl reads it: "10s", "1.5ms", "500us".
  template <typename Duration>
  void AddLength(const char* flag, Duration& out, const char* about);

  void CheckPairs();

  CLI::App app_{kAbout, "placard-load"};
  Options options_;
  bool closed_ = false;
  bool find_max_ = false;
  FieldViolations faults_;
};

CommandLine::CommandLine() {
  options_.warmup = std::chrono::seconds(1);
  options_.closed.outstanding = 64;
  options_.closed.at_most = kLongestLoad;
  AddLoads();
  AddTraffic();
  AddPages();
  AddReports();
}

template <typename Number>
CLI::Option* CommandLine::AddNumber(const char* flag, Number& out,
                                    const char* about) {
  const auto read = [this, flag, &out](const std::string& text) {
    if (Read(text, out)) return;
    faults_.push_back({.field = flag, .description = WhyNoNumber(text)});
  };
  CLI::Option* option =
      app_.add_option_function<std::string>(flag, read, about)->type_name("N");
  if (out != Number()) option->default_str(Concat(out));
  return option;
}

template <typename Duration>
void CommandLine::AddLength(const char* flag, Duration& out,
                            const char* about) {
  const auto read = [this, flag, &out](const std::string& text) {
    absl::Duration length;
    if (absl::ParseDuration(text, &length) &&
        absl::AbsDuration(length) < absl::InfiniteDuration()) {
      out = std::chrono::ceil<Duration>(absl::ToChronoNanoseconds(length));
      return;
    }
    faults_.push_back(
        {.field = flag,
         .description =
             Concat("expected a length of time such as 10s or 500us, got \"",
                    text, "\"")});
  };
  CLI::Option* option = app_.add_option_function<std::string>(flag, read, about)
                            ->type_name("TIME");
  if (out != Duration()) {
    option->default_str(absl::FormatDuration(absl::FromChrono(out)));
  }
}

void CommandLine::AddLoads() {
  AddNumber("--rate", options_.open.rate,
            "Requests a second; of a search, the first rate tried")
      ->type_name("R");
  AddLength(
      "--duration", options_.open.duration,
      "How long; of a search, each rate, and with --against, each turn. At "
      "most 10m, and so is the sum of them");
  app_.add_flag_callback(
      "--poisson", [this] { options_.open.arrivals = Arrivals::kPoisson; },
      "Independent arrivals, not equal distances");
  app_.add_flag("--closed", closed_, "Closed loop");
  AddNumber("--requests", options_.closed.requests,
            "Requests of a closed loop, which ends after 10m at the latest")
      ->type_name("M");
  AddNumber("--outstanding", options_.closed.outstanding,
            "Requests of a closed loop that are under way at once");
  app_.add_flag("--find-max", find_max_, "Search the highest rate");
  AddLength("--p99", options_.find_max.p99,
            "The bound of a search on the 99th percentile");
  AddNumber("--max-rate", options_.find_max.most_rate,
            "The highest rate that a search tries")
      ->type_name("R");
  AddNumber("--steps", options_.find_max.most_steps,
            "How many rates a search tries at most");
}

void CommandLine::AddTraffic() {
  Traffic& traffic = options_.traffic;
  const auto read_method = [&traffic](const std::string& name) {
    traffic.method = name == "stream" ? Method::kStream : Method::kUnary;
  };
  app_.add_option("--target", traffic.target,
                  "The server: unix:PATH, localhost:PORT, 127.0.0.1:PORT or "
                  "[::1]:PORT")
      ->type_name("ADDRESS")
      ->required();
  app_.add_option("--against", options_.against,
                  "Another server, such as placard-twin, that gets the same "
                  "load in turns; ratios are told")
      ->type_name("ADDRESS");
  AddNumber("--rounds", options_.rounds, "Turns of each, with --against");
  app_.add_option_function<std::string>(
          "--method", read_method,
          "unary: a call for each page; stream: one stream on each "
          "connection")
      ->check(CLI::IsMember({"unary", "stream"}).description(""))
      ->type_name("unary|stream")
      ->default_str("unary");
  AddNumber("--connections", traffic.connections,
            "Connections to the server, shared out among the threads");
  AddNumber("--threads", traffic.threads,
            "Pairs of a sending and a receiving thread");
  AddNumber("--max-outstanding", traffic.max_outstanding,
            "Requests of an open loop that are under way at once; what is due "
            "beyond it waits, and is counted as late");
  AddLength("--timeout", traffic.timeout, "A call's deadline");
  AddLength("--warmup", options_.warmup, "The same load before, not counted");
}

void CommandLine::AddPages() {
  app_.add_option("--corpus", options_.corpus,
                  "Pages to ask for: .tsv (date, section, keywords), .jsonl "
                  "(DecideRequests), or protobuf with lengths; made up without "
                  "it")
      ->type_name("FILE");
  AddNumber("--pages", options_.pages.pages, "How many to make up");
  AddNumber("--slots", options_.pages.slots,
            "Slots of a page that is made up or from a .tsv");
  AddNumber("--seed", options_.pages.seed,
            "Of made-up pages and Poisson arrivals");
}

void CommandLine::AddReports() {
  AddNumber("--check-every", options_.traffic.check_every,
            "Look into every Nth answer; 1: into all");
  AddNumber("--max-errors", options_.max_errors,
            "Failed calls and wrong answers that still exit with 0")
      ->default_str("0");
  app_.add_option("--json", options_.json_path, "Write the report as JSON")
      ->type_name("FILE");
  app_.add_option("--svg", options_.svg_path, "Write it as a picture")
      ->type_name("FILE");
  app_.add_flag("--quiet", options_.quiet, "No progress line");
}

void CommandLine::CheckPairs() {
  const auto given = [this](const char* flag) { return app_.count(flag) > 0; };
  for (const auto& [flag, other] : kNeeds) {
    if (!given(flag) || given(other)) continue;
    faults_.push_back(
        {.field = flag, .description = Concat("goes only with ", other)});
  }
  for (const auto& [flag, other] : kExcludes) {
    if (!given(flag) || !given(other)) continue;
    faults_.push_back(
        {.field = flag, .description = Concat("does not go with ", other)});
  }
}

std::variant<Options, int> CommandLine::Parse(int argc, char** argv) {
  try {
    app_.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app_.exit(error) == 0 ? 0 : 2;
  }
  options_.mode = find_max_ ? LoadMode::kFindMax
                  : closed_ ? LoadMode::kClosed
                            : LoadMode::kOpen;
  options_.open.seed = options_.pages.seed;
  options_.find_max.first_rate = options_.open.rate;
  CheckPairs();
  const absl::Status valid = ToStatus(CheckOptions(options_, faults_));
  if (valid.ok()) return options_;
  const std::string message(ToStd(valid.message()));
  std::fprintf(stderr, "placard-load: %s\n", message.c_str());
  return 2;
}

}  // namespace

std::variant<Options, int> ParseFlags(int argc, char** argv) {
  return CommandLine().Parse(argc, argv);
}

}  // namespace placard
