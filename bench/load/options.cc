#include "bench/load/options.h"

#include "absl/status/status.h"
#include "bench/load/address.h"
#include "bench/load/format.h"
#include "engine/base/limits.h"

namespace placard {
namespace {

using std::chrono::nanoseconds;

class Checker {
 public:
  void Range(const char* flag, uint64_t value, uint64_t least, uint64_t most) {
    if (value >= least && value <= most) return;
    Add(flag, Concat("must be ", least, " to ", WithCommas(most), ", is ",
                     WithCommas(value)));
  }

  // Zero is what stands where nothing was given.
  void Rate(const char* flag, double value) {
    if (value > 0 && value <= kMostRate) return;
    Add(flag, Concat("must be given, above 0 and at most ",
                     WithCommas(static_cast<uint64_t>(kMostRate)),
                     " a second, is ", value));
  }
  void Length(const char* flag, nanoseconds value) {
    if (value > nanoseconds(0) && value <= kLongestLoad) return;
    Add(flag,
        Concat("must be given, above 0 and at most ",
               ShortDuration(kLongestLoad), ", is ", ShortDuration(value)));
  }

  void Address(const char* flag, std::string_view address) {
    const absl::Status status = CheckLoopback(address);
    if (!status.ok()) Add(flag, std::string(ToStd(status.message())));
  }

  void Add(const char* flag, std::string description) {
    violations_.push_back(
        {.field = flag, .description = std::move(description)});
  }

  FieldViolations Take() { return std::move(violations_); }

 private:
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
  const auto longest = (options.open.duration + options.warmup) *
                       static_cast<int64_t>(bounds.most_steps);
  if (longest > kLongestLoad) {
    check.Add("--steps", Concat("so many times --duration and --warmup must be "
                                "at most ",
                                ShortDuration(kLongestLoad), ", is ",
                                ShortDuration(longest)));
  }
  if (!options.against.empty()) {
    check.Add("--against", "does not go with --find-max");
  }
}

void CheckMode(const Options& options, Checker& check) {
  switch (options.mode) {
    case LoadMode::kOpen:
      check.Rate("--rate", options.open.rate);
      check.Length("--duration", options.open.duration);
      return;
    case LoadMode::kClosed:
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

FieldViolations CheckOptions(const Options& options) {
  Checker check;
  const Traffic& traffic = options.traffic;
  check.Address("--target", traffic.target);
  if (!options.against.empty()) check.Address("--against", options.against);
  CheckMode(options, check);
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
  check.Range("--rounds", options.rounds, 1, 20);
  if (options.warmup > kLongestLoad) {
    check.Add("--warmup",
              Concat("must be at most ", ShortDuration(kLongestLoad)));
  }
  check.Range("--pages", options.pages.pages, 1, kMostPages);
  check.Range("--slots", options.pages.slots, 1, limits::kSlots);
  return check.Take();
}

}  // namespace placard
