#include "services/token/page_view_tokens.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/services/token/keys.h"

namespace placard {
namespace {

constexpr PageViewOwner kOwner = {.page_url = "https://paper.example/a",
                                  .viewer_key = "reader"};

class PageViewTokensTest : public testing::Test {
 protected:
  PageViewTokensTest() { tokens_.Use(Keys({"12345678"})); }

  // The token of as many of the latest as fit.
  std::string Mint(const PageViewHistory& history) {
    tokens_.Begin();
    for (size_t i = history.shown.size(); i > 0; --i) {
      if (!tokens_.Add(history.shown[i - 1])) break;
    }
    return std::string(tokens_.Finish(kOwner, now_));
  }
  PageViewHistory Read(const std::string& token) {
    PageViewHistory history;
    history.shown.resize(3);  // left from before
    EXPECT_EQ(tokens_.Read(token, kOwner, now_, history), std::nullopt);
    return history;
  }

  // All hashes, and so many labels.
  ShownAd AnAd(size_t labels) {
    ShownAd ad = {.campaign = Hash(),
                  .advertiser = Hash(),
                  .line_item = Hash(),
                  .creative = Hash()};
    for (size_t i = 0; i < labels; ++i) ad.labels.push_back(Hash());
    return ad;
  }
  ShownAd RandomAd() {
    ShownAd ad = AnAd(random_() % 3 == 0 ? random_() % 12 : 0);
    for (uint32_t* hash :
         {&ad.campaign, &ad.advertiser, &ad.line_item, &ad.creative}) {
      if (random_() % 3 == 0) *hash = 0;
    }
    ad.house = random_() % 4 == 0;
    return ad;
  }
  uint32_t Hash() { return 1 + random_() % 0xFFFFFF; }

  std::mt19937 random_{11};
  const absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);
  PageViewTokens tokens_;
};

TEST_F(PageViewTokensTest, GiveBackWhatWasShown) {
  EXPECT_EQ(Read(Mint({})), PageViewHistory());
  for (int round = 0; round < 2000; ++round) {
    PageViewHistory history;
    for (size_t i = random_() % 8; i > 0; --i) {
      history.shown.push_back(RandomAd());
    }
    EXPECT_EQ(Read(Mint(history)), history);
  }
}

TEST_F(PageViewTokensTest, KeepTheLatestThatFit) {
  for (int round = 0; round < 200; ++round) {
    PageViewHistory history;
    for (size_t i = 0; i < 60; ++i) history.shown.push_back(RandomAd());
    const PageViewHistory read = Read(Mint(history));
    ASSERT_LE(read.shown.size(), history.shown.size());
    ASSERT_GE(read.shown.size(), 8u);
    const auto kept =
        history.shown.end() - static_cast<std::ptrdiff_t>(read.shown.size());
    EXPECT_TRUE(std::equal(read.shown.begin() + 1, read.shown.end(), kept + 1));
    // The oldest of them may have lost labels.
    ShownAd oldest = *kept;
    ASSERT_GE(oldest.labels.size(), read.shown[0].labels.size());
    oldest.labels.resize(read.shown[0].labels.size());
    EXPECT_EQ(oldest, read.shown[0]);
  }
}

TEST_F(PageViewTokensTest, AreShortHoweverMuchIsShown) {
  PageViewHistory history;
  for (size_t i = 0; i < 64 * 20; ++i) history.shown.push_back(AnAd(0));
  const std::string token = Mint(history);
  EXPECT_LE(token.size(), kTokenChars);
  EXPECT_EQ(Read(token).shown.size(), 26u);
  for (size_t labels = 0; labels <= 192; ++labels) {
    history.shown.push_back(AnAd(labels));
    EXPECT_LE(Mint(history).size(), kTokenChars);
  }
}

TEST_F(PageViewTokensTest, KeepWhatFitsOfOneWithTooManyLabels) {
  const PageViewHistory history = {{AnAd(0), AnAd(192)}};
  const PageViewHistory read = Read(Mint(history));
  ASSERT_EQ(read.shown.size(), 1u);
  EXPECT_EQ(read.shown[0].creative, history.shown[1].creative);
  EXPECT_EQ(read.shown[0].labels.size(), 110u);
}

TEST_F(PageViewTokensTest, AnyNumberOfLabelsFitsAsFarAsThereIsRoom) {
  for (size_t labels = 0; labels <= 110; ++labels) {
    const PageViewHistory history = {{AnAd(labels)}};
    EXPECT_EQ(Read(Mint(history)), history) << labels;
  }
}

TEST_F(PageViewTokensTest, WhatIsRefusedLeavesTheHistoryAlone) {
  PageViewHistory history = {{AnAd(1)}};
  const PageViewHistory before = history;
  const std::string token = Mint({{AnAd(2)}});
  EXPECT_EQ(tokens_.Read("nonsense", kOwner, now_, history),
            TokenRefusal::kMalformed);
  EXPECT_EQ(tokens_.Read(token, {.page_url = "https://paper.example/b"}, now_,
                         history),
            TokenRefusal::kForeign);
  EXPECT_EQ(tokens_.Read(token, kOwner, now_ + kPageViewLife + absl::Seconds(2),
                         history),
            TokenRefusal::kExpired);
  tokens_.Use(Keys({"other"}));
  EXPECT_EQ(tokens_.Read(token, kOwner, now_, history),
            TokenRefusal::kUnknownKey);
  EXPECT_EQ(history, before);
}

// Only who holds the key can make one.
TEST_F(PageViewTokensTest, PayloadsThatNobodyWritesAreMalformed) {
  TokenCodec codec(Keys({"12345678"}));
  const TokenUse use = {.kind = TokenKind::kPageView,
                        .life = kPageViewLife,
                        .page_url = kOwner.page_url,
                        .viewer_key = kOwner.viewer_key};
  std::string payload;
  for (int round = 0; round < 20'000; ++round) {
    payload.resize(random_() % 40);
    for (char& byte : payload) byte = static_cast<char>(random_());
    PageViewHistory history;
    const std::optional<TokenRefusal> refusal =
        tokens_.Read(codec.Seal(use, now_, payload), kOwner, now_, history);
    if (refusal.has_value()) {
      EXPECT_EQ(refusal, TokenRefusal::kMalformed);
      EXPECT_TRUE(history.shown.empty());
    }
  }
}

TEST_F(PageViewTokensTest, EveryBitThatIsFlippedAndEveryTruncationIsSeen) {
  PageViewHistory history;
  for (size_t i = 0; i < 4; ++i) history.shown.push_back(AnAd(i));
  const std::string token = Mint(history);
  PageViewHistory read;
  for (size_t bit = 0; bit < 8 * token.size(); ++bit) {
    std::string bent = token;
    bent[bit / 8] = static_cast<char>(bent[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_TRUE(tokens_.Read(bent, kOwner, now_, read).has_value()) << bit;
  }
  for (size_t size = 0; size < token.size(); ++size) {
    EXPECT_TRUE(
        tokens_.Read(token.substr(0, size), kOwner, now_, read).has_value());
  }
}

}  // namespace
}  // namespace placard
