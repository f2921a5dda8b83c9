#include "services/refresh/local_copy.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

using testing::HasSubstr;

class LocalCopyTest : public testing::Test {
 protected:
  std::string path() const { return dir_.path() + "/catalogue.copy"; }

  static DocumentMirror Mirror(int documents, size_t body) {
    DocumentMirror mirror;
    for (int i = 0; i < documents; ++i) {
      auto served = std::make_shared<ServedDocument>();
      served->document = {.name = "campaigns/c" + std::to_string(i),
                          .revision = static_cast<uint64_t>(i) + 1,
                          .body = std::string(body, static_cast<char>(i))};
      mirror.Put(std::move(served));
    }
    return mirror;
  }

  std::string Bytes() const {
    std::ifstream in(path(), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }
  void SetBytes(const std::string& bytes) const {
    std::ofstream(path(), std::ios::binary | std::ios::trunc) << bytes;
  }

  const Position position_ = {.epoch = "e1", .revision = 9, .chain = "c9"};
  TempDir dir_;
};

TEST_F(LocalCopyTest, ReadsBackWhatWasWritten) {
  const DocumentMirror mirror = Mirror(5000, 1000);
  ASSERT_TRUE(WriteLocalCopy(path(), position_, mirror).ok());
  const absl::StatusOr<LocalCopy> copy = ReadLocalCopy(path());
  ASSERT_TRUE(copy.ok()) << copy.status();
  EXPECT_EQ(copy->position, position_);
  ASSERT_EQ(copy->documents.size(), 5000u);
  for (const Document& document : copy->documents) {
    EXPECT_EQ(document, mirror.Find(document.name)->document);
  }
}

TEST_F(LocalCopyTest, AnEmptyCatalogueIsACopyToo) {
  ASSERT_TRUE(WriteLocalCopy(path(), position_, DocumentMirror()).ok());
  const absl::StatusOr<LocalCopy> copy = ReadLocalCopy(path());
  ASSERT_TRUE(copy.ok()) << copy.status();
  EXPECT_TRUE(copy->documents.empty());
}

TEST_F(LocalCopyTest, SaysWhenThereIsNone) {
  EXPECT_TRUE(absl::IsNotFound(ReadLocalCopy(path()).status()));
}

TEST_F(LocalCopyTest, FindsEverySingleFlippedBit) {
  ASSERT_TRUE(WriteLocalCopy(path(), position_, Mirror(2, 3)).ok());
  const std::string good = Bytes();
  for (size_t at = 0; at < good.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ (1 << bit));
      SetBytes(bad);
      EXPECT_TRUE(absl::IsDataLoss(ReadLocalCopy(path()).status()))
          << "byte " << at << " bit " << bit;
    }
  }
}

TEST_F(LocalCopyTest, FindsEveryMissingOrAddedByte) {
  ASSERT_TRUE(WriteLocalCopy(path(), position_, Mirror(2, 3)).ok());
  const std::string good = Bytes();
  for (size_t size = 0; size < good.size(); ++size) {
    SetBytes(good.substr(0, size));
    EXPECT_TRUE(absl::IsDataLoss(ReadLocalCopy(path()).status())) << size;
  }
  SetBytes(good + "x");
  EXPECT_TRUE(absl::IsDataLoss(ReadLocalCopy(path()).status()));
}

TEST_F(LocalCopyTest, AFailedWriteLeavesTheCopyBefore) {
  ASSERT_TRUE(WriteLocalCopy(path(), position_, Mirror(3, 20)).ok());
  // A directory in the place where the new copy would be begun.
  ASSERT_EQ(mkdir((path() + ".new").c_str(), 0700), 0);
  const absl::Status status = WriteLocalCopy(path(), position_, Mirror(4, 20));
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("catalogue.copy"));
  ASSERT_EQ(rmdir((path() + ".new").c_str()), 0);
  EXPECT_EQ(ReadLocalCopy(path())->documents.size(), 3u);
}

TEST_F(LocalCopyTest, AHalfWrittenSuccessorIsNotLookedAt) {
  ASSERT_TRUE(WriteLocalCopy(path(), position_, Mirror(3, 20)).ok());
  std::ofstream(path() + ".new") << "PLACARD";
  EXPECT_EQ(ReadLocalCopy(path())->documents.size(), 3u);
  ASSERT_TRUE(WriteLocalCopy(path(), position_, Mirror(4, 20)).ok());
  EXPECT_EQ(ReadLocalCopy(path())->documents.size(), 4u);
}

TEST_F(LocalCopyTest, NamesWhatTheSystemRefuses) {
  ASSERT_EQ(mkdir(path().c_str(), 0700), 0);
  const absl::Status status = ReadLocalCopy(path()).status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("directory"));
  ASSERT_EQ(rmdir(path().c_str()), 0);
}

}  // namespace
}  // namespace placard
