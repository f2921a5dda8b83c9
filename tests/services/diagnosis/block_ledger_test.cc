// The ledger of blocks, by hand and against a brute force that builds the whole
// catalogue anew without each block.

#include "services/diagnosis/block_ledger.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/workload/dice.h"
#include "engine/catalog/catalog_builder.h"
#include "engine/engine.h"
#include "engine/explain/explain.h"
#include "engine/explain/words.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/random_model.h"
#include "tests/support/small_catalog.h"

namespace placard {
namespace {

using testing::IsEmpty;

std::shared_ptr<const Snapshot> Build(const CatalogContents& contents) {
  CatalogBuilder builder;
  builder.PutAll(contents);
  return builder.Publish({.epoch = "test", .revision = 1});
}

SampledPages SampleOf(const std::vector<PageRequest>& requests) {
  SampledPages sample;
  for (const PageRequest& request : requests) {
    auto page = std::make_shared<SampledPage>();
    page->request = request;
    page->seed = sample.pages.size() + 1;
    sample.pages.push_back(std::move(page));
  }
  sample.of = sample.pages.size();
  return sample;
}

BlockLedger Count(const CatalogContents& contents, const SampledPages& sample,
                  absl::Time instant) {
  return CountBlocks(*Build(contents), sample, instant, [] { return true; });
}

const BlockTally* Find(const BlockLedger& ledger, const BlockRule& rule) {
  for (const BlockTally& tally : ledger.blocks) {
    if (tally.rule == rule) return &tally;
  }
  return nullptr;
}

// A page with the decision for it, of which it can be asked what may be shown.
class WholePage {
 public:
  WholePage(const CatalogContents& contents, PageRequest request,
            absl::Time instant, uint64_t seed)
      : snapshot_(Build(contents)),
        request_(std::move(request)),
        instant_(instant),
        seed_(seed) {
    Decide(*snapshot_, request_, instant_, seed_, scratch_, decision_);
  }

  // Names of what is shown, with the slot.
  std::vector<std::pair<std::string, size_t>> Shown() const {
    std::vector<std::pair<std::string, size_t>> shown;
    for (size_t i = 0; i < decision_.slots.size(); ++i) {
      for (const Ad& ad : decision_.slots[i].ads) {
        shown.emplace_back(ad.line_item->name, i);
      }
    }
    return shown;
  }

  // By its rule, sizes and blocks.
  bool MayShow(const std::string& line_item, size_t slot) {
    const Explanation explanation =
        Explain(*snapshot_, request_, instant_, seed_, decision_,
                {.line_items = {line_item}}, scratch_.search);
    const LineItemExplanation& item = explanation.line_items[0];
    return std::none_of(item.failures.begin(), item.failures.end(),
                        [&](const Failure& failure) {
                          return failure.cause < Cause::kFloor &&
                                 (failure.slots >> slot & 1) != 0;
                        });
  }

 private:
  const std::shared_ptr<const Snapshot> snapshot_;
  const PageRequest request_;
  const absl::Time instant_;
  const uint64_t seed_;
  DecideScratch scratch_;
  Decision decision_;
};

int64_t Prevented(const WholePage& without, WholePage& with) {
  int64_t prevented = 0;
  for (const auto& [name, slot] : without.Shown()) {
    prevented += !with.MayShow(name, slot);
  }
  return prevented;
}

// Everything that blocks in the contents, each with the contents without it.
class EveryBlock {
 public:
  using Visit = std::function<void(const BlockRule&, const CatalogContents&)>;

  EveryBlock(const CatalogContents& contents, Visit visit)
      : contents_(contents), visit_(std::move(visit)) {}

  void VisitAll() {
    VisitSite();
    for (const auto& [_, advertiser] : contents_.advertisers) {
      VisitAdvertiser(*advertiser);
    }
    for (const auto& [_, campaign] : contents_.campaigns) {
      VisitCampaign(*campaign);
    }
    for (const auto& [name, list] : contents_.keyword_lists) {
      auto copy = std::make_shared<KeywordList>(*list);
      copy->dry_run = !list->dry_run;
      CatalogContents toggled = contents_;
      toggled.keyword_lists[copy->name] = copy;
      visit_({.source = name, .path = "", .value = ""}, toggled);
    }
  }

 private:
  void VisitAdvertiser(const Advertiser& advertiser) {
    VisitBlocks(advertiser.name, advertiser.blocks, [&](const Blocks& blocks) {
      auto copy = std::make_shared<Advertiser>(advertiser);
      copy->blocks = blocks;
      CatalogContents without = contents_;
      without.advertisers[copy->name] = copy;
      return without;
    });
  }

  void VisitCampaign(const Campaign& campaign) {
    VisitBlocks(campaign.name, campaign.blocks, [&](const Blocks& blocks) {
      auto copy = std::make_shared<Campaign>(campaign);
      copy->blocks = blocks;
      return WithCampaign(copy);
    });
    for (size_t i = 0; i < campaign.creatives.size(); ++i) {
      const Creative& creative = campaign.creatives[i];
      VisitBlocks(creative.name, creative.blocks, [&](const Blocks& blocks) {
        auto copy = std::make_shared<Campaign>(campaign);
        copy->creatives[i].blocks = blocks;
        return WithCampaign(copy);
      });
    }
  }

