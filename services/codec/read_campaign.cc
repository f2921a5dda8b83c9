#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/limits.h"
#include "services/codec/codes.h"
#include "services/codec/enums.h"
#include "services/codec/names.h"
#include "services/codec/read_documents.h"
#include "services/codec/read_parts.h"
#include "services/codec/read_rule.h"

namespace placard {
namespace {

// By id.
using Positions = std::map<std::string_view, uint32_t>;

// Where a campaign holds what its line items name.
struct Named {
  Positions creatives;
  Positions masters;  // line items that are no companions
};

void ReadTimes(const v1::Flight& wire, Checker& check, Flight& flight) {
  std::optional<absl::Time> start;
  std::optional<absl::Time> end;
  if (wire.has_start_time()) {
    start = ReadTime("start_time", wire.start_time(), check);
  } else {
    check.FailAt("start_time", "must be set");
  }
  if (wire.has_end_time()) end = ReadTime("end_time", wire.end_time(), check);
  if (start.has_value() && end.has_value() && *end <= *start) {
    check.FailAt("end_time", "must be after start_time");
  }
  flight.start = start.value_or(flight.start);
  flight.end = end.value_or(flight.end);
}

Flight ReadFlight(const v1::Flight& wire, Checker& check) {
  check.Known(wire);
  Flight flight;
  ReadTimes(wire, check, flight);
  const std::optional<absl::TimeZone> zone = FindTimeZone(wire.time_zone());
  if (zone.has_value()) {
    flight.zone = *zone;
  } else {
    check.FailAt("time_zone", "must be an IANA time zone such as ",
                 "\"Europe/Berlin\", is ", Quoted(wire.time_zone()));
  }
  return flight;
}

Price ReadPrice(const v1::Price& wire, Checker& check) {
  check.Known(wire);
  Price price;
  switch (wire.kind_case()) {
    case v1::Price::kCpmMicros:
      check.Range("cpm_micros", wire.cpm_micros(), 0, limits::kBidMicros);
      price.cpm = Micros(wire.cpm_micros());
      break;
    case v1::Price::kCpc: {
      const Checker::Scope scope = check.In("cpc");
      const v1::CostPerClick& cpc = wire.cpc();
      check.Known(cpc);
      check.Range("cpc_micros", cpc.cpc_micros(), 0, limits::kBidMicros);
      check.Range("clicks_per_million", cpc.clicks_per_million(), 1,
                  limits::kClicksPerMillion);
      price.unit = Price::Unit::kCpc;
      price.cpc = Micros(cpc.cpc_micros());
      price.clicks_per_million = cpc.clicks_per_million();
      break;
    }
    case v1::Price::KIND_NOT_SET:
      check.Fail("must be exactly one of cpm_micros and cpc");
      break;
  }
  return price;
}

void ReadMoney(const v1::LineItem& wire, Tier tier, Checker& check,
               LineItem& item) {
  if (wire.has_price()) {
    const Checker::Scope scope = check.In("price");
    item.price = ReadPrice(wire.price(), check);
  } else if (tier == Tier::kPricePriority) {
    check.FailAt("price", "must be set in tier PRICE_PRIORITY");
  }
  if (!wire.has_weight()) return;
  check.Range("weight", wire.weight(), 0, limits::kWeight);
  item.weight = wire.weight();
  if (check.strict() && tier == Tier::kPricePriority) {
    check.FailAt("weight",
                 "must not be set in tier PRICE_PRIORITY, where the "
                 "highest price wins");
  }
}

std::vector<uint32_t> ReadShown(const Strings& wire, const Positions& creatives,
                                Checker& check) {
  std::vector<uint32_t> shown;
  std::map<std::string_view, int> seen;
  for (int i = 0; i < wire.size(); ++i) {
    const auto found = creatives.find(wire.Get(i));
    if (found == creatives.end()) {
      check.FailAt({"creatives", i}, "must be the id of a creative of this ",
                   "campaign, is ", Quoted(wire.Get(i)));
    } else if (!seen.emplace(wire.Get(i), i).second) {
      check.FailAt({"creatives", i}, "must be distinct, ", Quoted(wire.Get(i)),
                   " is there twice");
    } else {
      shown.push_back(found->second);
    }
  }
  if (wire.empty()) {
    for (uint32_t i = 0; i < creatives.size(); ++i) shown.push_back(i);
  }
  return shown;
}

void ReadId(const std::string& id, Checker& check) {
  check.Matches(
      "id", id,
      [](std::string_view text) {
        return IsResourceId(ResourceKind::kCampaign, text);
      },
      "1 to 63 of a-z, 0-9 and \"-\", a letter first, no \"-\" last");
}

Rotation ReadRotation(const v1::Rotation& wire, Checker& check) {
  check.Known(wire);
  const std::optional<Rotation::Mode> mode =
      check.Choice("mode", kRotationModes, wire.mode());
  if (wire.frozen() && mode.has_value() && mode != Rotation::Mode::kOptimised) {
    check.FailAt("frozen", "must be false but in MODE_OPTIMISED");
  }
  return {.mode = mode.value_or(Rotation::Mode::kEven),
          .frozen = wire.frozen()};
}

std::optional<uint32_t> ReadMaster(const std::string& id,
                                   const Positions& masters, Checker& check) {
  if (id.empty()) return std::nullopt;
  const auto found = masters.find(id);
  if (found != masters.end()) return found->second;
  check.FailAt("companion_of", "must be the id of another line item of this ",
               "campaign, which is no companion itself, is ", Quoted(id));
  return std::nullopt;
}

int32_t ReadShare(int32_t percent, Tier tier, Checker& check) {
  check.Range("share_of_voice_percent", percent, 0, limits::kSharePercent);
  if (percent != 0 && tier != Tier::kSponsorship) {
    check.FailAt("share_of_voice_percent",
                 "must not be set but in tier SPONSORSHIP");
  }
  return percent;
}

LineItem ReadLineItem(const v1::LineItem& wire, const Campaign& campaign,
                      const Named& named, Checker& check) {
  check.Known(wire);
  ReadId(wire.id(), check);
  check.Text("display_name", wire.display_name(), 0, limits::kDisplayNameBytes);
  LineItem item;
  item.name = FormatLineItemName(campaign.name, wire.id());
  item.status = ReadStatus(wire.status(), check);
  ReadMoney(wire, campaign.tier, check, item);
  {
    const Checker::Scope scope = check.In("targeting");
    item.rule = ReadTargeting(wire.targeting(), check);
  }
  item.creatives = ReadShown(wire.creatives(), named.creatives, check);
  {
    const Checker::Scope scope = check.In("rotation");
    item.rotation = ReadRotation(wire.rotation(), check);
  }
  item.companion_of = ReadMaster(wire.companion_of(), named.masters, check);
  item.share_of_voice =
      ReadShare(wire.share_of_voice_percent(), campaign.tier, check);
  return item;
}

void CheckIsNew(const std::string& id, std::set<std::string_view>& seen,
                Checker& check) {
  if (seen.insert(id).second) return;
  check.FailAt("id", "must be distinct, ", Quoted(id), " is there twice");
}

Positions MastersOf(const Repeated<v1::LineItem>& wire) {
  Positions masters;
  for (int i = 0; i < wire.size(); ++i) {
    if (!wire.Get(i).companion_of().empty()) continue;
    masters.emplace(wire.Get(i).id(), i);
  }
  return masters;
}

void ReadLineItems(const Repeated<v1::LineItem>& wire, const Named& named,
                   Checker& check, Campaign& campaign) {
  if (!check.Count("line_items", wire.size(), 1, limits::kLineItems)) return;
  campaign.line_items.reserve(static_cast<size_t>(wire.size()));
  std::set<std::string_view> seen;
  for (int i = 0; i < wire.size(); ++i) {
    const size_t failures = check.failures();
    const Checker::Scope scope = check.In({"line_items", i});
    CheckIsNew(wire.Get(i).id(), seen, check);
    campaign.line_items.push_back(
        ReadLineItem(wire.Get(i), campaign, named, check));
    if (!check.strict() && check.failures() > failures) {
      campaign.line_items.back().rule = BadRule{check.Forgive(failures)};
    }
  }
}

Positions ReadCreatives(const Repeated<v1::Creative>& wire, Checker& check,
                        Campaign& campaign) {
  Positions positions;
  if (!check.Count("creatives", wire.size(), 1, limits::kCreatives)) {
    return positions;
  }
  campaign.creatives.reserve(static_cast<size_t>(wire.size()));
  std::set<std::string_view> seen;
  for (int i = 0; i < wire.size(); ++i) {
    const Checker::Scope scope = check.In({"creatives", i});
    ReadId(wire.Get(i).id(), check);
    CheckIsNew(wire.Get(i).id(), seen, check);
    positions.emplace(wire.Get(i).id(), i);
    campaign.creatives.push_back(
        ReadCreative(wire.Get(i), campaign.name, check));
  }
  return positions;
}

void ReadHead(const v1::Campaign& wire, Checker& check, Campaign& campaign) {
  check.Name("name", ResourceKind::kCampaign, wire.name());
  campaign.name = wire.name();
  check.Text("display_name", wire.display_name(), 0, limits::kDisplayNameBytes);
  check.Name("advertiser", ResourceKind::kAdvertiser, wire.advertiser());
  campaign.advertiser = wire.advertiser();
  campaign.status = ReadStatus(wire.status(), check);
  if (wire.has_flight()) {
    const Checker::Scope scope = check.In("flight");
    campaign.flight = ReadFlight(wire.flight(), check);
  } else {
    check.FailAt("flight", "must be set");
  }
  // One at fault is read as the tier in which line items may say most, so that
  // it alone is reported.
  campaign.tier = check.RequiredChoice("tier", kTiers, wire.tier())
                      .value_or(Tier::kSponsorship);
  check.Range("priority", wire.priority(), 0, limits::kPriority);
  if (wire.priority() != 0) campaign.priority = wire.priority();
}

}  // namespace

Campaign ReadCampaign(const v1::Campaign& wire, Checker& check) {
  check.Known(wire);
  Campaign campaign;
  ReadHead(wire, check, campaign);
  campaign.roadblock = check.Choice("roadblock", kRoadblocks, wire.roadblock())
                           .value_or(campaign.roadblock);
  Named named;
  named.creatives = ReadCreatives(wire.creatives(), check, campaign);
  named.masters = MastersOf(wire.line_items());
  ReadLineItems(wire.line_items(), named, check, campaign);
  campaign.exclusion_labels = ReadLabels(wire.exclusion_labels(), check);
  campaign.blocks = ReadBlocks(wire.blocks(), check);
  campaign.exempt_from_site_blocks = wire.exempt_from_site_blocks();
  if (wire.exempt_from_site_blocks() && campaign.tier != Tier::kHouse) {
    check.FailAt("exempt_from_site_blocks", "must be false but in tier HOUSE");
  }
  return campaign;
}

}  // namespace placard
