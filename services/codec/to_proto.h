// The way back from the model to the wire, for tools that make up catalogues
// and pages and send them to a server. Reading the result gives the same model:
// ReadDocument() of a document, ReadDecideRequest() of a page.
//
// Preconditions: what validation would have ensured. A rule holds a
// KeywordListRule only inside a NotRule among the parts of its outermost
// AllOfRule, for the wire knows lists as block lists only, and these come first
// there; groups, values and dayparts are not empty; no BadRule; the weight of a
// line item in tier kPricePriority is 1.
//
// Thread safety: pure functions.
#pragma once

#include "engine/model/campaign.h"
#include "engine/model/page.h"
#include "placard/v1/campaign_service.pb.h"
#include "placard/v1/decision.pb.h"

namespace placard {

v1::Advertiser ToProto(const Advertiser& advertiser);
v1::Campaign ToProto(const Campaign& campaign);
v1::KeywordList ToProto(const KeywordList& list);
v1::SitePolicy ToProto(const SitePolicy& policy);
v1::Taxonomy ToProto(const Taxonomy& taxonomy);

v1::Targeting ToProto(const Rule& rule);

// With consent for segments when there are any.
v1::DecideRequest ToProto(const PageRequest& request);

}  // namespace placard
