// Compiles one rule and evaluates it on one page, as a segment would.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "engine/model/campaign.h"
#include "engine/model/page.h"
#include "engine/model/rule.h"

namespace placard {

// What surrounds a rule and a page.
struct Surroundings {
  absl::Time instant = absl::UnixEpoch();
  absl::TimeZone zone = absl::UTCTimeZone();
  std::map<std::string, std::shared_ptr<const Taxonomy>> taxonomies = {};
  std::set<std::string> lists_hit = {};
  // Rules that the segment has besides, which must not matter.
  std::vector<Rule> others = {};
};

// The slots that the rule accepts, by position.
std::set<size_t> AcceptedSlots(const Rule& rule, const PageRequest& request,
                               const Surroundings& surroundings = {});

// Whether the rule accepts a request of one slot without key-values.
bool Accepts(const Rule& rule, const Page& page,
             const Surroundings& surroundings = {});
bool Accepts(const Rule& rule, const Viewer& viewer);

// "a/b" as a path.
SectionPath Path(std::string_view text);

}  // namespace placard
