#include "services/refresh/document_mirror.h"

#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "placard/v1/campaign_service.pb.h"

namespace placard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

DocumentMirror::Entry Entry(std::string name, uint64_t revision = 1) {
  auto served = std::make_shared<ServedDocument>();
  served->document = {
      .name = std::move(name), .revision = revision, .body = ""};
  return served;
}

std::vector<std::string> NamesFrom(const DocumentMirror& mirror,
                                   std::string_view from,
                                   size_t max = 1'000'000) {
  std::vector<std::string> names;
  mirror.VisitFrom(from, [&](const DocumentMirror::Entry& entry) {
    names.push_back(entry->document.name);
    return names.size() < max;
  });
  return names;
}

TEST(DocumentMirrorTest, IsEmptyAtFirst) {
  const DocumentMirror mirror;
  EXPECT_EQ(mirror.size(), 0u);
  EXPECT_EQ(mirror.Find("a"), nullptr);
  EXPECT_THAT(NamesFrom(mirror, ""), IsEmpty());
}

TEST(DocumentMirrorTest, VisitsInOrderOfNameFromAnyPlaceUntilToldToStop) {
  DocumentMirror mirror;
  for (const char* name : {"c", "a", "d", "b"}) mirror.Put(Entry(name));
  EXPECT_THAT(NamesFrom(mirror, ""), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(NamesFrom(mirror, "b"), ElementsAre("b", "c", "d"));
  EXPECT_THAT(NamesFrom(mirror, "bb", 1), ElementsAre("c"));
  EXPECT_THAT(NamesFrom(mirror, "e"), IsEmpty());
}

TEST(DocumentMirrorTest, ACopyKeepsWhatItHad) {
  DocumentMirror mirror;
  mirror.Put(Entry("a", 1));
  mirror.Put(Entry("b", 2));
  const DocumentMirror before = mirror;
  mirror.Put(Entry("a", 3));
  EXPECT_TRUE(mirror.Remove("b"));
  EXPECT_EQ(before.Find("a")->document.revision, 1u);
  EXPECT_THAT(NamesFrom(before, ""), ElementsAre("a", "b"));
  EXPECT_EQ(mirror.Find("a")->document.revision, 3u);
  EXPECT_THAT(NamesFrom(mirror, ""), ElementsAre("a"));
}

TEST(DocumentMirrorTest, RemovesOnlyWhatIsThere) {
  DocumentMirror mirror;
  EXPECT_FALSE(mirror.Remove("a"));
  mirror.Put(Entry("a"));
  EXPECT_FALSE(mirror.Remove("b"));
  EXPECT_TRUE(mirror.Remove("a"));
  EXPECT_FALSE(mirror.Remove("a"));
  EXPECT_EQ(mirror.size(), 0u);
}

TEST(DocumentMirrorTest, AgreesWithAMapThroughThousandsOfChanges) {
  std::mt19937_64 random(1);
  DocumentMirror mirror;
  std::map<std::string, uint64_t> model;
  for (uint64_t step = 1; step <= 20'000; ++step) {
    const std::string name = absl::StrFormat("n%04d", random() % 3000);
    if (random() % 3 == 0) {
      EXPECT_EQ(mirror.Remove(name), model.erase(name) == 1);
    } else {
      mirror.Put(Entry(name, step));
      model[name] = step;
    }
    ASSERT_EQ(mirror.size(), model.size());
  }
  auto expected = model.begin();
  mirror.VisitFrom("", [&](const DocumentMirror::Entry& entry) {
    EXPECT_EQ(entry->document.name, expected->first);
    EXPECT_EQ(entry->document.revision, expected->second);
    ++expected;
    return true;
  });
  EXPECT_EQ(expected, model.end());
  for (const auto& [name, revision] : model) {
    EXPECT_EQ(mirror.Find(name)->document.revision, revision);
  }
}

TEST(MakeServedDocumentTest, IsSearchedByNameDisplayNameAndAdvertiser) {
  v1::Resource resource;
  v1::Campaign& campaign = *resource.mutable_campaign();
  campaign.set_name("campaigns/spring");
  campaign.set_display_name("Frühling IN Paris");
  campaign.set_advertiser("advertisers/acme");
  campaign.set_status(v1::STATUS_PAUSED);
  const ServedDocument served =
      MakeServedDocument({.name = "campaigns/spring",
                          .revision = 3,
                          .body = resource.SerializeAsString()},
                         resource);
  EXPECT_EQ(served.search_text,
            "campaigns/spring\nfrühling in paris\nadvertisers/acme");
  EXPECT_EQ(served.status, v1::STATUS_PAUSED);
}

TEST(MakeServedDocumentTest, KeepsTheNameOfWhatCannotBeRead) {
  const ServedDocument served = MakeServedDocument(
      {.name = "campaigns/bad", .revision = 3, .body = "\xff"}, v1::Resource());
  EXPECT_EQ(served.search_text, "campaigns/bad");
  EXPECT_EQ(served.status, v1::STATUS_UNSPECIFIED);
}

}  // namespace
}  // namespace placard
