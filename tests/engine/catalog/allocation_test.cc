#include <string>
#include <utility>

#include "engine/catalog/catalog_builder.h"
#include "gtest/gtest.h"
#include "tests/engine/catalog/documents.h"
#include "tests/engine/text/allocation_count.h"

namespace placard {
namespace {

// One of everything that a page may have.
PageRequest RichRequest() {
  PageRequest request = About({"war", "new york", "spring"}, /*slots=*/4);
  request.page.title = "war in the spring";
  for (int i = 0; i < 2000; ++i) {
    request.page.text += "word" + std::to_string(i % 700) + " and ";
  }
  request.page.sections = {{"news", "world"}, {"travel"}};
  request.page.categories = {{"iab", "news"}};
  request.page.exclusion_labels = {"alcohol"};
  request.page.language = "en-gb";
  request.page.key_values = {{"paywall", {"yes"}}};
  request.viewer = {.country = "de",
                    .region = "de-by",
                    .device = Device::kMobile,
                    .segments = {"runner"}};
  request.slots[1].key_values = {{"position", {"top"}}};
  request.slots[2].key_values = {{"paywall", {"no"}}};
  return request;
}

Rule RichRule(int i) {
  const std::string n = std::to_string(i);
  return Rule{AllOfRule{
      {Rule{AnyOfRule{{Word("war"), Word("word" + n), Has("paywall", "no")}}},
       Rule{AnyOfRule{
           {Rule{SectionRule{{{.path = {"news"}}}, {{.path = {"news", n}}}}},
            Rule{DeviceRule{{Device::kMobile}}}}}},
       Not(OnList("keywordLists/bad")), Not(Rule{DaypartRule{}})}}};
}

std::shared_ptr<const Snapshot> RichSnapshot() {
  CatalogBuilder builder;
  builder.Put(AdvertiserOf("advertisers/a"));
  builder.Put(ListOf("keywordLists/bad", {"crash", "word9 of"}));
  SitePolicy policy;
  policy.blocks.keywords = {{.text = "disaster"}};
  policy.blocked_click_domains = {"blocked.example"};
  builder.Put(Shared(policy));
  std::shared_ptr<const Snapshot> snapshot;
  for (int c = 0; c < 8; ++c) {
    Campaign campaign = CampaignOf("campaigns/c" + std::to_string(c));
    campaign.creatives[0].blocks.keywords = {
        {.text = "wor", .match = Match::kPrefix}};
    for (int l = 0; l < 300; ++l) {
      AddLineItem(campaign, "l" + std::to_string(l),
                  l % 3 == 0 ? RichRule(l) : Word("w" + std::to_string(l)));
    }
    builder.Put(Shared(std::move(campaign)));
    snapshot = builder.Publish({});
  }
  return snapshot;
}

TEST(AllocationTest, AWarmSearchTakesNothingFromTheHeap) {
  const auto snapshot = RichSnapshot();
  const PageRequest request = RichRequest();
  SearchScratch scratch;
  size_t found = 0;
  size_t blocked = 0;
  const auto search = [&] {
    snapshot->Prepare(request, kNow, scratch);
    snapshot->Search(scratch, [&](const SearchCandidate& candidate) {
      const ServedLineItem& item = snapshot->line_item(*candidate.row);
      ++found;
      for (const ServedCreative& creative : item.creatives) {
        blocked += snapshot->CreativeBlocked(item, creative, scratch) ? 1 : 0;
      }
      return found % 3 == 0 ? Visit::kNextLevel : Visit::kNext;
    });
    snapshot->NextEdge(kNow);
  };
  const int before_warm = AllocationCount();
  search();
  EXPECT_GT(AllocationCount(), before_warm);
  EXPECT_GT(found, 0);
  EXPECT_GT(blocked, 0);
  const int before = AllocationCount();
  for (int i = 0; i < 10; ++i) search();
  EXPECT_EQ(AllocationCount(), before);
}

}  // namespace
}  // namespace placard
