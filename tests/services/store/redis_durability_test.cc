#include "services/store/redis_durability.h"

#include <optional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/real_redis.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(RedisDurabilityTest, TheEmbeddedServerLosesNothing) {
  RealRedis redis;
  EXPECT_THAT(LossySettings(redis.address()), IsEmpty());
}

TEST(RedisDurabilityTest, EverySettingThatLosesIsNamed) {
  RealRedis redis;
  redis.Command({"CONFIG", "SET", "appendfsync", "everysec"});
  redis.Command({"CONFIG", "SET", "aof-load-truncated", "yes"});
  EXPECT_THAT(LossySettings(redis.address()),
              ElementsAre("appendfsync everysec", "aof-load-truncated yes"));
  redis.Command({"CONFIG", "SET", "appendonly", "no"});
  EXPECT_THAT(LossySettings(redis.address()),
              ElementsAre("appendonly no", "appendfsync everysec",
                          "aof-load-truncated yes"));
}

TEST(RedisDurabilityTest, OfOneThatDoesNotTellNothingIsSaid) {
  std::optional<RealRedis> redis(std::in_place);
  redis->Command({"CONFIG", "SET", "appendfsync", "everysec"});
  redis->Command({"ACL", "SETUSER", "default", "-config"});
  const RedisAddress address = redis->address();
  EXPECT_THAT(LossySettings(address), IsEmpty());
  redis.reset();
  EXPECT_THAT(LossySettings(address), IsEmpty());
}

}  // namespace
}  // namespace placard
