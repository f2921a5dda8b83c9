// The five kinds of documents that a server keeps, by what they are called in
// files, in names and on the command line.
//
// Thread safety: pure functions over constant tables.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "placard/v1/campaign_service.pb.h"

namespace placard {

// In the order of dependence: what stands later refers to what stands before.
// The numbers are the fields of v1::Resource.
enum class ResourceKind {
  kTaxonomy = 1,
  kKeywordList = 2,
  kAdvertiser = 3,
  kSitePolicy = 4,
  kCampaign = 5,
};

struct KindWords {
  ResourceKind kind;
  std::string_view word;    // in a file: "KeywordList"
  std::string_view prefix;  // of a name: "keywordLists/"
  std::string_view plural;  // on the command line: "keyword-lists"
};

inline constexpr std::array<KindWords, 5> kKinds = {{
    {ResourceKind::kTaxonomy, "Taxonomy", "taxonomies/", "taxonomies"},
    {ResourceKind::kKeywordList, "KeywordList", "keywordLists/",
     "keyword-lists"},
    {ResourceKind::kAdvertiser, "Advertiser", "advertisers/", "advertisers"},
    {ResourceKind::kSitePolicy, "SitePolicy", "sitePolicy", "site-policy"},
    {ResourceKind::kCampaign, "Campaign", "campaigns/", "campaigns"},
}};

const KindWords& WordsOf(ResourceKind kind);

// By word, in whatever case; nullopt: there is no such kind.
std::optional<ResourceKind> FindKind(std::string_view word);

// Of "campaigns/spring"; nullopt for a name without a known collection.
std::optional<ResourceKind> KindOfName(std::string_view name);

// What stands for one document, or for a line item inside one.
struct ResourceName {
  ResourceKind kind = ResourceKind::kCampaign;
  // The document's: "campaigns/spring".
  std::string document;
  // "campaigns/spring/lineItems/run-of-site"; empty for the document itself.
  std::string line_item;
};

// As typed: "spring" (a campaign), "campaigns/spring",
// "campaigns/spring/lineItems/top", "advertisers/a", "keyword-lists/l" or
// "keywordLists/l", "taxonomies/t", "site-policy" or "sitePolicy".
// Errors: INVALID_ARGUMENT for anything else.
absl::StatusOr<ResourceName> ParseResourceName(std::string_view text);

// The name of a line item, and of nothing else.
// Errors: INVALID_ARGUMENT.
absl::StatusOr<std::string> ParseLineItem(std::string_view text);

google::protobuf::Message& MutableDocument(ResourceKind kind,
                                           v1::Resource& resource);

// Precondition: the resource holds a document.
const google::protobuf::Message& DocumentOf(const v1::Resource& resource);
ResourceKind KindOf(const v1::Resource& resource);
std::string NameOf(const v1::Resource& resource);

// Forgets what the server only tells: etag, times and warnings.
void ClearOutputOnly(v1::Resource& resource);

}  // namespace placard