  template <typename Replace, typename T>
  void VisitEntries(const std::string& source, const std::string& path,
                    const Blocks& blocks, std::vector<T> Blocks::*entries,
                    const std::function<Rule(const T&)>& rule_of,
                    const Replace& replace) {
    for (const T& entry : blocks.*entries) {
      Blocks without = blocks;
      std::erase(without.*entries, entry);
      visit_({.source = source,
              .path = path,
              .value = LeafValues(rule_of(entry)).front()},
             replace(without));
    }
  }

  template <typename Replace>
  void VisitBlocks(const std::string& source, const Blocks& blocks,
                   const Replace& replace) {
    VisitEntries<Replace, KeywordTerm>(
        source, "blocks.keywords", blocks, &Blocks::keywords,
        [](const KeywordTerm& term) { return Rule{KeywordRule{{term}}}; },
        replace);
    VisitEntries<Replace, SectionTerm>(
        source, "blocks.sections", blocks, &Blocks::sections,
        [](const SectionTerm& term) {
          return Rule{SectionRule{.include = {term}, .exclude = {}}};
        },
        replace);
    VisitEntries<Replace, CategoryId>(
        source, "blocks.categories", blocks, &Blocks::categories,
        [](const CategoryId& category) {
          return Rule{CategoryRule{{category}}};
        },
        replace);
  }

  void VisitSite() {
    const auto with = [&](const SitePolicy& policy) {
      CatalogContents without = contents_;
      without.site_policy = std::make_shared<SitePolicy>(policy);
      return without;
    };
    const SitePolicy& site = *contents_.site_policy;
    VisitBlocks("sitePolicy", site.blocks, [&](const Blocks& blocks) {
      SitePolicy copy = site;
      copy.blocks = blocks;
      return with(copy);
    });
    for (const std::string& name : site.blocked_advertisers) {
      SitePolicy copy = site;
      std::erase(copy.blocked_advertisers, name);
      visit_({.source = "sitePolicy",
              .path = "blocked_advertisers",
              .value = name},
             with(copy));
    }
    for (const std::string& domain : site.blocked_click_domains) {
      SitePolicy copy = site;
      std::erase(copy.blocked_click_domains, domain);
      visit_({.source = "sitePolicy",
              .path = "blocked_click_domains",
              .value = domain},
             with(copy));
    }
  }

  CatalogContents WithCampaign(std::shared_ptr<const Campaign> campaign) const {
    CatalogContents without = contents_;
    const std::string name = campaign->name;
    without.campaigns[name] = std::move(campaign);
    return without;
  }

  const CatalogContents& contents_;
  const Visit visit_;
};

TEST(BlockLedgerTest, AgreesWithTheWholeCatalogueBuiltAnewWithoutEachBlock) {
  std::map<std::string, int64_t> prevented_by_path;
  for (int seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(seed);
    Dice dice(seed);
    const CatalogContents contents = RandomContents(dice);
    PageRequest request = RandomRequest(dice);
    request.viewer = Viewer();
    const absl::Time instant = RandomInstant(dice);
    const SampledPages sample = SampleOf({request});
    const BlockLedger ledger = Count(contents, sample, instant);
    ASSERT_EQ(ledger.pages, 1);
    WholePage now(contents, request, instant, sample.pages[0]->seed);
    const auto check = [&](const BlockRule& rule, int64_t expected) {
      const BlockTally* tally = Find(ledger, rule);
      ASSERT_EQ(tally == nullptr ? 0 : tally->prevented, expected)
          << rule.source << ' ' << rule.path << ' ' << rule.value;
      prevented_by_path[rule.path] += expected;
    };
    EveryBlock(contents, [&](const BlockRule& rule,
                             const CatalogContents& toggled) {
      WholePage other(toggled, request, instant, sample.pages[0]->seed);
      const bool is_dry =
          rule.path.empty() && contents.keyword_lists.at(rule.source)->dry_run;
      check(rule, is_dry ? Prevented(now, other) : Prevented(other, now));
    }).VisitAll();
    for (const std::string& label : request.page.exclusion_labels) {
      PageRequest without = request;
      std::erase(without.page.exclusion_labels, label);
      WholePage other(contents, without, instant, sample.pages[0]->seed);
      check({.source = "page", .path = "exclusion_labels", .value = label},
            Prevented(other, now));
    }
  }
  EXPECT_GT(prevented_by_path[""], 0) << "keyword lists";
  for (const char* path : {"blocks.keywords", "blocks.sections",
                           "blocks.categories", "exclusion_labels"}) {
    EXPECT_GT(prevented_by_path[path], 0) << path;
  }
}

class SmallLedgerTest : public testing::Test {
 protected:
  SmallLedgerTest() {
    request_.slots = {BoxSlot("top")};
    request_.page.sections = {{"news"}};
    request_.page.keywords = {"crash"};
    request_.page.url = "https://site.example/crash";
  }
  void AddPriced(const std::string& id, int64_t cpm_micros) {
    catalog_.Add(
        {.id = id, .tier = Tier::kPricePriority, .cpm_micros = cpm_micros});
  }
  void AddList(const std::string& id, bool dry_run,
               absl::Time expires = absl::InfiniteFuture()) {
    KeywordList list;
    list.name = "keywordLists/" + id;
    list.terms = {{.text = "crash"}};
    list.dry_run = dry_run;
    list.expires = expires;
    catalog_.AddList(list);
  }
  BlockLedger Ledger(int pages = 1) {
    return Count(catalog_.contents(),
                 SampleOf(std::vector<PageRequest>(static_cast<size_t>(pages),
                                                   request_)),
                 instant_);
  }

