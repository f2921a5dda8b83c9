#include "services/token/key_file.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "engine/base/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/token/keys.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class KeyFileTest : public testing::Test {
 protected:
  void Write(const std::string& text, mode_t mode) {
    std::ofstream(path_) << text;
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
  }
  std::string Fault() {
    const absl::Status status = ReadTokenKeys(path_).status();
    EXPECT_FALSE(status.ok());
    EXPECT_THAT(ToStd(status.message()), StartsWith(path_ + ": "));
    return std::string(ToStd(status.message()));
  }
  mode_t ModeOf(const std::string& path) {
    struct stat found = {};
    EXPECT_EQ(stat(path.c_str(), &found), 0);
    return found.st_mode & 07777;
  }

  TempDir dir_;
  const std::string path_ = dir_.path() + "/keys";
};

TEST_F(KeyFileTest, IsReadWhenItIsItsOwnersAlone) {
  for (const mode_t mode : {0600u, 0400u}) {
    Write(FormatTokenKey(AKey("a")) + FormatTokenKey(AKey("b")), mode);
    const absl::StatusOr<TokenKeys> keys = ReadTokenKeys(path_);
    ASSERT_TRUE(keys.ok()) << keys.status();
    EXPECT_THAT(*keys, ElementsAre(AKey("a"), AKey("b")));
    std::filesystem::remove(path_);
  }
}

TEST_F(KeyFileTest, IsRefusedWhenOthersCanGetAtIt) {
  for (const mode_t mode : {0640u, 0604u, 0620u, 0602u, 0610u, 0644u}) {
    Write(FormatTokenKey(AKey("a")), mode);
    EXPECT_THAT(Fault(), HasSubstr("chmod 600")) << std::oct << mode;
  }
}

TEST_F(KeyFileTest, WhatIsWrongWithItIsSaid) {
  EXPECT_TRUE(absl::IsNotFound(ReadTokenKeys(path_).status()));
  EXPECT_THAT(Fault(), HasSubstr("No such file"));
  Write("nonsense", 0600);
  EXPECT_THAT(Fault(), HasSubstr("line 1: must be ID:HEX"));
  Write(std::string((64 << 10) + 1, '\n'), 0600);
  EXPECT_THAT(Fault(), HasSubstr("longer than 65536 bytes"));
  Write("", 0600);
  EXPECT_THAT(Fault(), HasSubstr("holds no key"));
}

TEST_F(KeyFileTest, OnlyFilesAreRead) {
  ASSERT_EQ(mkdir(path_.c_str(), 0700), 0);
  EXPECT_THAT(Fault(), HasSubstr("is no regular file"));
  ASSERT_EQ(rmdir(path_.c_str()), 0);
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  EXPECT_THAT(Fault(), HasSubstr("is no regular file"));
}

TEST_F(KeyFileTest, IsMadeOnce) {
  const absl::StatusOr<TokenKeys> made = ReadOrMakeTokenKeys(path_);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->size(), 1u);
  EXPECT_EQ(ModeOf(path_), 0600u);
  EXPECT_EQ(*ReadOrMakeTokenKeys(path_), *made);
  EXPECT_EQ(*ReadTokenKeys(path_), *made);
}

TEST_F(KeyFileTest, OneThatIsHalfWrittenIsMadeAnew) {
  std::ofstream(path_ + ".new") << "a:12";
  ASSERT_EQ(chmod((path_ + ".new").c_str(), 0666), 0);
  ASSERT_TRUE(ReadOrMakeTokenKeys(path_).ok());
  EXPECT_EQ(ModeOf(path_), 0600u);
}

TEST_F(KeyFileTest, OneThatIsWrongIsNotReplaced) {
  Write("nonsense", 0600);
  EXPECT_TRUE(absl::IsInvalidArgument(ReadOrMakeTokenKeys(path_).status()));
  Write(FormatTokenKey(AKey("a")), 0644);
  EXPECT_TRUE(absl::IsInvalidArgument(ReadOrMakeTokenKeys(path_).status()));
  EXPECT_THAT(ReadOrMakeTokenKeys(dir_.path() + "/nowhere/keys").status(),
              testing::ResultOf(absl::IsNotFound, true));
}

}  // namespace
}  // namespace placard
