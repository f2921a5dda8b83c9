// How long calls take, one by one: a mean hides what one page in a hundred
// waits for.
//
//   Latency latency(state.max_iterations);
//   latency.Time([&] { ... });
//   latency.Quantile(0.99)
//
// Thread safety: thread-compatible.
// Cost: two readings of the clock a call, whose own time is taken off; a call
// that is interrupted counts with the interruption.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace placard {

class Latency {
 public:
  // Timing at most `calls` calls allocates nothing more, so that what they
  // allocate themselves can be counted.
  explicit Latency(int64_t calls) : clock_nanos_(ClockNanos()) {
    calls_.reserve(static_cast<size_t>(calls));
  }

  // Runs f() and returns how many seconds it took.
  template <typename F>
  double Time(F&& f) {
    const auto begin = std::chrono::steady_clock::now();
    f();
    const auto end = std::chrono::steady_clock::now();
    const double ns =
        std::chrono::duration<double, std::nano>(end - begin).count();
    calls_.push_back(static_cast<float>(std::max(0.0, ns - clock_nanos_)));
    return ns * 1e-9;
  }

  size_t calls() const { return calls_.size(); }

  // In seconds; 0 when nothing was timed.
  double Mean() const {
    double sum = 0;
    for (const float ns : calls_) sum += ns;
    return calls_.empty() ? 0 : sum * 1e-9 / static_cast<double>(calls_.size());
  }

  // In microseconds; 0 when nothing was timed.
  double Quantile(double part) {
    if (calls_.empty()) return 0;
    const auto rank =
        static_cast<size_t>(part * static_cast<double>(calls_.size() - 1));
    std::nth_element(calls_.begin(),
                     calls_.begin() + static_cast<std::ptrdiff_t>(rank),
                     calls_.end());
    return calls_[rank] * 1e-3;
  }

 private:
  // What timing nothing shows.
  static double ClockNanos() {
    std::vector<double> pairs(1001);
    for (double& pair : pairs) {
      const auto begin = std::chrono::steady_clock::now();
      const auto end = std::chrono::steady_clock::now();
      pair = std::chrono::duration<double, std::nano>(end - begin).count();
    }
    std::nth_element(pairs.begin(), pairs.begin() + 500, pairs.end());
    return pairs[500];
  }

  double clock_nanos_;
  std::vector<float> calls_;  // in nanoseconds
};

// How many pages f(page) does in most of a second, `most` at most:
// what takes milliseconds a page would otherwise take minutes. Runs it on a
// few.
template <typename F>
size_t AffordablePages(size_t most, F&& f) {
  constexpr size_t kTried = 5;
  constexpr size_t kFewest = 50;
  Latency latency(kTried);
  for (size_t page = 0; page < kTried; ++page) latency.Time([&] { f(page); });
  const double pages = 0.7 / std::max(latency.Mean(), 1e-9);
  return std::clamp(static_cast<size_t>(std::min(pages, 1e9)),
                    std::min(kFewest, most), most);
}

}  // namespace placard
