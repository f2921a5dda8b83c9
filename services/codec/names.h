// Names of resources, as the wire and the store spell them:
//   taxonomies/iab-content-3.1
//   keywordLists/crime
//   advertisers/acme
//   sitePolicy
//   campaigns/spring, and below it campaigns/spring/lineItems/paris and
//   campaigns/spring/creatives/tall
//
// Ids are so narrow that a name may stand in a key, a glob or a line of a log
// as it is: 1 to 63 of a-z, 0-9 and "-", a letter first, no "-" last. A
// taxonomy's id may hold "." too and end as it likes.
//
// Thread safety: pure functions.
// Errors: INVALID_ARGUMENT with the name, quoted, and what was expected.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace placard {

// In order of dependence: a resource refers only to kinds before its own.
enum class ResourceKind {
  kTaxonomy,
  kKeywordList,
  kAdvertiser,
  kSitePolicy,
  kCampaign,
};

struct ResourceName {
  ResourceKind kind = ResourceKind::kCampaign;
  std::string id;  // empty for the site policy
  friend bool operator==(const ResourceName&, const ResourceName&) = default;
};

// The name of the one site policy.
inline constexpr std::string_view kSitePolicyName = "sitePolicy";

// Whether `id` may name a resource of this kind. The site policy has no id.
bool IsResourceId(ResourceKind kind, std::string_view id);

// A document's own name; not those of line items and creatives.
absl::StatusOr<ResourceName> ParseResourceName(std::string_view name);

// ParseResourceName(), but only a name of `kind` will do. Returns the id.
absl::StatusOr<std::string> ParseNameOf(ResourceKind kind,
                                        std::string_view name);

// FormatName(ParseResourceName(x)) == x. Precondition: `id` is one.
std::string FormatName(const ResourceName& name);

struct LineItemName {
  std::string campaign;  // the campaign's name: "campaigns/spring"
  std::string id;
  friend bool operator==(const LineItemName&, const LineItemName&) = default;
};

absl::StatusOr<LineItemName> ParseLineItemName(std::string_view name);

// "campaigns/spring", of the name of a line item or a creative of it.
absl::StatusOr<std::string> ParseCampaignOf(std::string_view name);

// "campaigns/spring", "paris" -> "campaigns/spring/lineItems/paris".
std::string FormatLineItemName(std::string_view campaign, std::string_view id);
std::string FormatCreativeName(std::string_view campaign, std::string_view id);

// What follows the last slash: the id of any well-formed name but the site
// policy's.
std::string_view IdOf(std::string_view name);

// "an advertiser" is "advertisers/{id}": how names of this kind look, for
// messages.
std::string_view NamePattern(ResourceKind kind);

}  // namespace placard
