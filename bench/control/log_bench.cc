// Lines of the log, to a sink that counts them and drops them.
#include <memory>
#include <mutex>

#include "bench/control/benchmarks.h"
#include "bench/control/timed.h"
#include "engine/base/clock.h"
#include "engine/base/status.h"
#include "services/log/log.h"
#include "spdlog/sinks/base_sink.h"

namespace placard {
namespace {

class CountingSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  size_t lines() const { return lines_; }

 private:
  void sink_it_(const spdlog::details::log_msg& line) override {
    spdlog::memory_buf_t text;
    formatter_->format(line, text);
    lines_ += text.size() > 0 ? 1 : 0;
  }
  void flush_() override {}

  size_t lines_ = 0;
};

void Nothing(benchmark::State& state, Summary& summary) {
  TimeEach(state, summary,
           {.id = "control/nothing", .what = "the harness's own cost"},
           [](size_t) { return true; });
}

// Each message is another one, so that none is cut.
void Lines(benchmark::State& state, Summary& summary) {
  const SystemClock clock;
  const auto sink = std::make_shared<CountingSink>();
  Log log(clock, sink);
  size_t said = 0;
  TimeEach(state, summary,
           {.id = "control/log/line", .what = "one line with two fields"},
           [&](size_t number) {
             ++said;
             log.Info(Concat("catalogue ", number),
                      {{"revision", "12345"}, {"from", "the store"}});
             return sink->lines() == said;
           });
}

void Flood(benchmark::State& state, Summary& summary) {
  const SystemClock clock;
  const auto sink = std::make_shared<CountingSink>();
  Log log(clock, sink);
  TimeEach(state, summary,
           {.id = "control/log/flood",
            .what = "one message of many that are the same and left out"},
           [&](size_t) {
             log.Info("token refused", {{"reason", "too old"}});
             // Of two minutes, if it was about to end.
             return sink->lines() <= 2 * size_t{kLinesPerMinute};
           });
}

void Register(const char* name, void (*run)(benchmark::State&, Summary&),
              Summary& summary) {
  benchmark::RegisterBenchmark(
      name, [run, &summary](benchmark::State& state) { run(state, summary); })
      ->Unit(benchmark::kMicrosecond)
      ->UseManualTime()
      ->Iterations(10'000);
}

}  // namespace

void RegisterLog(Summary& summary) {
  Register("Nothing", Nothing, summary);
  Register("LogLine", Lines, summary);
  Register("LogFlood", Flood, summary);
}

}  // namespace placard
