#include "services/codec/names.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/status.h"
#include "services/codec/checker.h"

namespace placard {
namespace {

constexpr size_t kIdBytes = 63;  // a label of DNS, which names may become
constexpr std::string_view kLineItems = "/lineItems/";
constexpr std::string_view kCreatives = "/creatives/";

struct Collection {
  ResourceKind kind;
  std::string_view prefix;
  std::string_view pattern;
};
constexpr std::array<Collection, 4> kCollections = {{
    {ResourceKind::kTaxonomy, "taxonomies/", "taxonomies/{id}"},
    {ResourceKind::kKeywordList, "keywordLists/", "keywordLists/{id}"},
    {ResourceKind::kAdvertiser, "advertisers/", "advertisers/{id}"},
    {ResourceKind::kCampaign, "campaigns/", "campaigns/{id}"},
}};

bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

absl::Status BadName(std::string_view expected, std::string_view name) {
  return InvalidArgument("must be ", expected, ", is ", Quoted(name));
}

std::string_view IdRule(ResourceKind kind) {
  return kind == ResourceKind::kTaxonomy
             ? "1 to 63 of a-z, 0-9, \"-\" and \".\", a letter first"
             : "1 to 63 of a-z, 0-9 and \"-\", a letter first, no \"-\" last";
}

std::string Expected(ResourceKind kind) {
  if (kind == ResourceKind::kSitePolicy) return Concat(kSitePolicyName);
  return Concat(NamePattern(kind), " with an id of ", IdRule(kind));
}

const Collection& CollectionOf(ResourceKind kind) {
  const auto* found =
      std::find_if(kCollections.begin(), kCollections.end(),
                   [kind](const Collection& c) { return c.kind == kind; });
  PLACARD_CHECK(found != kCollections.end());
  return *found;
}

// "campaigns/spring/lineItems/paris" by where "/lineItems/" stands in it.
std::optional<LineItemName> PartOfCampaign(std::string_view parts,
                                           std::string_view name) {
  const size_t middle = name.find(parts);
  if (middle == std::string_view::npos) return std::nullopt;
  const std::string_view campaign = name.substr(0, middle);
  const std::string_view id = name.substr(middle + parts.size());
  if (!ParseNameOf(ResourceKind::kCampaign, campaign).ok() ||
      !IsResourceId(ResourceKind::kCampaign, id)) {
    return std::nullopt;
  }
  return LineItemName{std::string(campaign), std::string(id)};
}

}  // namespace

bool IsResourceId(ResourceKind kind, std::string_view id) {
  if (kind == ResourceKind::kSitePolicy) return false;
  if (id.empty() || id.size() > kIdBytes || !IsLetter(id.front())) return false;
  const bool is_taxonomy = kind == ResourceKind::kTaxonomy;
  if (!is_taxonomy && id.back() == '-') return false;
  return std::all_of(id.begin(), id.end(), [is_taxonomy](char c) {
    return IsLetter(c) || IsDigit(c) || c == '-' || (is_taxonomy && c == '.');
  });
}

absl::StatusOr<ResourceName> ParseResourceName(std::string_view name) {
  if (name == kSitePolicyName)
    return ResourceName{.kind = ResourceKind::kSitePolicy, .id = ""};
  for (const Collection& collection : kCollections) {
    if (!name.starts_with(collection.prefix)) continue;
    const std::string_view id = name.substr(collection.prefix.size());
    if (!IsResourceId(collection.kind, id)) {
      return BadName(Expected(collection.kind), name);
    }
    return ResourceName{collection.kind, std::string(id)};
  }
  return BadName(
      "a taxonomy's, keyword list's, advertiser's or campaign's name or "
      "\"sitePolicy\"",
      name);
}

absl::StatusOr<std::string> ParseNameOf(ResourceKind kind,
                                        std::string_view name) {
  const absl::StatusOr<ResourceName> parsed = ParseResourceName(name);
  if (!parsed.ok() || parsed->kind != kind) {
    return BadName(Expected(kind), name);
  }
  return parsed->id;
}

std::string FormatName(const ResourceName& name) {
  if (name.kind == ResourceKind::kSitePolicy) return Concat(kSitePolicyName);
  PLACARD_CHECK(IsResourceId(name.kind, name.id));
  return Concat(CollectionOf(name.kind).prefix, name.id);
}

absl::StatusOr<LineItemName> ParseLineItemName(std::string_view name) {
  std::optional<LineItemName> found = PartOfCampaign(kLineItems, name);
  if (!found.has_value()) return BadName("campaigns/{id}/lineItems/{id}", name);
  return *std::move(found);
}

absl::StatusOr<std::string> ParseCampaignOf(std::string_view name) {
  for (const std::string_view parts : {kLineItems, kCreatives}) {
    std::optional<LineItemName> found = PartOfCampaign(parts, name);
    if (found.has_value()) return std::move(found->campaign);
  }
  return BadName(
      "campaigns/{id}/lineItems/{id} or campaigns/{id}/creatives/{id}", name);
}

std::string FormatLineItemName(std::string_view campaign, std::string_view id) {
  return Concat(campaign, kLineItems, id);
}

std::string FormatCreativeName(std::string_view campaign, std::string_view id) {
  return Concat(campaign, kCreatives, id);
}

std::string_view IdOf(std::string_view name) {
  return name.substr(name.rfind('/') + 1);
}

std::string_view NamePattern(ResourceKind kind) {
  return kind == ResourceKind::kSitePolicy ? kSitePolicyName
                                           : CollectionOf(kind).pattern;
}

}  // namespace placard
