#include "services/codec/to_proto.h"

#include "engine/base/check.h"
#include "engine/text/section_path.h"
#include "services/codec/enums.h"
#include "services/codec/names.h"
#include "services/codec/parts_to_proto.h"
#include "services/codec/timestamp.h"

namespace placard {
namespace {

v1::Flight ToProto(const Flight& flight) {
  v1::Flight wire;
  *wire.mutable_start_time() = ToTimestamp(flight.start);
  if (flight.end != absl::InfiniteFuture()) {
    *wire.mutable_end_time() = ToTimestamp(flight.end);
  }
  wire.set_time_zone(flight.zone.name());
  return wire;
}

v1::Creative ToProto(const Creative& creative) {
  v1::Creative wire;
  wire.set_id(std::string(IdOf(creative.name)));
  *wire.mutable_size() = ToProto(creative.size);
  wire.set_click_url(creative.click_url);
  WriteContent(creative, wire);
  AppendStrings(creative.exclusion_labels, wire.mutable_exclusion_labels());
  *wire.mutable_blocks() = ToProto(creative.blocks);
  wire.set_rotation_weight(creative.rotation_weight);
  return wire;
}

v1::Rotation ToProto(const Rotation& rotation) {
  v1::Rotation wire;
  wire.set_mode(ToWire(kRotationModes, rotation.mode));
  wire.set_frozen(rotation.frozen);
  return wire;
}

v1::LineItem ToProto(const LineItem& item, const Campaign& campaign) {
  v1::LineItem wire;
  wire.set_id(std::string(IdOf(item.name)));
  wire.set_status(ToWire(kStatuses, item.status));
  if (item.price.has_value()) *wire.mutable_price() = ToProto(*item.price);
  if (campaign.tier != Tier::kPricePriority) wire.set_weight(item.weight);
  PLACARD_CHECK(std::holds_alternative<Rule>(item.rule));
  *wire.mutable_targeting() = ToProto(std::get<Rule>(item.rule));
  for (uint32_t position : item.creatives) {
    wire.add_creatives(std::string(IdOf(campaign.creatives[position].name)));
  }
  *wire.mutable_rotation() = ToProto(item.rotation);
  if (item.companion_of.has_value()) {
    const LineItem& master = campaign.line_items[*item.companion_of];
    wire.set_companion_of(std::string(IdOf(master.name)));
  }
  wire.set_share_of_voice_percent(item.share_of_voice);
  return wire;
}

v1::Floor ToProto(const Floor& floor) {
  v1::Floor wire;
  wire.set_section(PrintSectionPath(floor.section));
  wire.set_cpm_micros(floor.cpm.value());
  return wire;
}

v1::SlotPreset ToProto(const SlotPreset& preset) {
  v1::SlotPreset wire;
  wire.set_id(preset.id);
  AppendEach(preset.sizes, wire.mutable_sizes());
  wire.set_count(preset.count);
  wire.set_floor_cpm_micros(preset.floor.value());
  if (preset.position.has_value()) {
    wire.set_position(ToWire(kPositions, *preset.position));
  }
  return wire;
}

void WritePage(const Page& page, v1::Page& out) {
  out.set_url(page.url);
  for (const SectionPath& section : page.sections) {
    out.add_sections(PrintSectionPath(section));
  }
  AppendStrings(page.keywords, out.mutable_keywords());
  AppendEach(page.categories, out.mutable_categories());
  AppendStrings(page.exclusion_labels, out.mutable_exclusion_labels());
  out.set_language(page.language.value_or(""));
  AppendEach(page.key_values, out.mutable_key_values());
  out.set_title(page.title);
  out.set_text(page.text);
}

void WriteViewer(const Viewer& viewer, v1::Viewer& out) {
  out.set_country(viewer.country.value_or(""));
  out.set_region(viewer.region.value_or(""));
  if (viewer.device.has_value()) {
    out.set_device(ToWire(kDevices, *viewer.device));
  }
  AppendStrings(viewer.segments, out.mutable_segments());
  if (!viewer.segments.empty()) out.set_consent(v1::CONSENT_PERSONALISED);
}

void WriteSlot(const Slot& slot, v1::Slot& out) {
  out.set_id(slot.id);
  AppendEach(slot.sizes, out.mutable_sizes());
  out.set_count(slot.count);
  out.set_floor_cpm_micros(slot.floor.value());
  AppendEach(slot.key_values, out.mutable_key_values());
}

}  // namespace

v1::Advertiser ToProto(const Advertiser& advertiser) {
  v1::Advertiser wire;
  wire.set_name(advertiser.name);
  wire.set_status(ToWire(kStatuses, advertiser.status));
  AppendStrings(advertiser.exclusion_labels, wire.mutable_exclusion_labels());
  *wire.mutable_blocks() = ToProto(advertiser.blocks);
  wire.set_page_limit(advertiser.page_limit);
  wire.set_same_advertiser_exception(advertiser.same_advertiser_exception);
  return wire;
}

v1::Campaign ToProto(const Campaign& campaign) {
  v1::Campaign wire;
  wire.set_name(campaign.name);
  wire.set_advertiser(campaign.advertiser);
  wire.set_status(ToWire(kStatuses, campaign.status));
  *wire.mutable_flight() = ToProto(campaign.flight);
  wire.set_tier(ToWire(kTiers, campaign.tier));
  wire.set_priority(campaign.priority);
  for (const LineItem& item : campaign.line_items) {
    *wire.add_line_items() = ToProto(item, campaign);
  }
  for (const Creative& creative : campaign.creatives) {
    *wire.add_creatives() = ToProto(creative);
  }
  AppendStrings(campaign.exclusion_labels, wire.mutable_exclusion_labels());
  *wire.mutable_blocks() = ToProto(campaign.blocks);
  wire.set_exempt_from_site_blocks(campaign.exempt_from_site_blocks);
  wire.set_roadblock(ToWire(kRoadblocks, campaign.roadblock));
  return wire;
}

v1::KeywordList ToProto(const KeywordList& list) {
  v1::KeywordList wire;
  wire.set_name(list.name);
  wire.set_owner("unknown");  // the model does not keep it, the wire wants one
  if (list.expires != absl::InfiniteFuture()) {
    *wire.mutable_expire_time() = ToTimestamp(list.expires);
  }
  wire.set_dry_run(list.dry_run);
  AppendEach(list.terms, wire.mutable_terms());
  return wire;
}

v1::SitePolicy ToProto(const SitePolicy& policy) {
  v1::SitePolicy wire;
  wire.set_name(std::string(kSitePolicyName));
  wire.set_currency(policy.currency);
  *wire.mutable_blocks() = ToProto(policy.blocks);
  AppendStrings(policy.blocked_advertisers, wire.mutable_blocked_advertisers());
  AppendStrings(policy.blocked_click_domains,
                wire.mutable_blocked_click_domains());
  for (const Floor& floor : policy.floors) {
    *wire.add_floors() = ToProto(floor);
  }
  for (const SectionPath& section : policy.sections) {
    wire.add_sections(PrintSectionPath(section));
  }
  for (const SlotPreset& preset : policy.slot_presets) {
    *wire.add_slot_presets() = ToProto(preset);
  }
  wire.set_no_duplicates(ToWire(kNoDuplicates, policy.no_duplicates));
  wire.set_advertiser_page_limit(policy.advertiser_page_limit);
  return wire;
}

v1::Taxonomy ToProto(const Taxonomy& taxonomy) {
  v1::Taxonomy wire;
  wire.set_name(FormatName({ResourceKind::kTaxonomy, taxonomy.id}));
  for (const auto& [id, parent] : taxonomy.parent) {
    v1::TaxonomyNode* node = wire.add_nodes();
    node->set_id(id);
    node->set_parent_id(parent);
  }
  return wire;
}

v1::DecideRequest ToProto(const PageRequest& request) {
  v1::DecideRequest wire;
  wire.set_request_id(request.request_id);
  WritePage(request.page, *wire.mutable_page());
  WriteViewer(request.viewer, *wire.mutable_viewer());
  for (const Slot& slot : request.slots) WriteSlot(slot, *wire.add_slots());
  wire.set_force(request.force);
  return wire;
}

}  // namespace placard
