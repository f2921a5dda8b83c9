#include "services/placard/client.h"

#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "services/placard/rpc.h"

namespace placard {
namespace {

using Stub = v1::CampaignService::Stub;

constexpr int kPageSize = 500;

// Reconnecting is for `health --wait` and for people, who both wait for it. The
// option between these two, for the least, says how long one connection may
// take instead: gRPC's own is right, for a far or busy server takes longer than
// a tenth of a second.
constexpr int kReconnectMillis = 100;
constexpr int kReconnectMaxMillis = 1000;

// A page of 500 campaigns of 256 KiB, and then some.
constexpr int kAnswerBytes = 160 << 20;

// What the standard methods of one kind are called.
struct CampaignRpcs {
  using Document = v1::Campaign;
  using GetRequest = v1::GetCampaignRequest;
  using ListRequest = v1::ListCampaignsRequest;
  using ListResponse = v1::ListCampaignsResponse;
  using DeleteRequest = v1::DeleteCampaignRequest;
  static constexpr auto kGet = &Stub::GetCampaign;
  static constexpr auto kList = &Stub::ListCampaigns;
  static constexpr auto kDelete = &Stub::DeleteCampaign;
  static const auto& Documents(const ListResponse& r) { return r.campaigns(); }
};

struct AdvertiserRpcs {
  using Document = v1::Advertiser;
  using GetRequest = v1::GetAdvertiserRequest;
  using ListRequest = v1::ListAdvertisersRequest;
  using ListResponse = v1::ListAdvertisersResponse;
  using DeleteRequest = v1::DeleteAdvertiserRequest;
  static constexpr auto kGet = &Stub::GetAdvertiser;
  static constexpr auto kList = &Stub::ListAdvertisers;
  static constexpr auto kDelete = &Stub::DeleteAdvertiser;
  static const auto& Documents(const ListResponse& r) {
    return r.advertisers();
  }
};

struct KeywordListRpcs {
  using Document = v1::KeywordList;
  using GetRequest = v1::GetKeywordListRequest;
  using ListRequest = v1::ListKeywordListsRequest;
  using ListResponse = v1::ListKeywordListsResponse;
  using DeleteRequest = v1::DeleteKeywordListRequest;
  static constexpr auto kGet = &Stub::GetKeywordList;
  static constexpr auto kList = &Stub::ListKeywordLists;
  static constexpr auto kDelete = &Stub::DeleteKeywordList;
  static const auto& Documents(const ListResponse& r) {
    return r.keyword_lists();
  }
};

struct TaxonomyRpcs {
  using Document = v1::Taxonomy;
  using GetRequest = v1::GetTaxonomyRequest;
  using ListRequest = v1::ListTaxonomiesRequest;
  using ListResponse = v1::ListTaxonomiesResponse;
  using DeleteRequest = v1::DeleteTaxonomyRequest;
  static constexpr auto kGet = &Stub::GetTaxonomy;
  static constexpr auto kList = &Stub::ListTaxonomies;
  static constexpr auto kDelete = &Stub::DeleteTaxonomy;
  static const auto& Documents(const ListResponse& r) { return r.taxonomies(); }
};

// Calls f with the methods of `kind`. Precondition: not the site policy, whose
// methods are fewer.
template <typename F>
auto WithRpcs(ResourceKind kind, F&& f) {
  switch (kind) {
    case ResourceKind::kTaxonomy:
      return f(TaxonomyRpcs());
    case ResourceKind::kKeywordList:
      return f(KeywordListRpcs());
    case ResourceKind::kAdvertiser:
      return f(AdvertiserRpcs());
    default:
      return f(CampaignRpcs());
  }
}

template <typename Rpcs, typename Visit>
absl::Status ListAll(Stub& stub, ResourceKind kind, absl::Duration timeout,
                     const Visit& visit) {
  typename Rpcs::ListRequest request;
  request.set_page_size(kPageSize);
  while (true) {
    PLACARD_ASSIGN_OR_RETURN(const typename Rpcs::ListResponse response,
                             (Call<typename Rpcs::ListResponse>(
                                 stub, Rpcs::kList, request, timeout)));
    for (const auto& document : Rpcs::Documents(response)) {
      v1::Resource resource;
      MutableDocument(kind, resource).CopyFrom(document);
      visit(resource);
    }
    // A server that repeated itself would keep us for ever.
    if (response.next_page_token().empty() ||
        response.next_page_token() == request.page_token()) {
      return absl::OkStatus();
    }
    request.set_page_token(response.next_page_token());
  }
}

absl::StatusOr<v1::Resource> GetSitePolicy(Stub& stub, absl::Duration timeout) {
  v1::GetSitePolicyRequest request;
  request.set_name("sitePolicy");
  v1::Resource resource;
  PLACARD_ASSIGN_OR_RETURN(
      *resource.mutable_site_policy(),
      Call<v1::SitePolicy>(stub, &Stub::GetSitePolicy, request, timeout));
  return resource;
}

template <typename Request, typename Method>
absl::Status SetStatusBy(Stub& stub, Method method, const std::string& name,
                         absl::Duration timeout) {
  Request request;
  request.set_name(name);
  return Call<v1::Campaign>(stub, method, request, timeout).status();
}

absl::Status SetAdvertiserStatus(Stub& stub, const std::string& name,
                                 v1::Status status, absl::Duration timeout) {
  v1::UpdateAdvertiserRequest request;
  request.mutable_advertiser()->set_name(name);
  request.mutable_advertiser()->set_status(status);
  request.mutable_update_mask()->add_paths("status");
  return Call<v1::Advertiser>(stub, &Stub::UpdateAdvertiser, request, timeout)
      .status();
}

}  // namespace

std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kReconnectMillis);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kReconnectMaxMillis);
  // Ops tools talk to servers of their own network, never through a proxy.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetMaxReceiveMessageSize(kAnswerBytes);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(),
                                   arguments);
}

