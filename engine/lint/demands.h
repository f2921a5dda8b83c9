// What a line item's rule, and all that keeps it off pages besides, ask of a
// page: leaves that must hold or must not, and choices between rules.
//
// Thread safety: thread-compatible.
// Lifetime: demands point into the rules they were collected from.
// Cost: linear in the rule.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "engine/model/campaign.h"
#include "engine/model/rule.h"

namespace placard {

enum class DemandSource : uint8_t { kRule, kCampaign, kAdvertiser, kSite };

struct Demand {
  const Rule* leaf = nullptr;
  bool holds = true;  // false: it must not hold
  DemandSource source = DemandSource::kRule;
};

// One of the rules must hold, or, for false, must not.
struct DemandChoice {
  const std::vector<Rule>* rules = nullptr;
  bool hold = true;
  DemandSource source = DemandSource::kRule;
};

// What must all be so.
struct Demands {
  std::vector<Demand> leaves;
  std::vector<DemandChoice> choices;

  // Adds that `rule` holds or, for false, does not.
  void Add(const Rule& rule, bool holds, DemandSource source);
};

// What keeps a campaign's line items off pages, whatever they ask for: the
// blocks of the campaign, its advertiser and the site policy.
class BlockDemands {
 public:
  // `advertiser` may be null.
  BlockDemands(const Advertiser* advertiser, const Campaign& campaign,
               const SitePolicy& policy);

  const Demands& demands() const { return demands_; }

 private:
  void Add(const Blocks& blocks, DemandSource source);

  std::deque<Rule> blocked_;  // what demands_ points into
  Demands demands_;
};

// "it needs keyword any of {crash}", "the campaign stays away from ...".
std::string DemandWords(const Demand& demand);
// Two to four of them as one sentence.
std::string DemandWords(const std::vector<const Demand*>& demands);

}  // namespace placard
