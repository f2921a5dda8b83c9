#include "engine/model/campaign.h"

#include <algorithm>
#include <utility>

namespace placard {
namespace {

bool StartsWith(const SectionPath& path, const SectionPath& start) {
  return start.size() <= path.size() &&
         std::equal(start.begin(), start.end(), path.begin());
}

// Of the floors that cover `path` the one of the deepest section.
const Floor* DeepestFloor(const std::vector<Floor>& floors,
                          const SectionPath& path) {
  const Floor* deepest = nullptr;
  for (const Floor& floor : floors) {
    if (!StartsWith(path, floor.section)) continue;
    if (deepest == nullptr || floor.section.size() > deepest->section.size()) {
      deepest = &floor;
    }
  }
  return deepest;
}

}  // namespace

Rule EffectiveRule(const Advertiser& advertiser, const Campaign& campaign,
                   const LineItem& line_item) {
  AllOfRule rule;
  rule.rules.push_back(std::get<Rule>(line_item.rule));
  for (const Blocks* blocks : {&campaign.blocks, &advertiser.blocks}) {
    if (*blocks != Blocks()) rule.rules.push_back(Not(BlockedPages(*blocks)));
  }
  return Rule{std::move(rule)};
}

Micros SitePolicy::FloorFor(const Page& page) const {
  static const SectionPath kWholeSite;
  const Floor* site_floor = DeepestFloor(floors, kWholeSite);
  if (page.sections.empty()) {
    return site_floor == nullptr ? Micros() : site_floor->cpm;
  }
  Micros highest;
  for (const SectionPath& path : page.sections) {
    const Floor* floor = DeepestFloor(floors, path);
    if (floor != nullptr) highest = std::max(highest, floor->cpm);
  }
  return highest;
}

bool SitePolicy::BlocksClickHost(std::string_view host) const {
  for (const std::string& domain : blocked_click_domains) {
    if (host == domain) return true;
    if (host.size() > domain.size() && host.ends_with(domain) &&
        host[host.size() - domain.size() - 1] == '.') {
      return true;
    }
  }
  return false;
}

}  // namespace placard
