// placard-bench-world: a data directory with a whole generated catalogue, for a
// placardd to be started on.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "bench/workload/modes.h"
#include "bench/world/world.h"
#include "engine/base/clock.h"
#include "engine/base/status.h"
#include "services/store/data_dir.h"
#include "services/store/redis_catalog_store.h"
#include "services/store/redis_server.h"

namespace placard {
namespace {

constexpr absl::Duration kProgress = absl::Seconds(1);
// A batch is larger than what a server's calls have to wait for.
constexpr absl::Duration kPatience = absl::Seconds(30);

struct Options {
  std::string data_dir;
  ModeShape shape;
};

class Progress {
 public:
  explicit Progress(size_t of) : of_(of) {}

  void operator()(size_t documents) {
    const absl::Duration now = clock_.Monotonic();
    if (now - last_ < kProgress && documents < of_) return;
    last_ = now;
    std::fprintf(
        stderr, "%s written %zu of %zu documents\n",
        absl::FormatDuration(absl::Trunc(now - start_, absl::Milliseconds(1)))
            .c_str(),
        documents, of_);
  }

 private:
  const SystemClock clock_;
  const size_t of_;
  const absl::Duration start_ = clock_.Monotonic();
  absl::Duration last_ = start_;
};

absl::Status Run(const Options& options) {
  PLACARD_ASSIGN_OR_RETURN(const DataDir directory,
                           DataDir::Lock(options.data_dir));
  PLACARD_ASSIGN_OR_RETURN(const std::unique_ptr<RedisServer> redis,
                           RedisServer::Start(directory, {}));
  RedisCatalogStore store(
      {.address = redis->address(), .deadlines = {.command = kPatience}});
  const CatalogContents contents = MakeMode(options.shape).contents;
  return WriteWorld(store, "bench", contents, Progress(DocumentsIn(contents)));
}

}  // namespace
}  // namespace placard

int main(int argc, char** argv) {
  placard::Options options;
  options.shape.pages = 1;
  options.shape.start = placard::SystemClock().Now();
  std::vector<std::string> modes;
  for (size_t i = 0; i < placard::kModes; ++i) {
    modes.emplace_back(placard::ModeName(static_cast<placard::Mode>(i)));
  }
  const auto read_mode = [&](const std::string& name) {
    const auto at = std::find(modes.begin(), modes.end(), name);
    options.shape.mode = static_cast<placard::Mode>(at - modes.begin());
  };
  CLI::App app(
      "Writes a generated catalogue into the Redis of a data "
      "directory, which placardd --data-dir then serves.");
  app.add_option("--data-dir", options.data_dir)->required();
  app.add_option_function<std::string>("--mode", read_mode,
                                       "see bench/workload/modes.h")
      ->check(CLI::IsMember(modes))
      ->default_str(std::string(placard::ModeName(options.shape.mode)));
  app.add_option("--line-items", options.shape.line_items)
      ->check(CLI::Range(1, 10'000'000))
      ->capture_default_str();
  app.add_option("--seed", options.shape.seed)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = placard::Run(options);
  if (status.ok()) return 0;
  std::fprintf(stderr, "placard-bench-world: %s\n",
               std::string(status.message()).c_str());
  return 1;
}
