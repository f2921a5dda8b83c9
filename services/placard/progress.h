// How far a command is, for whoever watches it.
//
// Thread safety: thread-compatible.
#pragma once

#include <cstddef>
#include <ostream>

#include "absl/time/time.h"
#include "services/placard/terminal.h"

namespace placard {

// "1200 of 100000" on `terminal.err`, over and over in one line, once it has
// taken more than a moment.
class Progress {
 public:
  Progress(size_t all, Terminal& terminal)
      : all_(all), terminal_(terminal), start_(terminal.clock.Monotonic()) {}

  void Show(size_t done) {
    constexpr absl::Duration kMoment = absl::Seconds(1);
    constexpr size_t kEvery = 100;
    if (!terminal_.shows_progress || done % kEvery != 0) return;
    if (terminal_.clock.Monotonic() - start_ <= kMoment) return;
    terminal_.err << '\r' << done << " of " << all_ << std::flush;
    is_line_open_ = true;
  }

  // Before anything else is said there.
  void EndLine() {
    if (is_line_open_) terminal_.err << '\n';
    is_line_open_ = false;
  }

 private:
  const size_t all_;
  Terminal& terminal_;
  const absl::Duration start_;
  bool is_line_open_ = false;
};

}  // namespace placard
