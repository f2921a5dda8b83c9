#include "tests/integration/ops_client.h"

#include <chrono>
#include <cstdio>

#include "absl/strings/numbers.h"
#include "engine/base/check.h"
#include "services/codec/to_proto.h"

namespace placard {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::minutes kPatience(1);
constexpr std::chrono::seconds kAnswer(10);

void Give(grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + kAnswer);
}

}  // namespace

std::vector<v1::Resource> ResourcesOf(const CatalogContents& contents) {
  std::vector<v1::Resource> resources;
  for (const auto& [id, taxonomy] : contents.taxonomies) {
    *resources.emplace_back().mutable_taxonomy() = ToProto(*taxonomy);
  }
  for (const auto& [name, list] : contents.keyword_lists) {
    *resources.emplace_back().mutable_keyword_list() = ToProto(*list);
  }
  for (const auto& [name, advertiser] : contents.advertisers) {
    *resources.emplace_back().mutable_advertiser() = ToProto(*advertiser);
  }
  *resources.emplace_back().mutable_site_policy() =
      ToProto(*contents.site_policy);
  for (const auto& [name, campaign] : contents.campaigns) {
    *resources.emplace_back().mutable_campaign() = ToProto(*campaign);
  }
  return resources;
}

uint64_t ApplyUntilTaken(v1::CampaignService::Stub& stub,
                         const v1::Resource& resource) {
  const auto until = steady_clock::now() + kPatience;
  while (steady_clock::now() < until) {
    grpc::ClientContext context;
    Give(context);
    context.set_wait_for_ready(true);
    const auto stream = stub.BatchApply(&context);
    v1::BatchApplyRequest request;
    *request.add_resources() = resource;
    v1::BatchApplyResponse response;
    if (!stream->Write(request) || !stream->Read(&response)) continue;
    const v1::ApplyResult& result = response.results(0);
    if (result.outcome() == v1::APPLY_OUTCOME_FAILED) {
      // Away, or gone before it could say what became of the write: applying
      // the same again is harmless.
      if (result.error().code() != grpc::StatusCode::UNAVAILABLE) {
        std::fprintf(stderr, "%s\n", result.ShortDebugString().c_str());
        PLACARD_CHECK(false);
      }
      continue;
    }
    uint64_t revision = 0;
    PLACARD_CHECK(absl::SimpleAtoi(result.etag(), &revision));
    return revision;
  }
  PLACARD_CHECK(false);
}

void ApplyAll(v1::CampaignService::Stub& stub,
              const std::vector<v1::Resource>& resources) {
  grpc::ClientContext context;
  const auto stream = stub.BatchApply(&context);
  constexpr size_t kBatch = 50;  // below a mebibyte
  for (size_t begin = 0; begin < resources.size(); begin += kBatch) {
    v1::BatchApplyRequest request;
    for (size_t i = begin; i < resources.size() && i < begin + kBatch; ++i) {
      *request.add_resources() = resources[i];
    }
    v1::BatchApplyResponse response;
    PLACARD_CHECK(stream->Write(request) && stream->Read(&response));
    for (const v1::ApplyResult& result : response.results()) {
      if (result.outcome() != v1::APPLY_OUTCOME_FAILED) continue;
      std::fprintf(stderr, "%s\n", result.ShortDebugString().c_str());
      PLACARD_CHECK(false);
    }
  }
  stream->WritesDone();
  PLACARD_CHECK(stream->Finish().ok());
}

v1::DecideRequest SimplePage() {
  v1::DecideRequest request;
  request.set_seed(1);
  request.mutable_page()->add_sections("news");
  v1::Slot& slot = *request.add_slots();
  slot.set_id("top");
  slot.add_sizes()->mutable_fixed()->set_width(300);
  slot.mutable_sizes(0)->mutable_fixed()->set_height(250);
  return request;
}

v1::DecideResponse DecideNow(v1::DecisionService::Stub& stub,
                             const v1::DecideRequest& request) {
  grpc::ClientContext context;
  Give(context);
  v1::DecideResponse response;
  const grpc::Status status = stub.Decide(&context, request, &response);
  if (!status.ok())
    std::fprintf(stderr, "%s\n", status.error_message().c_str());
  PLACARD_CHECK(status.ok());
  return response;
}

v1::DecideResponse DecideSince(v1::DecisionService::Stub& stub,
                               const v1::DecideRequest& request,
                               uint64_t revision) {
  const auto until = steady_clock::now() + kPatience;
  while (steady_clock::now() < until) {
    v1::DecideResponse response = DecideNow(stub, request);
    if (response.config_version().revision() >= revision) return response;
  }
  PLACARD_CHECK(false);
}

}  // namespace placard
