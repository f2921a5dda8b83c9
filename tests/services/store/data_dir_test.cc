#include "services/store/data_dir.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <string>

#include "tests/services/store/store_test_words.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

unsigned PermissionsOf(const std::string& path) {
  struct stat found = {};
  EXPECT_EQ(stat(path.c_str(), &found), 0) << path;
  return found.st_mode & 0777;
}

TEST(DataDirTest, ItIsMadeForItsOwnerAlone) {
  TempDir temp;
  mode_t before = umask(0);
  auto directory = DataDir::Lock(temp.path() + "/var/placard/");
  umask(before);
  ASSERT_TRUE(directory.ok()) << directory.status();
  EXPECT_EQ(directory->path(), temp.path() + "/var/placard");
  EXPECT_EQ(PermissionsOf(directory->path()), 0700u);
  EXPECT_EQ(PermissionsOf(directory->path() + "/lock"), 0600u);
}

TEST(DataDirTest, ASecondOwnerIsRefusedAndToldTheFirst) {
  TempDir temp;
  std::optional<DataDir> first = *DataDir::Lock(temp.path());
  EXPECT_THAT(DataDir::Lock(temp.path()),
              Fails(absl::StatusCode::kFailedPrecondition,
                    "is in use by pid " + std::to_string(getpid())));
  first.reset();
  EXPECT_TRUE(DataDir::Lock(temp.path()).ok());
}

TEST(DataDirTest, WhatCannotBeADirectoryIsRefused) {
  TempDir temp;
  EXPECT_THAT(DataDir::Lock(""),
              Fails(absl::StatusCode::kInvalidArgument, "data dir"));
  EXPECT_THAT(DataDir::Lock("a\nb"),
              Fails(absl::StatusCode::kInvalidArgument, "data dir"));
  std::ofstream(temp.path() + "/file") << "x";
  EXPECT_THAT(DataDir::Lock(temp.path() + "/file"),
              Fails(absl::StatusCode::kInternal, "Not a directory"));
}

}  // namespace
}  // namespace placard
