#include "bench/load/options.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <initializer_list>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "bench/load/address.h"
#include "bench/load/format.h"
#include "engine/base/limits.h"

namespace placard {
namespace {

using std::chrono::nanoseconds;

// As a flag takes it: "10m", "1.5ms".
std::string LengthText(nanoseconds length) {
  return absl::FormatDuration(absl::FromChrono(length));
}

class Checker {
 public:
  explicit Checker(FieldViolations known) : violations_(std::move(known)) {}

  void Range(const char* flag, uint64_t value, uint64_t least, uint64_t most) {
    if (value >= least && value <= most) return;
    Add(flag, Concat("must be ", least, " to ", WithCommas(most), ", is ",
                     WithCommas(value)));
  }

  // Zero is what stands where nothing was given.
  void Rate(const char* flag, double value) {
    if (value > 0 && value <= kMostRate) return;
    AddAboveZero(
        flag, Concat(WithCommas(static_cast<uint64_t>(kMostRate)), " a second"),
        value == 0 ? "" : Concat(value));
  }
  void Length(const char* flag, nanoseconds value) {
    if (value > nanoseconds(0) && value <= kLongestLoad) return;
    AddAboveZero(flag, LengthText(kLongestLoad),
                 value == nanoseconds(0) ? "" : LengthText(value));
  }

  // What takes too long, although none of its parts does.
  void Total(const char* flag, const std::string& what, nanoseconds total) {
    if (total <= kLongestLoad) return;
    Add(flag, Concat(what, " take ", LengthText(total),
                     " in all, must take at most ", LengthText(kLongestLoad)));
  }

  // That a file cannot be written is better known before a load than after it.
  // What it holds stays until there is something else to write.
  void File(const char* flag, const std::string& path) {
    if (path.empty()) return;
    std::error_code none;
    if (std::filesystem::is_directory(path, none)) {
      return Add(flag, Concat(path, " is a folder, not a file"));
    }
    std::string asked = path;
    if (!std::filesystem::exists(path, none)) {
      asked = std::filesystem::path(path).parent_path() / ".";
    }
    if (access(asked.c_str(), W_OK) == 0) return;
    Add(flag, Concat("cannot write ", path, ": ", std::strerror(errno)));
  }

  void Address(const char* flag, std::string_view address) {
    const absl::Status status = CheckLoopback(address);
    if (!status.ok()) Add(flag, std::string(ToStd(status.message())));
  }

  // Whether something is wrong with one of them.
  bool AnyOf(std::initializer_list<std::string_view> flags) const {
    return std::any_of(
        violations_.begin(), violations_.end(), [&](const auto& violation) {
          return std::find(flags.begin(), flags.end(), violation.field) !=
                 flags.end();
        });
  }

  void Add(const char* flag, std::string description) {
    if (AnyOf({flag})) return;
    violations_.push_back(
        {.field = flag, .description = std::move(description)});
  }

  FieldViolations Take() { return std::move(violations_); }

 private:
  // `value` is empty when there is none.
  void AddAboveZero(const char* flag, const std::string& most,
                    const std::string& value) {
    Add(flag,
        value.empty()
            ? Concat("must be given, above 0 and at most ", most)
            : Concat("must be above 0 and at most ", most, ", is ", value));
  }

  FieldViolations violations_;
};

void CheckFindMax(const Options& options, Checker& check) {
  const FindMaxBounds& bounds = options.find_max;
  check.Length("--p99", bounds.p99);
  check.Rate("--rate", bounds.first_rate);
  check.Rate("--max-rate", bounds.most_rate);
  check.Length("--duration", options.open.duration);
  check.Range("--steps", bounds.most_steps, 1, 100);
  if (bounds.most_rate < bounds.first_rate) {
    check.Add("--max-rate", "must not be below --rate, the first to be tried");
  }
  if (!check.AnyOf({"--steps", "--duration", "--warmup"})) {
    check.Total("--steps",
                Concat(bounds.most_steps, " times --duration and --warmup"),
                (options.open.duration + options.warmup) * bounds.most_steps);
  }
  if (!options.against.empty()) {
    check.Add("--against", "does not go with --find-max");
  }
}

// Both servers are warmed up once.
void CheckRounds(const Options& options, Checker& check) {
  check.Range("--rounds", static_cast<uint64_t>(options.rounds), 1, 20);
  if (options.against.empty() || options.mode != LoadMode::kOpen ||
      check.AnyOf({"--rounds", "--duration", "--warmup"})) {
    return;
  }
  check.Total("--rounds",
              Concat(options.rounds,
                     " times --duration after a --warmup, of two servers,"),
              2 * (options.warmup + options.open.duration * options.rounds));
}

void CheckMode(const Options& options, Checker& check) {
  switch (options.mode) {
    case LoadMode::kOpen:
      check.Rate("--rate", options.open.rate);
      check.Length("--duration", options.open.duration);
      return;
    case LoadMode::kClosed:
      if (options.closed.requests == 0) {
        check.Add("--requests",
                  Concat("must be given, at most ", WithCommas(kMostRequests)));
      }
      check.Range("--requests", options.closed.requests, 1, kMostRequests);
      check.Range("--outstanding", options.closed.outstanding, 1,
                  kMostOutstanding);
      if (options.closed.outstanding < options.traffic.connections) {
        check.Add("--outstanding", "must be at least one for each connection");
      }
      return;
    case LoadMode::kFindMax:
      CheckFindMax(options, check);
      return;
  }
}

}  // namespace

FieldViolations CheckOptions(const Options& options, FieldViolations known) {
  Checker check(std::move(known));
  const Traffic& traffic = options.traffic;
  check.Address("--target", traffic.target);
  if (!options.against.empty()) check.Address("--against", options.against);
  if (options.warmup < nanoseconds(0) || options.warmup > kLongestLoad) {
    check.Add("--warmup", Concat("must be at least 0 and at most ",
                                 LengthText(kLongestLoad), ", is ",
                                 LengthText(options.warmup)));
  }
  CheckMode(options, check);
  CheckRounds(options, check);
  check.Range("--connections", traffic.connections, 1, kMostConnections);
  check.Range("--threads", traffic.threads, 1, kMostThreads);
  if (traffic.connections < traffic.threads) {
    check.Add("--connections", "must be at least one for each thread");
  }
  check.Range("--max-outstanding", traffic.max_outstanding, 1,
              kMostOutstanding);
  if (traffic.max_outstanding < traffic.connections) {
    check.Add("--max-outstanding", "must be at least one for each connection");
  }
  check.Length("--timeout", traffic.timeout);
  check.Range("--check-every", traffic.check_every, 1, kMostRequests);
  check.Range("--pages", options.pages.pages, 1, kMostPages);
  check.Range("--slots", options.pages.slots, 1, limits::kSlots);
  check.File("--json", options.json_path);
  check.File("--svg", options.svg_path);
  return check.Take();
}

}  // namespace placard
