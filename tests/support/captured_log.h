// A log that a test can read, and wait for.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/clock.h"
#include "services/log/log.h"
#include "spdlog/sinks/base_sink.h"

namespace placard {

// Thread safety: thread-safe.
class CapturedLog {
 public:
  explicit CapturedLog(const Clock& clock)
      : sink_(std::make_shared<Sink>()), log_(clock, sink_) {}

  Log& log() { return log_; }

  std::vector<std::string> lines() const {
    const std::lock_guard lock(sink_->mu);
    return sink_->lines;
  }

  // How many lines hold `text`.
  size_t Count(std::string_view text) const {
    const std::lock_guard lock(sink_->mu);
    return sink_->Count(text);
  }

  // Until `count` lines hold `text`; false after ten seconds without.
  bool Await(std::string_view text, size_t count = 1) const {
    std::unique_lock lock(sink_->mu);
    return sink_->added.wait_for(lock, std::chrono::seconds(10),
                                 [&] { return sink_->Count(text) >= count; });
  }

 private:
  struct Sink final : spdlog::sinks::base_sink<spdlog::details::null_mutex> {
    size_t Count(std::string_view text) const {
      size_t count = 0;
      for (const std::string& line : lines)
        count += line.find(text) != line.npos;
      return count;
    }
    void sink_it_(const spdlog::details::log_msg& message) override {
      {
        const std::lock_guard lock(mu);
        lines.emplace_back(message.payload.data(), message.payload.size());
      }
      added.notify_all();
    }
    void flush_() override {}

    mutable std::mutex mu;
    std::condition_variable added;
    std::vector<std::string> lines;  // guarded by mu
  };

  const std::shared_ptr<Sink> sink_;
  Log log_;
};

}  // namespace placard
