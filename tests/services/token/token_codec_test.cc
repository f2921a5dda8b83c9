#include "services/token/token_codec.h"

#include <string>

#include "gtest/gtest.h"
#include "services/token/base64url.h"
#include "tests/services/token/keys.h"

namespace placard {
namespace {

constexpr absl::Duration kLife = absl::Minutes(10);

class TokenCodecTest : public testing::Test {
 protected:
  static TokenUse Use() {
    return {.kind = TokenKind::kPageView,
            .life = kLife,
            .page_url = "https://paper.example/a",
            .viewer_key = "reader"};
  }
  std::string Seal(std::string_view payload) {
    return std::string(codec_.Seal(Use(), now_, payload));
  }
  std::optional<TokenRefusal> Refusal(std::string_view text) {
    return RefusalAt(text, now_, Use());
  }
  std::optional<TokenRefusal> RefusalAt(std::string_view text, absl::Time now,
                                        const TokenUse& use) {
    std::string_view payload;
    return codec_.Open(use, now, text, payload);
  }
  // A token whose bytes `change` has changed, signed as it was before.
  template <typename Change>
  std::string Changed(const std::string& token, const Change& change) {
    std::string bytes;
    EXPECT_TRUE(DecodeBase64Url(token, bytes));
    change(bytes);
    std::string text;
    EncodeBase64Url(bytes, text);
    return text;
  }

