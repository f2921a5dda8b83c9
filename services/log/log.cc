#include "services/log/log.h"

#include <memory>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "engine/base/status.h"
#include "spdlog/sinks/stdout_sinks.h"

namespace placard {
namespace {

// Bounds the rate table against messages that are not fixed texts after all.
constexpr size_t kMessages = 1000;

bool NeedsQuotes(std::string_view value) {
  if (value.empty()) return true;
  for (unsigned char c : value) {
    if (c <= ' ' || c == '"' || c == '\\' || c == '=' || c >= 0x7f) return true;
  }
  return false;
}

std::string Quote(std::string_view value) {
  std::string out = "\"";
  for (unsigned char c : value) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c < ' ' || c >= 0x7f) {
      out += absl::StrFormat("\\x%02x", c);
    } else {
      out += static_cast<char>(c);
    }
  }
  return out + '"';
}

}  // namespace

std::string LogfmtField(std::string_view key, std::string_view value) {
  return Concat(key, "=", NeedsQuotes(value) ? Quote(value) : value);
}

Log::Log(const Clock& clock)
    : Log(clock, std::make_shared<spdlog::sinks::stderr_sink_mt>()) {}

Log::Log(const Clock& clock, spdlog::sink_ptr sink)
    : clock_(clock), logger_("placard", std::move(sink)) {
  logger_.set_pattern("%v");
  logger_.flush_on(spdlog::level::trace);
}

void Log::Info(std::string_view message, LogFields fields) {
  Write(spdlog::level::info, "info", message, fields);
}
void Log::Warning(std::string_view message, LogFields fields) {
  Write(spdlog::level::warn, "warning", message, fields);
}
void Log::Error(std::string_view message, LogFields fields) {
  Write(spdlog::level::err, "error", message, fields);
}

int64_t Log::Admit(std::string_view message) {
  const absl::Duration now = clock_.Monotonic();
  const std::lock_guard lock(mu_);
  auto it = rates_.find(message);
  if (it == rates_.end()) {
    if (rates_.size() >= kMessages) return 0;
    it = rates_.emplace(message, Rate{.since = now}).first;
  }
  Rate& rate = it->second;
  if (now - rate.since >= absl::Minutes(1)) {
    const int64_t suppressed = rate.suppressed;
    rate = {.since = now, .lines = 1};
    return suppressed;
  }
  if (rate.lines < kLinesPerMinute) {
    ++rate.lines;
    return 0;
  }
  ++rate.suppressed;
  return -1;
}

void Log::Write(spdlog::level::level_enum level, std::string_view name,
                std::string_view message, LogFields fields) {
  const int64_t suppressed = Admit(message);
  if (suppressed < 0) return;
  std::string line = Concat("time=",
                            absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ",
                                             clock_.Now(), absl::UTCTimeZone()),
                            " level=", name, " ", LogfmtField("msg", message));
  for (const LogField& field : fields) {
    line += Concat(" ", LogfmtField(field.key, field.value));
  }
  if (suppressed > 0) line += Concat(" suppressed=", suppressed);
  logger_.log(level, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace placard
