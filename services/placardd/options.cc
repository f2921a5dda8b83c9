#include "services/placardd/options.h"

#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "CLI/CLI.hpp"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "engine/base/status.h"
#include "services/rpc/peer.h"

namespace placard {
namespace {

constexpr const char* kAbout =
    "Serves placard.v1.DecisionService, CampaignService and ReportService.";
constexpr const char* kFooter =
    "\nSIGTERM and SIGINT stop it in peace; a second one at once.\n"
    "Exit status: 0 stopped, 1 could not serve, 2 wrong usage.";
constexpr absl::Duration kMaxDrain = absl::Minutes(5);

// The words of the command line, before they are looked at.
struct Words {
  std::string listen = "127.0.0.1:7070";
  std::string data_dir;
  std::string redis;
  std::string drain = "500ms";
  bool insecure_listen = false;
  bool restore_store = false;
  std::optional<std::string> token_key_file;
};

// Empty when neither variable is set.
std::string DefaultDataDir() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  const std::string data_home = variable("XDG_DATA_HOME");
  if (data_home.starts_with('/')) return data_home + "/placard";
  const std::string home = variable("HOME");
  return home.empty() ? "" : home + "/.local/share/placard";
}

void Describe(CLI::App& app, Words& words) {
  app.set_version_flag("--version", "placardd " PLACARD_VERSION);
  app.footer(kFooter);
  app.add_option("--listen", words.listen,
                 "HOST:PORT or unix:PATH; port 0 picks a free one")
      ->type_name("ADDRESS")
      ->capture_default_str();
  app.add_option("--data-dir", words.data_dir,
                 "what must survive: the local copy, and Redis' files unless "
                 "--redis is given")
      ->type_name("DIR")
      ->default_str("$XDG_DATA_HOME/placard or ~/.local/share/placard");
  app.add_option("--redis", words.redis,
                 "unix:PATH or HOST:PORT of a Redis to use; without it "
                 "placardd runs its own redis-server")
      ->type_name("ADDRESS");
  app.add_option("--drain", words.drain,
                 "how long to go on serving after a stop was asked for, so "
                 "that clients who watch the health turn away")
      ->type_name("DURATION")
      ->capture_default_str();
  app.add_flag("--insecure-listen", words.insecure_listen,
               "listen beyond this machine although nothing is encrypted and "
               "nobody is asked who he is");
  app.add_flag("--restore-store", words.restore_store,
               "begin a store that has lost its data anew, from the local "
               "copy, before serving");
  app.add_option("--token-key-file", words.token_key_file,
                 "keys of page views' tokens, which servers of one site share: "
                 "lines ID:HEX of 32 to 64 bytes, the first signs, all verify; "
                 "without it a key is made and kept in the data directory, or, "
                 "with --redis, holds until the server stops")
      ->type_name("FILE");
}

absl::Status CheckListen(const Words& words) {
  if (words.listen.starts_with("unix:")) return absl::OkStatus();
  const size_t colon = words.listen.rfind(':');
  int port = -1;
  if (colon == std::string::npos || colon == 0 ||
      !absl::SimpleAtoi(words.listen.substr(colon + 1), &port) || port < 0 ||
      port > 65535) {
    return InvalidArgument("--listen: \"", words.listen,
                           "\" is not HOST:PORT or unix:PATH");
  }
  if (words.insecure_listen || IsLoopbackAddress(words.listen)) {
    return absl::OkStatus();
  }
  return InvalidArgument("--listen: ", words.listen,
                         " can be reached from other machines, which needs "
                         "--insecure-listen");
}

absl::StatusOr<Options> Understand(const Words& words) {
  PLACARD_RETURN_IF_ERROR(CheckListen(words));
  Options options = {.listen = words.listen,
                     .data_dir = words.data_dir,
                     .redis = std::nullopt,
                     .insecure_listen = words.insecure_listen,
                     .restore_store = words.restore_store,
                     .token_key_file = words.token_key_file};
  if (!words.redis.empty()) {
    absl::StatusOr<RedisAddress> address = ParseRedisAddress(words.redis);
    if (!address.ok()) return Annotate(address.status(), "--redis");
    options.redis = *std::move(address);
  }
  if (options.token_key_file == "") {
    return InvalidArgument("--token-key-file: must name a file");
  }
  if (!absl::ParseDuration(words.drain, &options.drain) ||
      options.drain < absl::ZeroDuration() || options.drain > kMaxDrain) {
    return InvalidArgument("--drain: \"", words.drain,
                           "\" is not a duration from 0s to 5m, such as 500ms");
  }
  if (options.data_dir.empty()) options.data_dir = DefaultDataDir();
  if (options.data_dir.empty()) {
    return InvalidArgument("--data-dir is needed where $HOME is not set");
  }
  return options;
}

CommandLine WrongUsage(std::string_view what) {
  const std::string one_line =
      absl::StrReplaceAll(ToAbsl(what), {{"\n", "; "}});
  return {.options = std::nullopt,
          .exit_code = 2,
          .text = Concat(one_line, " (see placardd --help)")};
}

}  // namespace

CommandLine ParseCommandLine(int argc, const char* const* argv) {
  CLI::App app(kAbout, "placardd");
  Words words;
  Describe(app, words);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return {.options = std::nullopt, .exit_code = 0, .text = app.help()};
  } catch (const CLI::CallForVersion& version) {
    return {.options = std::nullopt,
            .exit_code = 0,
            .text = Concat(version.what(), "\n")};
  } catch (const CLI::ParseError& error) {
    return WrongUsage(error.what());
  }
  const absl::StatusOr<Options> options = Understand(words);
  if (!options.ok()) return WrongUsage(ToStd(options.status().message()));
  return {.options = *options, .exit_code = 0, .text = ""};
}

}  // namespace placard