Client::Client(std::shared_ptr<grpc::Channel> channel, absl::Duration timeout)
    : channel_(std::move(channel)),
      timeout_(timeout),
      campaigns_(v1::CampaignService::NewStub(channel_)),
      decisions_(v1::DecisionService::NewStub(channel_)),
      reports_(v1::ReportService::NewStub(channel_)) {}

absl::StatusOr<v1::Resource> Client::Get(const ResourceName& name) {
  if (name.kind == ResourceKind::kSitePolicy) {
    return GetSitePolicy(*campaigns_, timeout_);
  }
  return WithRpcs(name.kind, [&](auto rpcs) -> absl::StatusOr<v1::Resource> {
    using Rpcs = decltype(rpcs);
    typename Rpcs::GetRequest request;
    request.set_name(name.document);
    PLACARD_ASSIGN_OR_RETURN(const typename Rpcs::Document document,
                             (Call<typename Rpcs::Document>(
                                 *campaigns_, Rpcs::kGet, request, timeout_)));
    v1::Resource resource;
    MutableDocument(name.kind, resource).CopyFrom(document);
    return resource;
  });
}

absl::Status Client::List(
    ResourceKind kind, const std::function<void(const v1::Resource&)>& visit) {
  if (kind == ResourceKind::kSitePolicy) {
    PLACARD_ASSIGN_OR_RETURN(const v1::Resource policy,
                             GetSitePolicy(*campaigns_, timeout_));
    if (!policy.site_policy().etag().empty()) visit(policy);
    return absl::OkStatus();
  }
  return WithRpcs(kind, [&](auto rpcs) {
    return ListAll<decltype(rpcs)>(*campaigns_, kind, timeout_, visit);
  });
}

