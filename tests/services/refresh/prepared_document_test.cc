#include "services/refresh/prepared_document.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "placard/v1/campaign_service.pb.h"
#include "services/codec/campaign_codec.h"

namespace placard {
namespace {

using testing::HasSubstr;

Document AnAdvertiser(int number) {
  const std::string name = "advertisers/a" + std::to_string(number);
  v1::Resource resource;
  resource.mutable_advertiser()->set_name(name);
  return {.name = name,
          .revision = static_cast<uint64_t>(number),
          .body = SerializeDocument(resource)};
}

TEST(PrepareTest, KeepsTheDocumentAndReadsIt) {
  const PreparedDocument prepared = Prepare(AnAdvertiser(7));
  EXPECT_EQ(prepared.served->document, AnAdvertiser(7));
  ASSERT_TRUE(prepared.object.ok()) << prepared.object.status();
  EXPECT_EQ(std::get<std::shared_ptr<const Advertiser>>(*prepared.object)->name,
            "advertisers/a7");
}

TEST(PrepareTest, KeepsWhatCannotBeReadAndSaysWhy) {
  const PreparedDocument bytes =
      Prepare({.name = "campaigns/c", .revision = 1, .body = "\xff"});
  EXPECT_EQ(bytes.served->document.body, "\xff");
  EXPECT_THAT(std::string(bytes.object.status().message()),
              HasSubstr("no serialised resource"));
  Document renamed = AnAdvertiser(7);
  renamed.name = "advertisers/other";
  EXPECT_THAT(
      std::string(Prepare(std::move(renamed)).object.status().message()),
      HasSubstr("advertisers/a7"));
}

TEST(PreparationTest, GivesBackEveryDocumentInOrder) {
  // None, less than a batch, whole batches and what is between them.
  for (const int count : {0, 1, 64, 65, 1000, 20'000}) {
    Preparation preparation;
    for (int i = 0; i < count; ++i) preparation.Add(AnAdvertiser(i));
    const std::vector<PreparedDocument> prepared = preparation.Finish();
    ASSERT_EQ(prepared.size(), static_cast<size_t>(count));
    for (int i = 0; i < count; ++i) {
      ASSERT_EQ(prepared[i].served->document, AnAdvertiser(i));
      ASSERT_TRUE(prepared[i].object.ok());
    }
  }
}

TEST(PreparationTest, MayBeDroppedInTheMidst) {
  Preparation preparation;
  for (int i = 0; i < 10'000; ++i) preparation.Add(AnAdvertiser(i));
}

}  // namespace
}  // namespace placard
