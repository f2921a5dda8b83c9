// The one place that lists the kinds of resources for those that treat them
// alike.
#pragma once

#include "placard/v1/campaign_service.pb.h"

namespace placard {

// Calls f with the document inside `resource`, whichever it is; false when it
// is of no kind.
template <typename F>
bool VisitResource(const v1::Resource& resource, F&& f) {
  switch (resource.kind_case()) {
    case v1::Resource::kTaxonomy:
      f(resource.taxonomy());
      return true;
    case v1::Resource::kKeywordList:
      f(resource.keyword_list());
      return true;
    case v1::Resource::kAdvertiser:
      f(resource.advertiser());
      return true;
    case v1::Resource::kSitePolicy:
      f(resource.site_policy());
      return true;
    case v1::Resource::kCampaign:
      f(resource.campaign());
      return true;
    case v1::Resource::KIND_NOT_SET:
      break;
  }
  return false;
}

}  // namespace placard
