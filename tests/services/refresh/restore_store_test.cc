#include "services/refresh/restore_store.h"

#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "placard/v1/campaign_service.pb.h"
#include "services/codec/campaign_codec.h"
#include "services/refresh/local_copy.h"
#include "services/store/snapshot_reader.h"
#include "tests/support/fake_catalog_store.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

class RestoreStoreTest : public testing::Test {
 protected:
  // A copy of "old" at revision 900 with an advertiser and 250 campaigns, whose
  // names come before his.
  RestoreStoreTest() {
    DocumentMirror documents;
    v1::Resource resource;
    resource.mutable_advertiser()->set_name("advertisers/zeta");
    Put(documents, resource);
    for (int i = 0; i < 250; ++i) {
      resource.mutable_campaign()->set_name("campaigns/c" + std::to_string(i));
      resource.mutable_campaign()->set_advertiser("advertisers/zeta");
      Put(documents, resource);
    }
    EXPECT_TRUE(WriteLocalCopy(path(),
                               {.epoch = "old", .revision = 900, .chain = "x"},
                               documents)
                    .ok());
  }

  static void Put(DocumentMirror& documents, const v1::Resource& resource) {
    documents.Put(std::make_shared<const ServedDocument>(
        MakeServedDocument({.name = std::string(NameOf(resource)),
                            .revision = 7,
                            .body = SerializeDocument(resource)},
                           resource)));
  }
  std::string path() const { return dir_.path() + "/catalogue.copy"; }
  absl::StatusOr<size_t> Restore() {
    return RestoreStore(store_, path(), "new");
  }
  size_t Stored() { return LoadCatalog(store_, nullptr)->documents.size(); }

  TempDir dir_;
  FakeCatalogStore store_;
};

TEST_F(RestoreStoreTest, WritesTheCopyIntoAnEmptyStoreUnderANewEpoch) {
  const absl::StatusOr<size_t> restored = Restore();
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(*restored, 251u);
  EXPECT_EQ(store_.ReadPosition().value()->epoch, "new");
  EXPECT_EQ(Stored(), 251u);
}

TEST_F(RestoreStoreTest, KeepsReferencesInForce) {
  ASSERT_TRUE(Restore().ok());
  const absl::Status deleted =
      store_
          .Commit({.epoch = "new",
                   .ops = {{.name = "advertisers/zeta",
                            .expected = Expected::Any(),
                            .body = std::nullopt,
                            .references = {}}},
                   .request_id = "",
                   .actor = ""},
                  nullptr)
          .status();
  EXPECT_TRUE(absl::IsFailedPrecondition(deleted)) << deleted;
}

TEST_F(RestoreStoreTest, GoesOnWhereItWasCutShortAndOverwritesNothing) {
  ASSERT_TRUE(store_.CreateEpoch("begun").ok());
  ASSERT_TRUE(store_
                  .Commit({.epoch = "begun",
                           .ops = {{.name = "advertisers/zeta",
                                    .expected = Expected::Absent(),
                                    .body = "newer",
                                    .references = {}}},
                           .request_id = "",
                           .actor = ""},
                          nullptr)
                  .ok());
  EXPECT_EQ(Restore().value(), 250u);
  EXPECT_EQ(store_.ReadPosition().value()->epoch, "begun");
  EXPECT_EQ(store_.Get("advertisers/zeta")->body, "newer");
  EXPECT_EQ(Restore().value(), 0u);
}

TEST_F(RestoreStoreTest, RefusesWhenNothingWasLost) {
  ASSERT_TRUE(store_.CreateEpoch("old").ok());
  const absl::Status status = Restore().status();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_EQ(Stored(), 0u);
}

TEST_F(RestoreStoreTest, NeedsACopyAndAStore) {
  EXPECT_TRUE(absl::IsNotFound(
      RestoreStore(store_, dir_.path() + "/none", "new").status()));
  store_.SetReachable(false);
  EXPECT_TRUE(absl::IsUnavailable(Restore().status()));
}

}  // namespace
}  // namespace placard
