#include "tests/services/placard/fake_server.h"

#include <algorithm>

#include "engine/base/status.h"
#include "google/protobuf/util/message_differencer.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server_builder.h"
#include "services/placard/resource_kind.h"

namespace placard {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::grpc::ServerContext;
using ::grpc::Status;

Status NoSuch(const std::string& name) {
  return Status(grpc::StatusCode::NOT_FOUND, name + " not found");
}

}  // namespace

class FakeServer::Campaigns : public v1::CampaignService::Service {
 public:
  explicit Campaigns(State& state) : state_(state) {}

  Status GetCampaign(ServerContext*, const v1::GetCampaignRequest* request,
                     v1::Campaign* response) override {
    return Get(request->name(), *response);
  }
  Status GetAdvertiser(ServerContext*, const v1::GetAdvertiserRequest* request,
                       v1::Advertiser* response) override {
    return Get(request->name(), *response);
  }
  Status GetKeywordList(ServerContext*,
                        const v1::GetKeywordListRequest* request,
                        v1::KeywordList* response) override {
    return Get(request->name(), *response);
  }
  Status GetTaxonomy(ServerContext*, const v1::GetTaxonomyRequest* request,
                     v1::Taxonomy* response) override {
    return Get(request->name(), *response);
  }
  Status GetSitePolicy(ServerContext*, const v1::GetSitePolicyRequest*,
                       v1::SitePolicy* response) override {
    const Status status = Get("sitePolicy", *response);
    if (status.error_code() != grpc::StatusCode::NOT_FOUND) return status;
    response->set_name("sitePolicy");
    return Status::OK;
  }

  Status ListCampaigns(ServerContext*, const v1::ListCampaignsRequest* request,
                       v1::ListCampaignsResponse* response) override {
    return List(*request, "campaigns/", *response,
                [response] { return response->add_campaigns(); });
  }
  Status ListAdvertisers(ServerContext*,
                         const v1::ListAdvertisersRequest* request,
                         v1::ListAdvertisersResponse* response) override {
    return List(*request, "advertisers/", *response,
                [response] { return response->add_advertisers(); });
  }
  Status ListKeywordLists(ServerContext*,
                          const v1::ListKeywordListsRequest* request,
                          v1::ListKeywordListsResponse* response) override {
    return List(*request, "keywordLists/", *response,
                [response] { return response->add_keyword_lists(); });
  }
  Status ListTaxonomies(ServerContext*,
                        const v1::ListTaxonomiesRequest* request,
                        v1::ListTaxonomiesResponse* response) override {
    return List(*request, "taxonomies/", *response,
                [response] { return response->add_taxonomies(); });
  }

  Status DeleteCampaign(ServerContext*,
                        const v1::DeleteCampaignRequest* request,
                        google::protobuf::Empty*) override {
    std::lock_guard lock(state_.mu);
    if (!state_.failure.ok()) return state_.failure;
    if (state_.documents.count(request->name()) == 0) {
      return NoSuch(request->name());
    }
    if (!request->validate_only()) state_.documents.erase(request->name());
    return Status::OK;
  }

  Status PauseCampaign(ServerContext*, const v1::PauseCampaignRequest* request,
                       v1::Campaign* response) override {
    return SetStatus(request->name(), v1::STATUS_PAUSED, *response);
  }
  Status ResumeCampaign(ServerContext*,
                        const v1::ResumeCampaignRequest* request,
                        v1::Campaign* response) override {
    return SetStatus(request->name(), v1::STATUS_ACTIVE, *response);
  }
  Status PauseLineItem(ServerContext*, const v1::PauseLineItemRequest* request,
                       v1::Campaign* response) override {
    return SetStatus(request->name(), v1::STATUS_PAUSED, *response);
  }
  Status ResumeLineItem(ServerContext*,
                        const v1::ResumeLineItemRequest* request,
                        v1::Campaign* response) override {
    return SetStatus(request->name(), v1::STATUS_ACTIVE, *response);
  }
  Status UpdateAdvertiser(ServerContext*,
                          const v1::UpdateAdvertiserRequest* request,
                          v1::Advertiser* response) override {
    std::lock_guard lock(state_.mu);
    const auto found = state_.documents.find(request->advertiser().name());
    if (found == state_.documents.end()) {
      return NoSuch(request->advertiser().name());
    }
    if (request->update_mask().paths_size() != 1 ||
        request->update_mask().paths(0) != "status") {
      return Status(grpc::StatusCode::INVALID_ARGUMENT, "only the status");
    }
    v1::Advertiser& advertiser = *found->second.mutable_advertiser();
    advertiser.set_status(request->advertiser().status());
    *response = advertiser;
    return Status::OK;
  }

