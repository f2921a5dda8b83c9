#include "tests/support/store_world.h"

#include "engine/base/check.h"
#include "engine/base/status.h"
#include "services/store/catalog_scripts.h"

namespace placard {

// Stopped by its own destructor when the test binary ends.
RealRedis& RedisStoreWorld::redis() {
  static RealRedis server;
  // Its data need not outlive it, and these tests write a lot.
  static bool is_quick =
      !server.Command({"CONFIG", "SET", "appendfsync", "no"}).is_error();
  PLACARD_CHECK(is_quick);
  return server;
}

RedisStoreWorld::RedisStoreWorld() : store_({.address = redis().address()}) {
  Wipe();
}

void RedisStoreWorld::Wipe() {
  PLACARD_CHECK(!redis().Command({"FLUSHALL"}).is_error());
}

void RedisStoreWorld::TrimLog(uint64_t revision) {
  std::string first_kept = Concat(revision + 1, "-0");
  PLACARD_CHECK(
      !redis()
           .Command({"XTRIM", catalog_keys::kLog, "MINID", "=", first_kept})
           .is_error());
}

void RedisStoreWorld::Backup() {
  backup_.clear();
  for (const Reply& key : redis().Command({"KEYS", "*"}).elements) {
    backup_.emplace_back(key.text, redis().Command({"DUMP", key.text}).text);
  }
}

void RedisStoreWorld::Restore() {
  Wipe();
  for (const auto& [key, dump] : backup_) {
    PLACARD_CHECK(!redis().Command({"RESTORE", key, "0", dump}).is_error());
  }
}

}  // namespace placard