  const absl::Time instant_ = absl::FromUnixSeconds(1000);
  SmallCatalog catalog_;
  PageRequest request_;
};

TEST_F(SmallLedgerTest, SaysHowManyServesABlockPreventsAndAtWhatPrice) {
  AddPriced("high", 4'000'000);
  AddPriced("low", 2'000'000);
  catalog_.policy().blocks.sections = {{.path = {"news"}}};
  const BlockLedger ledger = Ledger(5);
  ASSERT_EQ(ledger.blocks.size(), 1u);
  const BlockTally& tally = ledger.blocks[0];
  EXPECT_EQ(tally.rule, (BlockRule{"sitePolicy", "blocks.sections", "news"}));
  EXPECT_EQ(tally.hit_pages, 5);
  // One slot shows one of the two.
  EXPECT_EQ(tally.prevented, 5);
  EXPECT_EQ(tally.priced, 5);
  EXPECT_EQ(tally.ecpm_sum, 20'000'000);
  EXPECT_EQ(tally.urls.size(), kLedgerUrls);
}

TEST_F(SmallLedgerTest, GivesNoBlockTheServesThatTwoPreventTogether) {
  AddPriced("a", 1);
  catalog_.policy().blocks.sections = {{.path = {"news"}}};
  catalog_.policy().blocks.keywords = {{.text = "crash"}};
  const BlockLedger ledger = Ledger();
  ASSERT_EQ(ledger.blocks.size(), 2u);
  for (const BlockTally& tally : ledger.blocks) {
    EXPECT_EQ(tally.hit_pages, 1);
    EXPECT_EQ(tally.prevented, 0);
    EXPECT_THAT(tally.urls, IsEmpty());
  }
}

TEST_F(SmallLedgerTest, CountsNothingForWhoWouldNotBeShownAnyway) {
  AddPriced("high", 4'000'000);
  Campaign low = MakeCampaign(
      {.id = "low", .tier = Tier::kPricePriority, .cpm_micros = 2'000'000});
  low.blocks.keywords = {{.text = "crash"}};
  catalog_.Add(low);
  const BlockLedger ledger = Ledger();
  ASSERT_EQ(ledger.blocks.size(), 1u);
  EXPECT_EQ(ledger.blocks[0].rule.source, "campaigns/low");
  EXPECT_EQ(ledger.blocks[0].prevented, 0);
}

TEST_F(SmallLedgerTest, CountsADryRunWhichBlocksNothing) {
  AddPriced("a", 3'000'000);
  AddList("trial", true);
  catalog_.policy().blocks.keyword_lists = {"keywordLists/trial"};
  const BlockLedger ledger = Ledger();
  ASSERT_EQ(ledger.blocks.size(), 1u);
  EXPECT_TRUE(ledger.blocks[0].dry_run);
  EXPECT_EQ(ledger.blocks[0].prevented, 1);
  EXPECT_EQ(ledger.blocks[0].ecpm_sum, 3'000'000);
}

TEST_F(SmallLedgerTest, ListsExpiredListsWithTheirDate) {
  AddPriced("a", 1);
  AddList("old", false, instant_);
  AddList("new", false, instant_ + absl::Seconds(1));
  AddList("unused", false);
  catalog_.policy().blocks.keyword_lists = {"keywordLists/new",
                                            "keywordLists/old"};
  const BlockLedger ledger = Ledger();
  ASSERT_EQ(ledger.blocks.size(), 3u);
  const BlockTally* old =
      Find(ledger, {.source = "keywordLists/old", .path = "", .value = ""});
  ASSERT_NE(old, nullptr);
  EXPECT_TRUE(old->expired);
  EXPECT_EQ(old->expires, instant_);
  EXPECT_EQ(old->hit_pages, 0);
  EXPECT_EQ(ledger.blocks[0].rule.source, "keywordLists/new");
  EXPECT_FALSE(ledger.blocks[0].expired);
  EXPECT_EQ(ledger.blocks[0].prevented, 1);
}

TEST_F(SmallLedgerTest, StopsWhenItIsToldTo) {
  int asked = 0;
  const BlockLedger ledger = CountBlocks(
      *Build(catalog_.contents()), SampleOf({request_, request_, request_}),
      instant_, [&] { return ++asked < 3; });
  EXPECT_EQ(ledger.pages, 2);
}

}  // namespace
}  // namespace placard