  Status BatchApply(
      ServerContext*,
      grpc::ServerReaderWriter<v1::BatchApplyResponse, v1::BatchApplyRequest>*
          stream) override {
    v1::BatchApplyRequest request;
    while (stream->Read(&request)) {
      v1::BatchApplyResponse response;
      {
        std::lock_guard lock(state_.mu);
        state_.chunks.push_back(request.resources_size());
        for (const v1::Resource& resource : request.resources()) {
          Apply(resource, request.validate_only(), *response.add_results());
        }
      }
      stream->Write(response);
    }
    return Status::OK;
  }

  Status Lint(ServerContext*, const v1::LintRequest* request,
              v1::LintResponse* response) override {
    std::lock_guard lock(state_.mu);
    const size_t call = state_.lint_requests.size();
    state_.lint_requests.push_back(*request);
    if (!state_.failure.ok()) return state_.failure;
    if (state_.lint_responses.empty()) return Status::OK;
    *response =
        state_.lint_responses[std::min(call, state_.lint_responses.size() - 1)];
    return Status::OK;
  }

  Status WatchCampaigns(
      ServerContext*, const v1::WatchCampaignsRequest*,
      grpc::ServerWriter<v1::WatchCampaignsResponse>* writer) override {
    std::lock_guard lock(state_.mu);
    for (const auto& change : state_.changes) writer->Write(change);
    return Status::OK;
  }

 private:
  template <typename T>
  Status Get(const std::string& name, T& response) {
    std::lock_guard lock(state_.mu);
    if (!state_.failure.ok()) return state_.failure;
    const auto found = state_.documents.find(name);
    if (found == state_.documents.end()) return NoSuch(name);
    response.CopyFrom(DocumentOf(found->second));
    return Status::OK;
  }

  // The token of a page is the name after which it begins.
  template <typename Request, typename Response, typename Add>
  Status List(const Request& request, const std::string& prefix,
              Response& response, const Add& add) {
    std::lock_guard lock(state_.mu);
    if (!state_.failure.ok()) return state_.failure;
    const std::string& from =
        request.page_token().empty() ? prefix : request.page_token();
    int left = state_.page_size;
    std::string last;
    for (auto it = state_.documents.upper_bound(from);
         it != state_.documents.end() && it->first.starts_with(prefix); ++it) {
      if (left-- == 0) {
        response.set_next_page_token(last);
        break;
      }
      add()->CopyFrom(DocumentOf(it->second));
      last = it->first;
    }
    return Status::OK;
  }

  Status SetStatus(const std::string& name, v1::Status status,
                   v1::Campaign& response) {
    std::lock_guard lock(state_.mu);
    if (!state_.failure.ok()) return state_.failure;
    const size_t slash = name.find("/lineItems/");
    const auto found = state_.documents.find(name.substr(0, slash));
    if (found == state_.documents.end()) return NoSuch(name);
    v1::Campaign& campaign = *found->second.mutable_campaign();
    if (slash == std::string::npos) campaign.set_status(status);
    for (v1::LineItem& item : *campaign.mutable_line_items()) {
      if (campaign.name() + "/lineItems/" + item.id() == name) {
        item.set_status(status);
      }
    }
    response = campaign;
    return Status::OK;
  }

