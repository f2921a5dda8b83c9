// A catalogue store together with the accidents that can befall it, so that one
// suite of tests runs against the real store and its fake.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/store/catalog_store.h"
#include "services/store/redis_catalog_store.h"
#include "tests/support/fake_catalog_store.h"
#include "tests/support/real_redis.h"

namespace placard {

class StoreWorld {
 public:
  virtual ~StoreWorld() = default;

  virtual CatalogStore& store() = 0;
  // Everything is lost.
  virtual void Wipe() = 0;
  // The log forgets what is not after `revision`.
  virtual void TrimLog(uint64_t revision) = 0;
  // What the store holds at Backup() comes back with Restore().
  virtual void Backup() = 0;
  virtual void Restore() = 0;
};

class FakeStoreWorld final : public StoreWorld {
 public:
  CatalogStore& store() override { return store_; }
  void Wipe() override { store_.Wipe(); }
  void TrimLog(uint64_t revision) override { store_.TrimLog(revision); }
  void Backup() override { store_.Backup(); }
  void Restore() override { store_.Restore(); }

 private:
  FakeCatalogStore store_;
};

// On the server that all of the binary's worlds share, wiped first.
class RedisStoreWorld final : public StoreWorld {
 public:
  RedisStoreWorld();

  static RealRedis& redis();

  CatalogStore& store() override { return store_; }
  void Wipe() override;
  void TrimLog(uint64_t revision) override;
  void Backup() override;
  void Restore() override;

 private:
  RedisCatalogStore store_;
  std::vector<std::pair<std::string, std::string>> backup_;
};

}  // namespace placard
