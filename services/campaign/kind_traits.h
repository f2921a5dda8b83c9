// What the five kinds of resources are called in the messages of
// CampaignService; the rest of this room is written once for all of them.
#pragma once

#include "placard/v1/campaign_service.pb.h"
#include "services/codec/names.h"

namespace placard {

// In(x): the resource inside a request or a v1::Resource. Mutable(x): the same
// of a v1::Resource. AddTo(x): a new one of a list response.
template <typename M>
struct KindTraits;

template <>
struct KindTraits<v1::Advertiser> {
  static constexpr ResourceKind kKind = ResourceKind::kAdvertiser;
  using CreateRequest = v1::CreateAdvertiserRequest;
  using GetRequest = v1::GetAdvertiserRequest;
  using ListRequest = v1::ListAdvertisersRequest;
  using ListResponse = v1::ListAdvertisersResponse;
  using UpdateRequest = v1::UpdateAdvertiserRequest;
  using DeleteRequest = v1::DeleteAdvertiserRequest;

  static const auto& In(const auto& x) { return x.advertiser(); }
  static auto& Mutable(v1::Resource& x) { return *x.mutable_advertiser(); }
  static auto& AddTo(ListResponse& x) { return *x.add_advertisers(); }
};

template <>
struct KindTraits<v1::Campaign> {
  static constexpr ResourceKind kKind = ResourceKind::kCampaign;
  using CreateRequest = v1::CreateCampaignRequest;
  using GetRequest = v1::GetCampaignRequest;
  using ListRequest = v1::ListCampaignsRequest;
  using ListResponse = v1::ListCampaignsResponse;
  using UpdateRequest = v1::UpdateCampaignRequest;
  using DeleteRequest = v1::DeleteCampaignRequest;

  static const auto& In(const auto& x) { return x.campaign(); }
  static auto& Mutable(v1::Resource& x) { return *x.mutable_campaign(); }
  static auto& AddTo(ListResponse& x) { return *x.add_campaigns(); }
};

template <>
struct KindTraits<v1::KeywordList> {
  static constexpr ResourceKind kKind = ResourceKind::kKeywordList;
  using CreateRequest = v1::CreateKeywordListRequest;
  using GetRequest = v1::GetKeywordListRequest;
  using ListRequest = v1::ListKeywordListsRequest;
  using ListResponse = v1::ListKeywordListsResponse;
  using UpdateRequest = v1::UpdateKeywordListRequest;
  using DeleteRequest = v1::DeleteKeywordListRequest;

  static const auto& In(const auto& x) { return x.keyword_list(); }
  static auto& Mutable(v1::Resource& x) { return *x.mutable_keyword_list(); }
  static auto& AddTo(ListResponse& x) { return *x.add_keyword_lists(); }
};

template <>
struct KindTraits<v1::Taxonomy> {
  static constexpr ResourceKind kKind = ResourceKind::kTaxonomy;
  using CreateRequest = v1::CreateTaxonomyRequest;
  using GetRequest = v1::GetTaxonomyRequest;
  using ListRequest = v1::ListTaxonomiesRequest;
  using ListResponse = v1::ListTaxonomiesResponse;
  using UpdateRequest = v1::UpdateTaxonomyRequest;
  using DeleteRequest = v1::DeleteTaxonomyRequest;

  static const auto& In(const auto& x) { return x.taxonomy(); }
  static auto& Mutable(v1::Resource& x) { return *x.mutable_taxonomy(); }
  static auto& AddTo(ListResponse& x) { return *x.add_taxonomies(); }
};

// There is one: it is neither created nor listed nor deleted.
template <>
struct KindTraits<v1::SitePolicy> {
  static constexpr ResourceKind kKind = ResourceKind::kSitePolicy;
  using GetRequest = v1::GetSitePolicyRequest;
  using UpdateRequest = v1::UpdateSitePolicyRequest;

  static const auto& In(const auto& x) { return x.site_policy(); }
  static auto& Mutable(v1::Resource& x) { return *x.mutable_site_policy(); }
};

}  // namespace placard
