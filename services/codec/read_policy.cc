#include <set>
#include <string>
#include <utility>

#include "engine/base/limits.h"
#include "engine/text/section_path.h"
#include "services/codec/codes.h"
#include "services/codec/enums.h"
#include "services/codec/read_documents.h"
#include "services/codec/read_parts.h"
#include "services/codec/url.h"

namespace placard {
namespace {

std::vector<std::string> ReadDomains(const Strings& wire, Checker& check) {
  std::vector<std::string> domains(static_cast<size_t>(wire.size()));
  for (int i = 0; i < wire.size(); ++i) {
    const Checker::Where where = {"blocked_click_domains", i};
    if (check.Matches(where, wire.Get(i), IsHostName,
                      "a host name such as \"example.com\"")) {
      check.Normalized(where, wire.Get(i), 1, limits::kUrlBytes,
                       domains[static_cast<size_t>(i)]);
    }
  }
  return domains;
}

Floor ReadFloor(const v1::Floor& wire, Checker& check) {
  check.Known(wire);
  check.Range("cpm_micros", wire.cpm_micros(), 0, limits::kBidMicros);
  Floor floor{.section = {}, .cpm = Micros(wire.cpm_micros())};
  if (wire.section().empty()) return floor;
  absl::StatusOr<SectionPath> section = ParseSectionPath(wire.section());
  if (section.ok()) {
    floor.section = *std::move(section);
  } else {
    check.FailAt("section", ToStd(section.status().message()));
  }
  return floor;
}

std::vector<Floor> ReadFloors(const Repeated<v1::Floor>& wire, Checker& check) {
  std::vector<Floor> floors = ReadEach("floors", wire, check, ReadFloor);
  std::set<SectionPath> seen;
  for (int i = 0; i < wire.size(); ++i) {
    const SectionPath& section = floors[static_cast<size_t>(i)].section;
    const bool was_refused = section.empty() && !wire.Get(i).section().empty();
    if (was_refused || seen.insert(section).second) continue;
    const Checker::Scope scope = check.In({"floors", i});
    check.FailAt("section", "must be distinct, ",
                 Quoted(PrintSectionPath(section)), " is there twice");
  }
  return floors;
}

SlotPreset ReadPreset(const v1::SlotPreset& wire, Checker& check) {
  check.Known(wire);
  check.Text("id", wire.id(), 1, limits::kIdBytes);
  SlotPreset preset;
  preset.id = wire.id();
  if (check.Count("sizes", wire.sizes_size(), 1, limits::kSlotSizes)) {
    preset.sizes = ReadEach("sizes", wire.sizes(), check, ReadSize);
  }
  check.Range("count", wire.count(), 0, limits::kSlotCount);
  preset.count = wire.count() == 0 ? 1 : wire.count();
  check.Range("floor_cpm_micros", wire.floor_cpm_micros(), 0,
              limits::kBidMicros);
  preset.floor = Micros(wire.floor_cpm_micros());
  preset.position = check.Choice("position", kPositions, wire.position());
  return preset;
}

void CheckPresetsAreDistinct(const Repeated<v1::SlotPreset>& presets,
                             Checker& check) {
  std::set<std::string_view> seen;
  for (int i = 0; i < presets.size(); ++i) {
    if (seen.insert(presets.Get(i).id()).second) continue;
    const Checker::Scope scope = check.In({"slot_presets", i});
    check.FailAt("id", "must be distinct, ", Quoted(presets.Get(i).id()),
                 " is there twice");
  }
}

}  // namespace

SitePolicy ReadSitePolicy(const v1::SitePolicy& wire, Checker& check) {
  check.Known(wire);
  check.Name("name", ResourceKind::kSitePolicy, wire.name());
  if (!wire.currency().empty()) {
    check.Matches("currency", wire.currency(), IsCurrencyCode,
                  "a currency code such as \"EUR\"");
  }
  SitePolicy policy;
  policy.currency = wire.currency();
  policy.blocks = ReadBlocks(wire.blocks(), check);
  policy.blocked_advertisers =
      ReadNames("blocked_advertisers", ResourceKind::kAdvertiser,
                wire.blocked_advertisers(), check);
  policy.blocked_click_domains =
      ReadDomains(wire.blocked_click_domains(), check);
  policy.floors = ReadFloors(wire.floors(), check);
  ReadSections("sections", wire.sections(), check, policy.sections);
  policy.slot_presets =
      ReadEach("slot_presets", wire.slot_presets(), check, ReadPreset);
  CheckPresetsAreDistinct(wire.slot_presets(), check);
  policy.no_duplicates =
      check.Choice("no_duplicates", kNoDuplicates, wire.no_duplicates())
          .value_or(policy.no_duplicates);
  check.Range("advertiser_page_limit", wire.advertiser_page_limit(), 0,
              limits::kPageAds);
  policy.advertiser_page_limit = wire.advertiser_page_limit();
  return policy;
}

}  // namespace placard