absl::Status Client::Delete(const ResourceName& name, bool dry_run) {
  if (name.kind == ResourceKind::kSitePolicy || !name.line_item.empty()) {
    return InvalidArgument(
        "only whole documents can be deleted, but the site policy; take a "
        "line item out of its campaign's file and apply that");
  }
  return WithRpcs(name.kind, [&](auto rpcs) {
    using Rpcs = decltype(rpcs);
    typename Rpcs::DeleteRequest request;
    request.set_name(name.document);
    request.set_validate_only(dry_run);
    return Call<google::protobuf::Empty>(*campaigns_, Rpcs::kDelete, request,
                                         timeout_)
        .status();
  });
}

absl::Status Client::SetStatus(const ResourceName& name, v1::Status status) {
  const bool is_pause = status == v1::STATUS_PAUSED;
  if (name.kind == ResourceKind::kAdvertiser) {
    return SetAdvertiserStatus(*campaigns_, name.document, status, timeout_);
  }
  if (name.kind != ResourceKind::kCampaign) {
    return InvalidArgument(
        name.document,
        " cannot be paused; campaigns, line items and advertisers can");
  }
  if (!name.line_item.empty()) {
    return is_pause ? SetStatusBy<v1::PauseLineItemRequest>(
                          *campaigns_, &Stub::PauseLineItem, name.line_item,
                          timeout_)
                    : SetStatusBy<v1::ResumeLineItemRequest>(
                          *campaigns_, &Stub::ResumeLineItem, name.line_item,
                          timeout_);
  }
  return is_pause
             ? SetStatusBy<v1::PauseCampaignRequest>(
                   *campaigns_, &Stub::PauseCampaign, name.document, timeout_)
             : SetStatusBy<v1::ResumeCampaignRequest>(
                   *campaigns_, &Stub::ResumeCampaign, name.document, timeout_);
}

absl::StatusOr<v1::LintResponse> Client::Lint(
    const std::vector<std::string>& names) {
  v1::LintResponse all;
  v1::LintRequest request;
  const auto ask = [&]() -> absl::StatusOr<std::string> {
    PLACARD_ASSIGN_OR_RETURN(
        const v1::LintResponse response,
        (Call<v1::LintResponse>(*campaigns_, &Stub::Lint, request, timeout_)));
    all.mutable_findings()->MergeFrom(response.findings());
    all.set_campaigns(all.campaigns() + response.campaigns());
    *all.mutable_config_version() = response.config_version();
    return response.next_page_token();
  };
  // One a call: an answer always holds what is found of one.
  for (const std::string& name : names) {
    request.clear_names();
    request.add_names(name);
    PLACARD_RETURN_IF_ERROR(ask().status());
  }
  if (!names.empty()) return all;
  request.set_page_size(kPageSize);
  while (true) {
    PLACARD_ASSIGN_OR_RETURN(const std::string token, ask());
    if (token.empty() || token == request.page_token()) return all;
    request.set_page_token(token);
  }
}

absl::StatusOr<v1::DecideResponse> Client::Decide(
    const v1::DecideRequest& request) {
  return Call<v1::DecideResponse>(
      *decisions_, &v1::DecisionService::Stub::Decide, request, timeout_);
}

absl::StatusOr<v1::ExplainResponse> Client::Explain(
    const v1::ExplainRequest& request) {
  return Call<v1::ExplainResponse>(
      *decisions_, &v1::DecisionService::Stub::Explain, request, timeout_);
}

absl::StatusOr<v1::DeliveryDiagnostics> Client::GetDeliveryDiagnostics(
    const v1::GetDeliveryDiagnosticsRequest& request) {
  return Call<v1::DeliveryDiagnostics>(
      *reports_, &v1::ReportService::Stub::GetDeliveryDiagnostics, request,
      timeout_);
}

absl::StatusOr<v1::ListBlockEffectsResponse> Client::ListBlockEffects(
    const v1::ListBlockEffectsRequest& request) {
  return Call<v1::ListBlockEffectsResponse>(
      *reports_, &v1::ReportService::Stub::ListBlockEffects, request, timeout_);
}

}  // namespace placard