  const absl::Time now_ =
      absl::FromUnixSeconds(1'800'000'000) + absl::Milliseconds(900);
  TokenCodec codec_{Keys({"key1"})};
};

TEST_F(TokenCodecTest, GivesBackTheirPayload) {
  std::string payload;
  for (size_t size = 0; size <= codec_.room(); ++size) {
    const std::string token = Seal(payload);
    std::string_view read;
    EXPECT_EQ(codec_.Open(Use(), now_, token, read), std::nullopt);
    EXPECT_EQ(read, payload);
    EXPECT_LE(token.size(), kTokenChars);
    payload += static_cast<char>(size);
  }
}

TEST_F(TokenCodecTest, ThereIsRoomForTheLongestId) {
  TokenCodec codec(Keys({std::string(kKeyIdBytes, 'k')}));
  EXPECT_EQ(codec.room(), 345u);
  EXPECT_EQ(codec.Seal(Use(), now_, std::string(codec.room(), 'x')).size(),
            kTokenChars);
}

TEST_F(TokenCodecTest, EveryBitThatIsFlippedIsSeen) {
  const std::string token = Seal("some payload");
  for (size_t bit = 0; bit < 8 * token.size(); ++bit) {
    std::string bent = token;
    bent[bit / 8] = static_cast<char>(bent[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_TRUE(Refusal(bent).has_value()) << bit;
  }
  std::string bytes;
  ASSERT_TRUE(DecodeBase64Url(token, bytes));
  for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    const std::string bent = Changed(token, [bit](std::string& all) {
      all[bit / 8] = static_cast<char>(all[bit / 8] ^ (1 << (bit % 8)));
    });
    // Bytes 2 to 6 are the key's id and its length.
    if (bit / 8 >= 2 && bit / 8 < 7) {
      EXPECT_TRUE(Refusal(bent).has_value()) << bit;
    } else {
      EXPECT_EQ(Refusal(bent), TokenRefusal::kMalformed) << bit;
    }
  }
}

TEST_F(TokenCodecTest, EveryTruncationIsSeen) {
  const std::string token = Seal("some payload");
  for (size_t size = 0; size < token.size(); ++size) {
    EXPECT_EQ(Refusal(token.substr(0, size)), TokenRefusal::kMalformed);
    EXPECT_TRUE(Refusal(token.substr(token.size() - size)).has_value());
  }
  EXPECT_EQ(Refusal(token + "A"), TokenRefusal::kMalformed);
  EXPECT_EQ(Refusal(token + token), TokenRefusal::kMalformed);
  EXPECT_EQ(Refusal(std::string(1 << 20, 'A')), TokenRefusal::kMalformed);
}

TEST_F(TokenCodecTest, HoldTheirTime) {
  const std::string token = Seal("");
  const auto at = [&](absl::Duration later) {
    return RefusalAt(token, now_ + later, Use());
  };
  EXPECT_EQ(at(absl::ZeroDuration()), std::nullopt);
  EXPECT_EQ(at(kLife), std::nullopt);
  EXPECT_EQ(at(kLife + absl::Seconds(1)), TokenRefusal::kExpired);
  EXPECT_EQ(at(absl::Hours(24 * 365)), TokenRefusal::kExpired);
}

TEST_F(TokenCodecTest, FromAClockThatIsAheadHoldOnlyWhenItIsLittle) {
  const std::string token = Seal("");
  EXPECT_EQ(RefusalAt(token, now_ - kClockSkew, Use()), std::nullopt);
  EXPECT_EQ(RefusalAt(token, now_ - kClockSkew - absl::Seconds(1), Use()),
            TokenRefusal::kExpired);
  EXPECT_EQ(RefusalAt(token, now_ - absl::Hours(24 * 365), Use()),
            TokenRefusal::kExpired);
}

TEST_F(TokenCodecTest, HoldTheirTimeBeyond2106) {
  const absl::Time late = absl::FromUnixSeconds((int64_t{1} << 32) - 3);
  const std::string token(codec_.Seal(Use(), late, ""));
  EXPECT_EQ(RefusalAt(token, late + kLife, Use()), std::nullopt);
  EXPECT_EQ(RefusalAt(token, late + kLife + absl::Seconds(1), Use()),
            TokenRefusal::kExpired);
}

TEST_F(TokenCodecTest, AreOfOnePageAndReader) {
  const std::string token = Seal("");
  TokenUse use = Use();
  use.page_url = "https://paper.example/b";
  EXPECT_EQ(RefusalAt(token, now_, use), TokenRefusal::kForeign);
  use = Use();
  use.viewer_key = "";
  EXPECT_EQ(RefusalAt(token, now_, use), TokenRefusal::kForeign);
  // What moves from one to the other makes another pair.
  use.page_url = "https://paper.example/areader";
  EXPECT_EQ(RefusalAt(token, now_, use), TokenRefusal::kForeign);
}

TEST_F(TokenCodecTest, AreOfOneKind) {
  TokenUse use = Use();
  use.kind = static_cast<TokenKind>(2);
  EXPECT_EQ(RefusalAt(Seal(""), now_, use), TokenRefusal::kMalformed);
}

TEST_F(TokenCodecTest, AreVerifiedByAllKeysAndSignedByTheFirst) {
  TokenCodec old_only(Keys({"old"}));
  TokenCodec both(Keys({"new", "old"}));
  TokenCodec new_only(Keys({"new"}));
  const std::string by_old(old_only.Seal(Use(), now_, "p"));
  const std::string by_both(both.Seal(Use(), now_, "p"));
  std::string_view payload;
  EXPECT_EQ(both.Open(Use(), now_, by_old, payload), std::nullopt);
  EXPECT_EQ(payload, "p");
  EXPECT_EQ(new_only.Open(Use(), now_, by_both, payload), std::nullopt);
  EXPECT_EQ(new_only.Open(Use(), now_, by_old, payload),
            TokenRefusal::kUnknownKey);
  EXPECT_EQ(old_only.Open(Use(), now_, by_both, payload),
            TokenRefusal::kUnknownKey);
}

TEST_F(TokenCodecTest, AnotherSecretOfTheSameIdVerifiesNothing) {
  TokenCodec other(std::make_shared<const TokenKeys>(
      TokenKeys{{.id = "key1", .secret = std::string(32, '?')}}));
  std::string_view payload;
  EXPECT_EQ(other.Open(Use(), now_, Seal(""), payload),
            TokenRefusal::kMalformed);
}

}  // namespace
}  // namespace placard
