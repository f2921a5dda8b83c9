// placardd's command line.
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "services/store/redis_address.h"

namespace placard {

struct Options {
  std::string listen = "127.0.0.1:7070";
  std::string data_dir;
  // None: a redis-server of our own, in the data directory.
  std::optional<RedisAddress> redis;
  bool insecure_listen = false;
  absl::Duration drain = absl::Milliseconds(500);
  bool restore_store = false;
  // Of page views' tokens. None: a key of our own.
  std::optional<std::string> token_key_file;
};

// What to do with a command line: serve, or say something and end.
struct CommandLine {
  std::optional<Options> options;
  // Without options:
  int exit_code = 0;
  std::string text;  // for standard output when exit_code is 0
};

// Thread safety: reads the environment ($XDG_DATA_HOME and $HOME give the
// default data directory).
CommandLine ParseCommandLine(int argc, const char* const* argv);

}  // namespace placard
