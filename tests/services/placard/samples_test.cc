// The samples are what they promise to be.

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "engine/text/normalize.h"
#include "engine/text/tokens.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/placard/page_request.h"
#include "services/placard/resource_kind.h"

namespace placard {
namespace {

using ::testing::IsEmpty;

std::map<std::string, v1::Resource> LoadSamples() {
  SourceErrors errors;
  std::istringstream none;
  std::map<std::string, v1::Resource> samples;
  for (Document& document :
       LoadDocuments({.paths = {PLACARD_SAMPLES "/campaigns"}, .taxonomy = ""},
                     none, errors)) {
    samples[NameOf(document.resource)] = std::move(document.resource);
  }
  for (const SourceError& error : errors) ADD_FAILURE() << ToString(error);
  return samples;
}

std::set<std::string> ListsOf(const v1::Campaign& campaign) {
  return {campaign.blocks().keyword_lists().begin(),
          campaign.blocks().keyword_lists().end()};
}

// Whole words in a row, as a phrase is found.
bool IsFound(const std::string& term, const std::string& text) {
  const std::string normal_term = *Normalize(term);
  const std::string normal_text = *Normalize(text);
  const auto words = Tokenize(normal_text);
  const auto wanted = Tokenize(normal_term);
  return std::search(words.begin(), words.end(), wanted.begin(),
                     wanted.end()) != words.end();
}

bool BlocksText(const v1::KeywordList& list, const std::string& text) {
  return std::any_of(
      list.terms().begin(), list.terms().end(),
      [&](const v1::KeywordTerm& term) { return IsFound(term.text(), text); });
}

TEST(SamplesTest, HoldWhatANewsSiteRuns) {
  const auto samples = LoadSamples();
  std::map<ResourceKind, int> counts;
  for (const auto& [name, resource] : samples) ++counts[KindOf(resource)];
  EXPECT_GE(counts[ResourceKind::kCampaign], 12);
  EXPECT_GE(counts[ResourceKind::kAdvertiser], 12);
  EXPECT_GE(counts[ResourceKind::kKeywordList], 4);
  EXPECT_EQ(counts[ResourceKind::kSitePolicy], 1);
}

TEST(SamplesTest, ReferToNothingThatIsNotThere) {
  const auto samples = LoadSamples();
  for (const auto& [name, resource] : samples) {
    if (!resource.has_campaign()) continue;
    EXPECT_TRUE(samples.contains(resource.campaign().advertiser())) << name;
    for (const std::string& list : ListsOf(resource.campaign())) {
      EXPECT_TRUE(samples.contains(list)) << name << " " << list;
    }
  }
}

TEST(SamplesTest, KeepCheerfulBrandsAwayFromWar) {
  const auto samples = LoadSamples();
  for (const char* name :
       {"spring-airfares", "island-cruises", "coffee-smiles", "city-breaks"}) {
    EXPECT_TRUE(ListsOf(samples.at(Concat("campaigns/", name)).campaign())
                    .contains("keywordLists/conflict"))
        << name;
  }
}

TEST(SamplesTest, TakeOverPagesAsAWhole) {
  const v1::Campaign takeover =
      LoadSamples().at("campaigns/volta-takeover").campaign();
  EXPECT_EQ(takeover.roadblock(), v1::ROADBLOCK_ALL);
  std::set<std::string> masters;
  std::set<std::string> companions;
  for (const v1::LineItem& item : takeover.line_items()) {
    (item.companion_of().empty() ? masters : companions).insert(item.id());
    EXPECT_EQ(item.creatives_size(), 1) << "each a size of its own";
  }
  EXPECT_GE(masters.size(), 2u);
  EXPECT_GE(companions.size(), 1u);
  for (const v1::LineItem& item : takeover.line_items()) {
    if (item.companion_of().empty()) continue;
    EXPECT_TRUE(masters.contains(item.companion_of())) << item.id();
  }
}

TEST(SamplesTest, UseEachRuleOfWhatPagesShowOfEachOther) {
  const auto samples = LoadSamples();
  std::set<v1::Rotation::Mode> modes;
  int airlines = 0;
  bool has_share = false;
  bool has_limit = false;
  bool has_exception = false;
  for (const auto& [name, resource] : samples) {
    has_limit |= resource.advertiser().page_limit() > 0;
    has_exception |= resource.advertiser().same_advertiser_exception();
    for (const v1::LineItem& item : resource.campaign().line_items()) {
      has_share |= item.share_of_voice_percent() > 0;
      if (item.has_rotation()) modes.insert(item.rotation().mode());
    }
    for (const std::string& label : resource.advertiser().exclusion_labels()) {
      airlines += label == "airline";
    }
  }
  EXPECT_EQ(modes.size(), 3u);
  EXPECT_GE(airlines, 2) << "else none keeps another away";
  EXPECT_TRUE(has_share && has_limit && has_exception);
  EXPECT_GT(samples.at("sitePolicy").site_policy().advertiser_page_limit(), 0);
}

TEST(SamplesTest, ConflictListKnowsTheWordsOfWarReporting) {
  const v1::KeywordList conflict =
      LoadSamples().at("keywordLists/conflict").keyword_list();
  for (const char* sentence :
       {"The general spoke of military capabilities.",
        "Some 28,500 American troops remain.", "Wartime control was returned.",
        "The defense chiefs met.", "To meet escalating threats",
        "a response to any potential aggression"}) {
    EXPECT_TRUE(BlocksText(conflict, sentence)) << sentence;
  }
  EXPECT_FALSE(BlocksText(conflict, "Lemon, peas and twenty minutes."));
}

TEST(SamplesTest, PagesAreReadAndShapedBySlotPresets) {
  const v1::SitePolicy policy = LoadSamples().at("sitePolicy").site_policy();
  std::set<std::string> presets;
  for (const v1::SlotPreset& preset : policy.slot_presets()) {
    presets.insert(preset.id());
  }
  size_t pages = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(PLACARD_SAMPLES "/pages")) {
    ++pages;
    DecideOptions options;
    options.page_file = entry.path().string();
    SourceErrors errors;
    std::istringstream none;
    const v1::DecideRequest request = BuildRequest(options, none, errors);
    EXPECT_THAT(errors, IsEmpty()) << options.page_file;
    for (const v1::Slot& slot : request.slots()) {
      EXPECT_TRUE(presets.contains(slot.preset())) << slot.preset();
    }
    for (const std::string& section : request.page().sections()) {
      EXPECT_NE(std::find(policy.sections().begin(), policy.sections().end(),
                          section),
                policy.sections().end())
          << section;
    }
  }
  EXPECT_GE(pages, 5u);
}

TEST(SamplesTest, CeasefirePageIsBlockedForCheerfulBrandsOnly) {
  const auto samples = LoadSamples();
  DecideOptions options;
  options.page_file = PLACARD_SAMPLES "/pages/ceasefire-talks.yaml";
  SourceErrors errors;
  std::istringstream none;
  const v1::Page page = BuildRequest(options, none, errors).page();
  const auto list = [&](const std::string& id) {
    return samples.at("keywordLists/" + id).keyword_list();
  };
  EXPECT_TRUE(BlocksText(list("conflict"), page.text()));
  EXPECT_FALSE(BlocksText(list("disasters"), page.text()));
  const auto& careers = samples.at("campaigns/defence-careers").campaign();
  const auto& keywords = careers.line_items(0).targeting().keywords();
  EXPECT_TRUE(std::any_of(
      keywords.any_of().begin(), keywords.any_of().end(),
      [&](const auto& term) { return IsFound(term.text(), page.text()); }));
  EXPECT_FALSE(std::any_of(
      keywords.none_of().begin(), keywords.none_of().end(),
      [&](const auto& term) { return IsFound(term.text(), page.text()); }));
}

}  // namespace
}  // namespace placard
