#include "services/codec/names.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/codec/codes.h"
#include "services/codec/url.h"

namespace placard {
namespace {

TEST(Names, AreParsedAndFormattedBack) {
  const std::pair<std::string, ResourceKind> names[] = {
      {"taxonomies/iab-content-3.1", ResourceKind::kTaxonomy},
      {"keywordLists/crime", ResourceKind::kKeywordList},
      {"advertisers/a-1", ResourceKind::kAdvertiser},
      {"sitePolicy", ResourceKind::kSitePolicy},
      {"campaigns/spring", ResourceKind::kCampaign},
  };
  for (const auto& [name, kind] : names) {
    const absl::StatusOr<ResourceName> parsed = ParseResourceName(name);
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(parsed->kind, kind);
    EXPECT_EQ(FormatName(*parsed), name);
    EXPECT_TRUE(ParseNameOf(kind, name).ok());
  }
}

TEST(Names, CannotHoldWhatKeysGlobsAndLogsTreatSpecially) {
  for (char c : {'{', '}', '\n', '\0', '*', '?', '[', '/', ' ', '%', '\\', ':',
                 '"', '_', '.', 'A', '\x7F', '\x80'}) {
    const std::string name = std::string("campaigns/a") + c + "b";
    EXPECT_FALSE(ParseResourceName(name).ok()) << name;
    const std::string line_item = "campaigns/x/lineItems/a" + std::string(1, c);
    EXPECT_FALSE(ParseLineItemName(line_item).ok()) << line_item;
  }
}

TEST(Names, OfOtherShapesAreRefused) {
  for (const char* name :
       {"", "/", "campaigns", "campaigns/", "campaigns/a/", "/campaigns/a",
        "campaigns/-a", "campaigns/a-", "campaigns/1", "Campaigns/a",
        "sitePolicy/", "sitePolicy/a", "sitepolicy", "campaigns/a.b",
        "taxonomies/.a", "campaigns/a/lineItems/b", "keywordlists/a"}) {
    EXPECT_FALSE(ParseResourceName(name).ok()) << name;
  }
  EXPECT_EQ(
      ParseNameOf(ResourceKind::kCampaign, "advertisers/a").status().code(),
      absl::StatusCode::kInvalidArgument);
}

TEST(Names, OfLineItemsAreParsedAndFormattedBack) {
  const std::string name = "campaigns/spring/lineItems/paris";
  const absl::StatusOr<LineItemName> parsed = ParseLineItemName(name);
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(*parsed, (LineItemName{"campaigns/spring", "paris"}));
  EXPECT_EQ(FormatLineItemName(parsed->campaign, parsed->id), name);
  EXPECT_EQ(IdOf(name), "paris");
}

TEST(Names, OfLineItemsNeedBothParts) {
  for (const char* name :
       {"", "campaigns/a", "campaigns/a/lineItems/", "campaigns//lineItems/b",
        "campaigns/a/creatives/b", "advertisers/a/lineItems/b",
        "campaigns/a/lineItems/b/lineItems/c", "campaigns/a/lineItems/b/"}) {
    EXPECT_FALSE(ParseLineItemName(name).ok()) << name;
  }
}

TEST(Names, OfWhatACampaignHasSayWhose) {
  EXPECT_EQ(*ParseCampaignOf("campaigns/spring/lineItems/paris"),
            "campaigns/spring");
  EXPECT_EQ(*ParseCampaignOf("campaigns/spring/creatives/tall"),
            "campaigns/spring");
  for (const char* name :
       {"", "campaigns/a", "campaigns/a/lineItems/", "campaigns/a/creatives/B",
        "campaigns//creatives/b", "campaigns/a/rules/b",
        "campaigns/a/creatives/b/creatives/c", "creatives/b"}) {
    EXPECT_EQ(ParseCampaignOf(name).status().code(),
              absl::StatusCode::kInvalidArgument)
        << name;
  }
}

TEST(HttpsHost, IsInLowerCaseWithoutPort) {
  EXPECT_EQ(*HttpsHost("https://Shop.Example.COM:8443/a?b#c"),
            "shop.example.com");
  EXPECT_EQ(*HttpsHost("HTTPS://e.com"), "e.com");
  EXPECT_EQ(*HttpsHost("https://e.com?x=http://other.com/"), "e.com");
  EXPECT_EQ(*HttpsHost("https://xn--bcher-kva.example/"),
            "xn--bcher-kva.example");
  EXPECT_EQ(*HttpsHost("https://e.com/@path"), "e.com");
}

TEST(HttpsHost, IsRefusedWhereABrowserMightReadAnother) {
  for (const char* url : {"",
                          "https:/e.com",
                          "https://",
                          "https:///e.com",
                          "//e.com",
                          "http://e.com",
                          "https://user@e.com",
                          "https://user:pw@e.com",
                          "https://e.com\\@evil.com",
                          "https://e.com:",
                          "https://e.com:x",
                          "https://e.com:123456",
                          "https://e..com",
                          "https://.e.com",
                          "https://e.com.",
                          "https://-e.com",
                          "https://e.com/ x",
                          "https://e.com/\tx",
                          "https://e.com/\r\nLocation: x",
                          "https://e.com/%0d%0aLocation:x",
                          "https://e.com/%0A",
                          "https://e.com/%00",
                          "https://bücher.example/",
                          "https://%65.com/",
                          "https://[::1]/",
                          "https://e.com/\"><script>",
                          "https://e.com/\x7F"}) {
    EXPECT_FALSE(HttpsHost(url).ok()) << url;
  }
}

TEST(HostNames, HaveLimits) {
  EXPECT_TRUE(IsHostName(std::string(63, 'a') + ".com"));
  EXPECT_FALSE(IsHostName(std::string(64, 'a') + ".com"));
  std::string host = "a";
  while (host.size() < 253) host += ".a";
  EXPECT_TRUE(IsHostName(host));
  EXPECT_FALSE(IsHostName(host + ".a"));
}

TEST(TimeZones, AreFoundByTheirNamesOnly) {
  EXPECT_EQ(FindTimeZone("")->name(), "UTC");
  EXPECT_EQ(FindTimeZone("Pacific/Auckland")->name(), "Pacific/Auckland");
  for (const char* name :
       {"localtime", "Europe//Berlin", "/etc/localtime", "../UTC", "Europe",
        "Fixed/UTC+01:00:00", "europe/berlin ", "a/../UTC", "file:UTC"}) {
    EXPECT_FALSE(FindTimeZone(name).has_value()) << name;
  }
}

}  // namespace
}  // namespace placard
