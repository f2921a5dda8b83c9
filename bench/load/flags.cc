#include "bench/load/flags.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <map>
#include <string>

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

// A length of time, as absl reads it: "10s", "1.5ms", "500us".
template <typename Duration>
CLI::Option* AddDuration(CLI::App& app, const std::string& name, Duration& out,
                         const std::string& about) {
  const auto parse = [name, &out](const std::string& text) {
    absl::Duration duration;
    if (!absl::ParseDuration(text, &duration)) {
      throw CLI::ValidationError(
          name, Concat("expected a length of time such as 10s or 500us, got \"",
                       text, "\""));
    }
    out = std::chrono::duration_cast<Duration>(
        absl::ToChronoNanoseconds(duration));
  };
  return app.add_option_function<std::string>(name, parse, about)
      ->type_name("TIME");
}

void AddLoads(CLI::App& app, Options& options, bool& closed, bool& find_max) {
  app.add_option("--rate", options.open.rate,
                 "Requests a second; of a search, the first rate tried")
      ->type_name("R");
  AddDuration(app, "--duration", options.open.duration,
              "How long; of a search, each rate. At most 10m");
  app.add_flag_callback(
      "--poisson", [&] { options.open.arrivals = Arrivals::kPoisson; },
      "Independent arrivals, not equal distances");
  app.add_flag("--closed", closed, "Closed loop");
  app.add_option("--requests", options.closed.requests,
                 "Requests of a closed loop")
      ->type_name("M");
  app.add_option("--outstanding", options.closed.outstanding,
                 "Requests of a closed loop that are under way at once")
      ->type_name("N")
      ->capture_default_str();
  app.add_flag("--find-max", find_max, "Search the highest rate");
  AddDuration(app, "--p99", options.find_max.p99,
              "The bound of a search on the 99th percentile");
  app.add_option("--max-rate", options.find_max.most_rate,
                 "The highest rate that a search tries")
      ->type_name("R");
  app.add_option("--steps", options.find_max.most_steps,
                 "How many rates a search tries at most")
      ->capture_default_str();
}

void AddTraffic(CLI::App& app, Options& options) {
  static const std::map<std::string, Method> kMethods = {
      {"unary", Method::kUnary}, {"stream", Method::kStream}};
  Traffic& traffic = options.traffic;
  app.add_option("--target", traffic.target,
                 "The server: unix:PATH, 127.0.0.1:PORT or [::1]:PORT")
      ->type_name("ADDRESS")
      ->required();
  app.add_option("--against", options.against,
                 "Another server, such as placard-twin, that gets the same "
                 "load in turns; ratios are told")
      ->type_name("ADDRESS");
  app.add_option("--rounds", options.rounds, "Turns of each, with --against")
      ->capture_default_str();
  app.add_option("--method", traffic.method,
                 "unary: a call for each page; stream: one stream on each "
                 "connection")
      ->transform(CLI::CheckedTransformer(kMethods).description(""))
      ->type_name("unary|stream");
  app.add_option("--connections", traffic.connections)->capture_default_str();
  app.add_option("--threads", traffic.threads,
                 "Pairs of a sending and a receiving thread")
      ->capture_default_str();
  app.add_option("--max-outstanding", traffic.max_outstanding,
                 "Requests of an open loop that are under way at once; what is "
                 "due beyond it waits, and is counted as late")
      ->capture_default_str();
  AddDuration(app, "--timeout", traffic.timeout,
              "A call's deadline (default 5s)");
  AddDuration(app, "--warmup", options.warmup,
              "The same load before, not counted (default 1s)");
}

void AddPages(CLI::App& app, Options& options) {
  app.add_option("--corpus", options.corpus,
                 "Pages to ask for: .tsv (date, section, keywords), .jsonl "
                 "(DecideRequests), or protobuf with lengths; made up without "
                 "it")
      ->type_name("FILE");
  app.add_option("--pages", options.pages.pages, "How many to make up")
      ->capture_default_str();
  app.add_option("--slots", options.pages.slots,
                 "Slots of a page that is made up or from a .tsv")
      ->capture_default_str();
  app.add_option("--seed", options.pages.seed,
                 "Of made-up pages and Poisson arrivals")
      ->capture_default_str();
}

void AddReports(CLI::App& app, Options& options) {
  app.add_option("--check-every", options.traffic.check_every,
                 "Look into every Nth answer; 1: into all")
      ->type_name("N")
      ->capture_default_str();
  app.add_option("--max-errors", options.max_errors,
                 "Failed calls and wrong answers that still exit with 0")
      ->capture_default_str();
  app.add_option("--json", options.json_path, "Write the report as JSON")
      ->type_name("FILE");
  app.add_option("--svg", options.svg_path, "Write it as a picture")
      ->type_name("FILE");
  app.add_flag("--quiet", options.quiet, "No progress line");
}

}  // namespace

std::variant<Options, int> ParseFlags(int argc, char** argv) {
  CLI::App app(kAbout, "placard-load");
  Options options;
  options.warmup = std::chrono::seconds(1);
  options.closed.outstanding = 64;
  options.closed.at_most = kLongestLoad;
  bool closed = false;
  bool find_max = false;
  AddLoads(app, options, closed, find_max);
  AddTraffic(app, options);
  AddPages(app, options);
  AddReports(app, options);
  try {
    app.parse(argc, argv);
    if (closed && find_max) {
      throw CLI::ValidationError("--closed", "does not go with --find-max");
    }
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  options.mode = closed     ? LoadMode::kClosed
                 : find_max ? LoadMode::kFindMax
                            : LoadMode::kOpen;
  options.open.seed = options.pages.seed;
  options.find_max.first_rate = options.open.rate;
  return options;
}

}  // namespace placard
