#include "bench/baselines/redis_pipeline.h"

#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

TEST(RedisPipelineTest, AnswersComeInTheOrderOfTheCommands) {
  const auto redis = RedisProcess::Start();
  ASSERT_TRUE(redis.ok()) << redis.status();
  auto pipeline = RedisPipeline::Connect((*redis)->socket());
  ASSERT_TRUE(pipeline.ok()) << pipeline.status();
  pipeline->Append({"SET", "a", "x"});
  pipeline->Append({"APPEND", "a", std::string("\0y", 2)});
  pipeline->Append({"GET", "a"});
  ASSERT_TRUE(pipeline->Skip(2).ok());
  const auto answer = pipeline->Next();
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(std::string((*answer)->str, (*answer)->len),
            std::string("x\0y", 3));
}

TEST(RedisPipelineTest, TellsTheServersErrorAndGoesOn) {
  const auto redis = RedisProcess::Start();
  ASSERT_TRUE(redis.ok()) << redis.status();
  auto pipeline = RedisPipeline::Connect((*redis)->socket());
  ASSERT_TRUE(pipeline.ok()) << pipeline.status();
  pipeline->Append({"SET", "a", "x"});
  pipeline->Append({"SINTER", "a"});
  pipeline->Append({"GET", "a"});
  ASSERT_TRUE(pipeline->Skip(1).ok());
  const auto wrong_type = pipeline->Next();
  EXPECT_EQ(wrong_type.status().code(), absl::StatusCode::kInternal);
  EXPECT_THAT(wrong_type.status().ToString(), testing::HasSubstr("WRONGTYPE"));
  EXPECT_TRUE(pipeline->Next().ok());
}

TEST(RedisPipelineTest, IsUnavailableWithoutAServerAndWhenItIsGone) {
  EXPECT_EQ(RedisPipeline::Connect("/nowhere/redis.sock").status().code(),
            absl::StatusCode::kUnavailable);
  auto redis = RedisProcess::Start();
  ASSERT_TRUE(redis.ok()) << redis.status();
  auto pipeline = RedisPipeline::Connect((*redis)->socket());
  ASSERT_TRUE(pipeline.ok()) << pipeline.status();
  redis->reset();
  pipeline->Append({"PING"});
  EXPECT_EQ(pipeline->Next().status().code(), absl::StatusCode::kUnavailable);
}

TEST(RedisProcessTest, LeavesNothingBehind) {
  auto redis = RedisProcess::Start();
  ASSERT_TRUE(redis.ok()) << redis.status();
  const auto directory =
      std::filesystem::path((*redis)->socket()).parent_path();
  ASSERT_TRUE(std::filesystem::exists(directory));
  redis->reset();
  EXPECT_FALSE(std::filesystem::exists(directory));
}

}  // namespace
}  // namespace placard
