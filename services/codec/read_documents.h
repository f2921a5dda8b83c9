// Readers of whole documents; see read_parts.h for how readers work. Validation
// and reading from the store are the same reading with another strictness.
//
// Thread safety: pure functions.
#pragma once

#include <string_view>

#include "engine/model/campaign.h"
#include "placard/v1/campaign.pb.h"
#include "services/codec/checker.h"

namespace placard {

Advertiser ReadAdvertiser(const v1::Advertiser& wire, Checker& check);
KeywordList ReadKeywordList(const v1::KeywordList& wire, Checker& check);
Taxonomy ReadTaxonomy(const v1::Taxonomy& wire, Checker& check);
SitePolicy ReadSitePolicy(const v1::SitePolicy& wire, Checker& check);

// What is wrong within a line item is reported when `check` is strict; else the
// line item gets a BadRule for it.
Campaign ReadCampaign(const v1::Campaign& wire, Checker& check);

// Where `wire` is at fault the result is empty.
Creative ReadCreative(const v1::Creative& wire, std::string_view campaign,
                      Checker& check);

// ACTIVE when it is not said.
ServingStatus ReadStatus(v1::Status wire, Checker& check);

}  // namespace placard
