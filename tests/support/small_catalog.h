// Catalogues of a few campaigns, one line item each, for pages that can be
// worked out by hand.
//
// Thread safety: thread-compatible.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/campaign.h"
#include "engine/model/page.h"
#include "tests/support/rules.h"

namespace placard {

inline constexpr FixedSize kTestBox = {300, 250};
inline constexpr FixedSize kTestBanner = {728, 90};

struct SmallCampaign {
  std::string id;  // campaigns/<id>, .../lineItems/l, .../creatives/c0, c1, ...
  Tier tier = Tier::kStandard;
  int32_t priority = 8;
  std::optional<int64_t> cpm_micros = std::nullopt;
  int32_t weight = 1;
  Rule rule = Always();
  std::vector<Size> creatives = {kTestBox};
};

// Of "advertisers/acme", always in flight. Change what more is needed.
Campaign MakeCampaign(const SmallCampaign& campaign);

// A slot of one box, without floor.
Slot BoxSlot(std::string id);

class SmallCatalog {
 public:
  // Has the active advertiser "advertisers/acme" and an empty site policy.
  SmallCatalog();

  void Add(Campaign campaign);
  void Add(const SmallCampaign& campaign) { Add(MakeCampaign(campaign)); }
  void AddList(KeywordList list);

  // As they are now, to be changed.
  Advertiser& acme() { return *acme_; }
  SitePolicy& policy() { return *policy_; }
  const CatalogContents& contents() const { return contents_; }

 private:
  std::shared_ptr<Advertiser> acme_;
  std::shared_ptr<SitePolicy> policy_;
  CatalogContents contents_;
};

}  // namespace placard
