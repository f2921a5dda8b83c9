// Who may stand beside whom on a page, by names.
//
// Thread safety: thread-compatible.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/model/decision.h"
#include "tests/support/candidate.h"

namespace placard {

// A candidate with one of its creatives, or with any of them.
struct Choice {
  const Candidate* candidate = nullptr;
  const Creative* creative = nullptr;  // null: the slot chooses
  uint64_t slots = 0;
};

inline bool IsHouse(const Campaign& campaign) {
  return campaign.tier == Tier::kHouse;
}

inline bool IsCompanion(const Candidate& candidate) {
  return candidate.line_item().companion_of.has_value();
}

class PageTies {
 public:
  struct Claim {
    std::string label;
    std::string party;
  };

  PageTies(const SitePolicy& policy, const PageViewHistory& history)
      : policy_(policy), earlier_(history.shown), shown_(history.shown) {}

  // The candidate keeps others off from now on.
  void Show(const Candidate& candidate, const Creative& creative);

  // What a page shows at most once, by name.
  std::set<std::string> UnitsOf(const Choice& choice) const;
  std::vector<Claim> ClaimsOf(const Choice& choice) const;
  // How many more of its advertiser may be shown; INT32_MAX for any number.
  int32_t LimitOf(const Candidate& candidate) const;
  // Whom it needs beside it, unless the page view has shown it; or empty.
  std::string MasterOf(const Candidate& candidate) const;
  // Whether it needs all others of its campaign.
  bool IsOfWhole(const Candidate& candidate) const;
  // What of all that is shown keeps the creative off.
  std::optional<Reason> Against(const Candidate& candidate,
                                const Creative& creative) const;

 private:
  int32_t ShownOf(const std::string& advertiser) const;

  const SitePolicy& policy_;
  const std::vector<ShownAd>& earlier_;
  std::vector<ShownAd> shown_;
};

}  // namespace placard
