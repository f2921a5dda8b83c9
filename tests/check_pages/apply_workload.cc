#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "engine/base/limits.h"
#include "engine/base/status.h"
#include "grpcpp/client_context.h"
#include "placard/v1/campaign_service.grpc.pb.h"
#include "services/codec/to_proto.h"
#include "tests/check_pages/page_check.h"

namespace placard {
namespace {

constexpr size_t kBatchBytes = 900'000;
constexpr auto kPatience = std::chrono::minutes(10);

absl::Status FromGrpc(const grpc::Status& status) {
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_message());
}

// Sends resources in batches, each answered before the next is sent.
class Applier {
 public:
  explicit Applier(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(v1::CampaignService::NewStub(channel)) {
    context_.set_deadline(std::chrono::system_clock::now() + kPatience);
    stream_ = stub_->BatchApply(&context_);
  }

  absl::Status Add(v1::Resource resource) {
    const size_t bytes = resource.ByteSizeLong();
    if (bytes_ + bytes > kBatchBytes ||
        batch_.resources_size() == static_cast<int>(limits::kBatchItems)) {
      PLACARD_RETURN_IF_ERROR(Flush());
    }
    bytes_ += bytes;
    *batch_.add_resources() = std::move(resource);
    return absl::OkStatus();
  }

  absl::Status Finish() {
    PLACARD_RETURN_IF_ERROR(Flush());
    stream_->WritesDone();
    return FromGrpc(stream_->Finish());
  }

  // Of what was written; 0 when nothing was.
  uint64_t last_revision() const { return last_revision_; }

 private:
  absl::Status Flush() {
    if (batch_.resources_size() == 0) return absl::OkStatus();
    v1::BatchApplyResponse answer;
    if (!stream_->Write(batch_) || !stream_->Read(&answer)) {
      return FromGrpc(stream_->Finish());
    }
    for (const v1::ApplyResult& result : answer.results()) {
      if (result.outcome() == v1::APPLY_OUTCOME_FAILED) {
        return Error(absl::StatusCode::kFailedPrecondition, result.name(), ": ",
                     result.error().message());
      }
      if (result.outcome() == v1::APPLY_OUTCOME_UNCHANGED) continue;
      last_revision_ =
          std::max<uint64_t>(last_revision_, std::stoull(result.etag()));
    }
    std::fprintf(stderr, "applied %lld\n",
                 static_cast<long long>(answer.done()));
    batch_.Clear();
    bytes_ = 0;
    return absl::OkStatus();
  }

  std::unique_ptr<v1::CampaignService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<
      grpc::ClientReaderWriter<v1::BatchApplyRequest, v1::BatchApplyResponse>>
      stream_;
  v1::BatchApplyRequest batch_;
  size_t bytes_ = 0;
  uint64_t last_revision_ = 0;
};

absl::Status AddAll(const CatalogContents& contents, Applier& applier) {
  for (const auto& [id, taxonomy] : contents.taxonomies) {
    v1::Resource resource;
    *resource.mutable_taxonomy() = ToProto(*taxonomy);
    PLACARD_RETURN_IF_ERROR(applier.Add(std::move(resource)));
  }
  for (const auto& [name, list] : contents.keyword_lists) {
    v1::Resource resource;
    *resource.mutable_keyword_list() = ToProto(*list);
    PLACARD_RETURN_IF_ERROR(applier.Add(std::move(resource)));
  }
  for (const auto& [name, advertiser] : contents.advertisers) {
    v1::Resource resource;
    *resource.mutable_advertiser() = ToProto(*advertiser);
    PLACARD_RETURN_IF_ERROR(applier.Add(std::move(resource)));
  }
  v1::Resource policy;
  *policy.mutable_site_policy() = ToProto(*contents.site_policy);
  PLACARD_RETURN_IF_ERROR(applier.Add(std::move(policy)));
  for (const auto& [name, campaign] : contents.campaigns) {
    v1::Resource resource;
    *resource.mutable_campaign() = ToProto(*campaign);
    PLACARD_RETURN_IF_ERROR(applier.Add(std::move(resource)));
  }
  return absl::OkStatus();
}

// Follows the server's changes: it sends one only once it serves it.
class Watch {
 public:
  explicit Watch(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(v1::CampaignService::NewStub(channel)) {
    context_.set_deadline(std::chrono::system_clock::now() + kPatience);
    stream_ = stub_->WatchCampaigns(&context_, v1::WatchCampaignsRequest());
  }

  // The version from which on changes follow.
  absl::Status Begin() {
    v1::WatchCampaignsResponse first;
    return stream_->Read(&first) ? absl::OkStatus()
                                 : FromGrpc(stream_->Finish());
  }

  absl::Status AwaitRevision(uint64_t revision) {
    v1::WatchCampaignsResponse change;
    while (change.config_version().revision() < revision) {
      if (!stream_->Read(&change)) return FromGrpc(stream_->Finish());
    }
    context_.TryCancel();
    stream_->Finish();
    return absl::OkStatus();
  }

 private:
  std::unique_ptr<v1::CampaignService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchCampaignsResponse>> stream_;
};

}  // namespace

absl::Status ApplyWorkload(const std::shared_ptr<grpc::Channel>& channel,
                           const CatalogContents& contents) {
  Watch watch(channel);
  PLACARD_RETURN_IF_ERROR(watch.Begin());
  Applier applier(channel);
  PLACARD_RETURN_IF_ERROR(AddAll(contents, applier));
  PLACARD_RETURN_IF_ERROR(applier.Finish());
  return watch.AwaitRevision(applier.last_revision());
}

}  // namespace placard
