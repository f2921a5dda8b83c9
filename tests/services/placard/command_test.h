// Runs whole command lines against a fake server.
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include "engine/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/placard/command_line.h"
#include "tests/services/placard/fake_server.h"

namespace placard {

// Stands still at 2026-03-01, but for one second that passes between two
// readings of the monotonic clock; `on_reading` is told of each.
class SteppingClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::FromUnixSeconds(1772323200); }
  absl::Duration Monotonic() const override {
    if (on_reading) on_reading(++readings_);
    return absl::Seconds(readings_);
  }

  std::function<void(int)> on_reading;

 private:
  mutable int readings_ = 0;
};

struct Ran {
  int code = 0;
  std::string out;
  std::string err;
};

class CommandTest : public ::testing::Test {
 protected:
  CommandTest() {
    std::string pattern = ::testing::TempDir() + "placard-XXXXXX";
    directory_ = mkdtemp(pattern.data());
  }
  ~CommandTest() override { std::filesystem::remove_all(directory_); }

  // Colour is on, as on a terminal, only where a test asks for it.
  Ran Run(std::vector<std::string> arguments, const std::string& input = "",
          bool is_colourful = false) {
    if (sends_server_) {
      arguments.insert(arguments.end(), {"--server", server_.address()});
    }
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    Terminal terminal{.in = in,
                      .out = out,
                      .err = err,
                      .clock = clock_,
                      .is_colourful = is_colourful};
    const int code = RunCommandLine(arguments, terminal);
    return {code, out.str(), err.str()};
  }

  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = directory_ + "/" + name;
    std::filesystem::create_directories(
        std::filesystem::path(path).parent_path());
    std::ofstream(path) << text;
    return path;
  }

  FakeServer::State& state() { return server_.state(); }

  FakeServer server_;
  SteppingClock clock_;
  std::string directory_;
  bool sends_server_ = true;
};

}  // namespace placard
