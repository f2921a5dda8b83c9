#include "services/campaign/campaign_service.h"

#include <string>

#include "grpcpp/server_context.h"
#include "placard/v1/campaign_service.grpc.pb.h"
#include "services/campaign/apply_stream.h"
#include "services/campaign/watch_stream.h"
#include "services/rpc/violated.h"
#include "services/rpc/wire.h"

namespace placard {
namespace {

using v1::CampaignService;

// clang-format off
// Every method raw.
using RawService =
    CampaignService::WithRawCallbackMethod_CreateAdvertiser<
    CampaignService::WithRawCallbackMethod_GetAdvertiser<
    CampaignService::WithRawCallbackMethod_ListAdvertisers<
    CampaignService::WithRawCallbackMethod_UpdateAdvertiser<
    CampaignService::WithRawCallbackMethod_DeleteAdvertiser<
    CampaignService::WithRawCallbackMethod_CreateCampaign<
    CampaignService::WithRawCallbackMethod_GetCampaign<
    CampaignService::WithRawCallbackMethod_ListCampaigns<
    CampaignService::WithRawCallbackMethod_UpdateCampaign<
    CampaignService::WithRawCallbackMethod_DeleteCampaign<
    CampaignService::WithRawCallbackMethod_CreateKeywordList<
    CampaignService::WithRawCallbackMethod_GetKeywordList<
    CampaignService::WithRawCallbackMethod_ListKeywordLists<
    CampaignService::WithRawCallbackMethod_UpdateKeywordList<
    CampaignService::WithRawCallbackMethod_DeleteKeywordList<
    CampaignService::WithRawCallbackMethod_CreateTaxonomy<
    CampaignService::WithRawCallbackMethod_GetTaxonomy<
    CampaignService::WithRawCallbackMethod_ListTaxonomies<
    CampaignService::WithRawCallbackMethod_UpdateTaxonomy<
    CampaignService::WithRawCallbackMethod_DeleteTaxonomy<
    CampaignService::WithRawCallbackMethod_GetSitePolicy<
    CampaignService::WithRawCallbackMethod_UpdateSitePolicy<
    CampaignService::WithRawCallbackMethod_PauseCampaign<
    CampaignService::WithRawCallbackMethod_ResumeCampaign<
    CampaignService::WithRawCallbackMethod_PauseLineItem<
    CampaignService::WithRawCallbackMethod_ResumeLineItem<
    CampaignService::WithRawCallbackMethod_Lint<
    CampaignService::WithRawCallbackMethod_BatchApply<
    CampaignService::WithRawCallbackMethod_WatchCampaigns<
    CampaignService::Service>>>>>>>>>>>>>>>>>>>>>>>>>>>>>;
// clang-format on

class Service final : public RawService {
 public:
  Service(CampaignCalls& calls, Serving& serving, WorkerPool& workers)
      : calls_(calls), serving_(serving), workers_(workers) {}

// Which function answers which method.
#define PLACARD_ANSWER(method, ...)                                      \
  grpc::ServerUnaryReactor* method(grpc::CallbackServerContext* context, \
                                   const grpc::ByteBuffer* bytes,        \
                                   grpc::ByteBuffer* answer) override {  \
    return Unary(context, bytes, answer, &CampaignCalls::__VA_ARGS__);   \
  }
  PLACARD_ANSWER(CreateAdvertiser, Create<v1::Advertiser>)
  PLACARD_ANSWER(GetAdvertiser, Get<v1::Advertiser>)
  PLACARD_ANSWER(ListAdvertisers, List<v1::Advertiser>)
  PLACARD_ANSWER(UpdateAdvertiser, Update<v1::Advertiser>)
  PLACARD_ANSWER(DeleteAdvertiser, Delete<v1::Advertiser>)
  PLACARD_ANSWER(CreateCampaign, Create<v1::Campaign>)
  PLACARD_ANSWER(GetCampaign, Get<v1::Campaign>)
  PLACARD_ANSWER(ListCampaigns, List<v1::Campaign>)
  PLACARD_ANSWER(UpdateCampaign, Update<v1::Campaign>)
  PLACARD_ANSWER(DeleteCampaign, Delete<v1::Campaign>)
  PLACARD_ANSWER(CreateKeywordList, Create<v1::KeywordList>)
  PLACARD_ANSWER(GetKeywordList, Get<v1::KeywordList>)
  PLACARD_ANSWER(ListKeywordLists, List<v1::KeywordList>)
  PLACARD_ANSWER(UpdateKeywordList, Update<v1::KeywordList>)
  PLACARD_ANSWER(DeleteKeywordList, Delete<v1::KeywordList>)
  PLACARD_ANSWER(CreateTaxonomy, Create<v1::Taxonomy>)
  PLACARD_ANSWER(GetTaxonomy, Get<v1::Taxonomy>)
  PLACARD_ANSWER(ListTaxonomies, List<v1::Taxonomy>)
  PLACARD_ANSWER(UpdateTaxonomy, Update<v1::Taxonomy>)
  PLACARD_ANSWER(DeleteTaxonomy, Delete<v1::Taxonomy>)
  PLACARD_ANSWER(GetSitePolicy, GetSitePolicy)
  PLACARD_ANSWER(UpdateSitePolicy, Update<v1::SitePolicy>)
  PLACARD_ANSWER(PauseCampaign,
                 SetCampaign<v1::STATUS_PAUSED, v1::PauseCampaignRequest>)
  PLACARD_ANSWER(ResumeCampaign,
                 SetCampaign<v1::STATUS_ACTIVE, v1::ResumeCampaignRequest>)
  PLACARD_ANSWER(PauseLineItem,
                 SetLineItem<v1::STATUS_PAUSED, v1::PauseLineItemRequest>)
  PLACARD_ANSWER(ResumeLineItem,
                 SetLineItem<v1::STATUS_ACTIVE, v1::ResumeLineItemRequest>)
  PLACARD_ANSWER(Lint, Lint)
#undef PLACARD_ANSWER

  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* BatchApply(
      grpc::CallbackServerContext* context) override {
    return StartApplyStream(calls_, workers_, context->peer());
  }

  grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchCampaigns(
      grpc::CallbackServerContext*, const grpc::ByteBuffer* bytes) override {
    return StartWatchStream(serving_, workers_, *bytes);
  }

 private:
  template <typename Request, typename Response>
  using Method = absl::StatusOr<Response> (CampaignCalls::*)(
      const Request&, const std::string& actor);

  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Unary(grpc::CallbackServerContext* context,
                                  const grpc::ByteBuffer* bytes,
                                  grpc::ByteBuffer* answer,
                                  Method<Request, Response> method) {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    const bool taken =
        workers_.Submit([this, context, bytes, answer, method, reactor] {
          reactor->Finish(ToWire(Answer(*context, *bytes, *answer, method)));
        });
    if (!taken) {
      reactor->Finish(ToWire(Error(absl::StatusCode::kResourceExhausted,
                                   "too many calls wait for the store")));
    }
    return reactor;
  }

  template <typename Request, typename Response>
  absl::Status Answer(const grpc::CallbackServerContext& context,
                      const grpc::ByteBuffer& bytes, grpc::ByteBuffer& answer,
                      Method<Request, Response> method) {
    if (context.IsCancelled()) {
      return Error(absl::StatusCode::kCancelled,
                   "the caller went away before the call began");
    }
    Request request;
    PLACARD_RETURN_IF_ERROR(ParseMessage(bytes, request));
    PLACARD_ASSIGN_OR_RETURN(const Response response,
                             (calls_.*method)(request, context.peer()));
    answer = SerializeMessage(response);
    return absl::OkStatus();
  }

  CampaignCalls& calls_;
  Serving& serving_;
  WorkerPool& workers_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeCampaignService(CampaignCalls& calls,
                                                   Serving& serving,
                                                   WorkerPool& workers) {
  return std::make_unique<Service>(calls, serving, workers);
}

}  // namespace placard
