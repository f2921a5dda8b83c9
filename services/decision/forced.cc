#include "services/decision/forced.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "services/codec/checker.h"
#include "services/codec/names.h"

namespace placard {
namespace {

template <typename Parts>
bool HasName(const Parts& parts, std::string_view name) {
  return std::any_of(parts.begin(), parts.end(),
                     [name](const auto& part) { return part.name == name; });
}

bool IsInCatalogue(std::string_view name, const Snapshot& snapshot) {
  const absl::StatusOr<std::string> campaign = ParseCampaignOf(name);
  if (!campaign.ok()) return false;
  const ServedCampaign* found = snapshot.FindCampaign(*campaign);
  return found != nullptr && (HasName(found->campaign()->line_items, name) ||
                              HasName(found->campaign()->creatives, name));
}

}  // namespace

void CheckForce(const PageRequest& page, const Snapshot& snapshot,
                const char* field, FieldViolations& violations) {
  if (page.force.empty() || IsInCatalogue(page.force, snapshot)) return;
  violations.push_back(
      {field, Concat("must be a line item or creative of the catalogue, is ",
                     Quoted(page.force))});
}

}  // namespace placard
