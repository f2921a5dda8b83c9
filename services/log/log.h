// The server's log: one line an event, in logfmt.
//
//   log.Error("catalogue held", {{"reason", "meta is absent"}});
//   time=2026-03-01T12:00:00.123Z level=error msg="catalogue held"
//       reason="meta is absent"
//
// A message is a fixed text that says what happened; what differs from case to
// case goes into fields. That is also how a flood is stopped: of one message at
// most kLinesPerMinute lines are written a minute, and the first line of a
// later minute says how many were not ("suppressed").
//
// Thread safety: thread-safe.
// Lifetime: `clock` must outlive it.
// Cost: formats and writes a line under no lock of ours but the rate table's;
// may block on the sink. Never for the decision path.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "engine/base/clock.h"
#include "spdlog/logger.h"

namespace placard {

struct LogField {
  std::string_view key;
  std::string value;
};

using LogFields = std::initializer_list<LogField>;

// Lines of one message a minute: enough to see a burst, too few to fill a disk.
inline constexpr int64_t kLinesPerMinute = 10;

class Log {
 public:
  // To standard error unless another sink is given.
  explicit Log(const Clock& clock);
  Log(const Clock& clock, spdlog::sink_ptr sink);

  void Info(std::string_view message, LogFields fields = {});
  void Warning(std::string_view message, LogFields fields = {});
  void Error(std::string_view message, LogFields fields = {});

 private:
  struct Rate {
    absl::Duration since;
    int64_t lines = 0;
    int64_t suppressed = 0;
  };

  // How many lines of it were left out before this one; -1: leave this one out
  // as well.
  int64_t Admit(std::string_view message);
  void Write(spdlog::level::level_enum level, std::string_view name,
             std::string_view message, LogFields fields);

  const Clock& clock_;
  spdlog::logger logger_;  // thread-safe

  std::mutex mu_;
  std::map<std::string, Rate, std::less<>> rates_;  // guarded by mu_
};

// "key=value", the value quoted and escaped where it must be: control
// characters, quotes and backslashes never reach the log raw.
std::string LogfmtField(std::string_view key, std::string_view value);

}  // namespace placard
