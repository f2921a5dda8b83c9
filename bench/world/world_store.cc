#include "bench/world/world_store.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "bench/workload/modes.h"
#include "bench/world/world.h"
#include "engine/base/check.h"
#include "engine/base/clock.h"
#include "engine/base/status.h"
#include "services/codec/timestamp.h"
#include "services/codec/to_proto.h"
#include "services/store/redis_catalog_store.h"

namespace placard {
namespace {

constexpr size_t kPages = 4000;
constexpr size_t kTellEvery = 50'000;
// A batch is larger than what a server's calls wait for.
constexpr absl::Duration kPatience = absl::Seconds(30);

std::vector<v1::DecideRequest> Pages(const std::vector<PageView>& views) {
  std::vector<v1::DecideRequest> pages;
  for (const PageView& view : views) {
    v1::DecideRequest& page = pages.emplace_back(ToProto(view.request));
    *page.mutable_at() = ToTimestamp(view.instant);
  }
  return pages;
}

}  // namespace

ScratchDir::ScratchDir() {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "placard-bench-XXXXXX")
          .string();
  PLACARD_CHECK(mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

ScratchDir::~ScratchDir() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

absl::StatusOr<std::unique_ptr<WorldStore>> WorldStore::Make(
    const std::string& directory, Mode mode, size_t line_items) {
  PLACARD_ASSIGN_OR_RETURN(DataDir store_dir,
                           DataDir::Lock(directory + "/store"));
  PLACARD_ASSIGN_OR_RETURN(std::unique_ptr<RedisServer> redis,
                           RedisServer::Start(store_dir, {}));
  std::unique_ptr<WorldStore> world(
      new WorldStore(std::move(store_dir), std::move(redis)));
  const Workload workload = MakeMode({.mode = mode,
                                      .line_items = line_items,
                                      .pages = kPages,
                                      .start = SystemClock().Now()});
  world->campaigns_ = workload.contents.campaigns.size();
  world->pages_ = Pages(workload.views);
  RedisCatalogStore store(
      {.address = world->redis(), .deadlines = {.command = kPatience}});
  size_t told = 0;
  PLACARD_RETURN_IF_ERROR(
      WriteWorld(store, "bench", workload.contents, [&](size_t documents) {
        if (documents < told + kTellEvery) return;
        told = documents;
        std::fprintf(stderr, "  written %zu documents\n", documents);
      }));
  return world;
}

}  // namespace placard