  // As a server that keeps a status that is not said.
  void Apply(const v1::Resource& resource, bool validate_only,
             v1::ApplyResult& result) {
    const std::string name = NameOf(resource);
    result.set_name(name);
    const auto refusal = state_.refusals.find(name);
    if (refusal != state_.refusals.end()) {
      result.set_outcome(v1::APPLY_OUTCOME_FAILED);
      *result.mutable_error() = refusal->second;
      return;
    }
    for (const v1::LintFinding& warning : state_.warnings[name]) {
      *result.add_warnings() = warning;
    }
    v1::Resource next = resource;
    ClearOutputOnly(next);
    const auto found = state_.documents.find(name);
    const bool exists = found != state_.documents.end();
    v1::Resource current;
    if (exists) current = found->second;
    if (next.has_campaign() &&
        next.campaign().status() == v1::STATUS_UNSPECIFIED) {
      next.mutable_campaign()->set_status(exists ? current.campaign().status()
                                                 : v1::STATUS_ACTIVE);
    }
    if (exists) ClearOutputOnly(current);
    const bool is_same = exists && MessageDifferencer::Equals(current, next);
    result.set_outcome(is_same  ? v1::APPLY_OUTCOME_UNCHANGED
                       : exists ? v1::APPLY_OUTCOME_UPDATED
                                : v1::APPLY_OUTCOME_CREATED);
    if (validate_only || is_same) return;
    auto& document = MutableDocument(KindOf(next), next);
    document.GetReflection()->SetString(
        &document, document.GetDescriptor()->FindFieldByName("etag"), "e1");
    state_.documents[name] = next;
  }

  State& state_;
};

class FakeServer::Decisions : public v1::DecisionService::Service {
 public:
  explicit Decisions(State& state) : state_(state) {}

  Status Decide(ServerContext*, const v1::DecideRequest* request,
                v1::DecideResponse* response) override {
    std::lock_guard lock(state_.mu);
    state_.decide_request = *request;
    if (!state_.failure.ok()) return state_.failure;
    *response = state_.decide_response;
    return Status::OK;
  }

  Status Explain(ServerContext*, const v1::ExplainRequest* request,
                 v1::ExplainResponse* response) override {
    std::lock_guard lock(state_.mu);
    state_.explain_request = *request;
    if (!state_.failure.ok()) return state_.failure;
    *response = state_.explain_response;
    return Status::OK;
  }

 private:
  State& state_;
};

class FakeServer::Reports : public v1::ReportService::Service {
 public:
  explicit Reports(State& state) : state_(state) {}

  Status GetDeliveryDiagnostics(
      ServerContext*, const v1::GetDeliveryDiagnosticsRequest* request,
      v1::DeliveryDiagnostics* response) override {
    std::lock_guard lock(state_.mu);
    state_.diagnostics_request = *request;
    ++state_.diagnostics_calls;
    if (!state_.failure.ok()) return state_.failure;
    *response = state_.diagnostics;
    return Status::OK;
  }

  Status ListBlockEffects(ServerContext*,
                          const v1::ListBlockEffectsRequest* request,
                          v1::ListBlockEffectsResponse* response) override {
    std::lock_guard lock(state_.mu);
    state_.block_effects_request = *request;
    if (!state_.failure.ok()) return state_.failure;
    *response = state_.block_effects;
    return Status::OK;
  }

 private:
  State& state_;
};

FakeServer::FakeServer()
    : campaigns_(std::make_unique<Campaigns>(state_)),
      decisions_(std::make_unique<Decisions>(state_)),
      reports_(std::make_unique<Reports>(state_)) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(campaigns_.get());
  builder.RegisterService(decisions_.get());
  builder.RegisterService(reports_.get());
  server_ = builder.BuildAndStart();
  address_ = Concat("127.0.0.1:", port);
}

void FakeServer::SetServing(bool is_serving) {
  server_->GetHealthCheckService()->SetServingStatus(is_serving);
}

FakeServer::~FakeServer() { server_->Shutdown(); }

google::rpc::Status RefuseField(const std::string& field,
                                const std::string& description) {
  google::rpc::BadRequest bad;
  auto& violation = *bad.add_field_violations();
  violation.set_field(field);
  violation.set_description(description);
  google::rpc::Status status;
  status.set_code(static_cast<int>(grpc::StatusCode::INVALID_ARGUMENT));
  status.set_message(field + ": " + description);
  status.add_details()->PackFrom(bad);
  return status;
}

}  // namespace placard
