#include "bench/codec/counters_bench.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bench/engine/latency.h"
#include "benchmark/benchmark.h"
#include "engine/base/check.h"
#include "engine/base/clock.h"
#include "engine/base/status.h"
#include "placard/v1/decision.pb.h"
#include "services/codec/timestamp.h"
#include "services/decision/page_decider.h"
#include "services/diagnosis/diagnosis.h"
#include "services/rpc/wire.h"
#include "services/token/token_keys.h"

namespace placard {
namespace {

constexpr size_t kWarmUp = 1000;
constexpr double kMostRatio = 1.1;
// The ratio is the median of those of so many pages each, so that what else the
// machine does in some of them does not count.
constexpr int64_t kPagesOfARatio = 4000;

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle =
      values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// The wall clock stands at an instant of the workload, whose flights are on;
// decisions as of any other instant are not counted.
class WorkloadClock final : public Clock {
 public:
  explicit WorkloadClock(absl::Time now) : now_(now) {}
  absl::Time Now() const override { return now_; }
  absl::Duration Monotonic() const override { return real_.Monotonic(); }

 private:
  const absl::Time now_;
  const SystemClock real_;
};

struct Pages {
  std::vector<std::string> pages;  // for now
  absl::Time now;
};

Pages PagesForNow(const PageSize& size) {
  Pages made;
  for (const grpc::ByteBuffer& bytes : SamplePages(size)) {
    v1::DecideRequest request;
    PLACARD_CHECK(ParseMessage(bytes, request).ok());
    if (made.pages.empty()) made.now = ToTime(request.at());
    request.clear_at();
    made.pages.push_back(request.SerializeAsString());
  }
  return made;
}

class Sides {
 public:
  explicit Sides(const PageSize& size) : pages_(PagesForNow(size)) {}

  void Next() { at_ = (at_ + 1) % pages_.pages.size(); }
  void Plain() { Answer(plain_); }
  void Counting() { Answer(counting_); }
  bool right() const { return right_; }

  DeliveryCounts counts() { return diagnosis_.recorder().CountsOf("none"); }

 private:
  void Answer(PageDecider& decider) {
    std::string_view answer;
    right_ &= decider
                  .Decide({.peer = [] { return std::string("unix:"); }},
                          pages_.pages[at_], answer)
                  .ok();
  }

  const Pages pages_;
  const WorkloadClock clock_{pages_.now};
  SeedSource seeds_{1};
  DecisionCounters counters_;
  Diagnosis diagnosis_{clock_};
  const Folding folding_{diagnosis_.recorder()};
  const std::shared_ptr<const TokenKeys> keys_ =
      std::make_shared<const TokenKeys>(TokenKeys{RandomTokenKey()});
  PageDecider plain_{SampleCatalog(), clock_, seeds_, counters_, keys_};
  PageDecider counting_{SampleCatalog(), clock_, seeds_,
                        counters_,       keys_,  &diagnosis_};
  size_t at_ = 0;
  bool right_ = true;
};

void Measure(benchmark::State& state, const PageSize& size, Summary& summary) {
  Sides sides(size);
  for (size_t i = 0; i < kWarmUp; ++i) {
    sides.Next();
    sides.Plain();
    sides.Counting();
  }
  std::vector<double> ratios;
  std::vector<double> p99;
  std::vector<double> p50_more;
  Latency plain(kPagesOfARatio);
  Latency counting(kPagesOfARatio);
  bool plain_first = false;
  for (auto _ : state) {
    sides.Next();
    plain_first = !plain_first;  // who comes second finds the page warm
    if (plain_first) plain.Time([&] { sides.Plain(); });
    state.SetIterationTime(counting.Time([&] { sides.Counting(); }));
    if (!plain_first) plain.Time([&] { sides.Plain(); });
    if (static_cast<int64_t>(plain.calls()) < kPagesOfARatio) continue;
    p99.push_back(counting.Quantile(0.99));
    ratios.push_back(p99.back() / plain.Quantile(0.99));
    p50_more.push_back(counting.Quantile(0.5) - plain.Quantile(0.5));
    plain = Latency(kPagesOfARatio);
    counting = Latency(kPagesOfARatio);
  }
  if (!sides.right()) return state.SkipWithError("a page was refused");
  const DeliveryCounts counts = sides.counts();
  if (counts.pages[kWindows - 1] == 0) {
    return state.SkipWithError("nothing counted");
  }
  const std::string id = Concat("counters/", size.slots, " slots/");
  const double ratio = Median(ratios);
  state.counters["p99_us"] = Median(p99);
  state.counters["p99_ratio"] = ratio;
  state.counters["p50_more_us"] = Median(p50_more);
  state.counters["dropped"] = static_cast<double>(counts.dropped);
  summary.Add({.id = id + "p99",
               .what = "an answer that is counted",
               .value = Median(p99),
               .unit = "us"});
  summary.Add({.id = id + "p99 ratio",
               .what = "the same against one that is not",
               .value = ratio,
               .unit = "",
               .bound = kMostRatio});
  summary.Add({.id = id + "dropped",
               .what = "pages that came too fast to be counted",
               .value = static_cast<double>(counts.dropped),
               .unit = "",
               .bound = 0});
}

}  // namespace

void RegisterCounters(const PageSize& size, Summary& summary) {
  benchmark::RegisterBenchmark("Counters",
                               [size, &summary](benchmark::State& state) {
                                 Measure(state, size, summary);
                               })
      ->ArgName("slots")
      ->Arg(static_cast<int64_t>(size.slots))
      ->Unit(benchmark::kMicrosecond)
      ->UseManualTime()
      ->MinTime(2);
}

}  // namespace placard
