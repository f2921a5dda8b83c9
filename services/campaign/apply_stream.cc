#include "services/campaign/apply_stream.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <set>
#include <utility>
#include <vector>

#include "engine/base/limits.h"
#include "engine/base/status.h"
#include "services/codec/campaign_codec.h"
#include "services/rpc/violated.h"
#include "services/rpc/wire.h"

namespace placard {
namespace {

// Places of the resources in the order of dependence; what has no kind last.
std::vector<int> InOrder(const v1::BatchApplyRequest& request) {
  std::vector<int> order(request.resources_size());
  std::iota(order.begin(), order.end(), 0);
  const auto rank = [&](int i) {
    const std::optional<ResourceKind> kind = KindOf(request.resources(i));
    return kind.has_value() ? static_cast<int>(*kind) : INT32_MAX;
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return rank(a) < rank(b); });
  return order;
}

absl::Status CheckSize(const v1::BatchApplyRequest& request) {
  const size_t size = request.resources().size();
  if (size >= 1 && size <= limits::kBatchItems) return absl::OkStatus();
  return Violated("resources",
                  Concat("must be 1 to ", limits::kBatchItems, ", are ", size));
}

class ApplyStream final
    : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  ApplyStream(CampaignCalls& calls, WorkerPool& workers, std::string actor)
      : calls_(calls), workers_(workers), actor_(std::move(actor)) {
    StartRead(&in_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) {  // the client has sent everything, or is gone
      Finish(grpc::Status::OK);
    } else if (!workers_.Submit([this] { AnswerMessage(); })) {
      Finish(ToWire(Error(absl::StatusCode::kResourceExhausted,
                          "too many calls wait for the store")));
    }
  }

  void OnWriteDone(bool ok) override {
    if (ok) {
      StartRead(&in_);
    } else {
      Finish(grpc::Status(grpc::StatusCode::CANCELLED, "the client is gone"));
    }
  }

  void OnDone() override { delete this; }

 private:
  void AnswerMessage() {
    v1::BatchApplyResponse response;
    const absl::Status status = ApplyMessage(response);
    if (!status.ok()) {
      Finish(ToWire(status));
      return;
    }
    out_ = SerializeMessage(response);
    StartWrite(&out_);
  }

  absl::Status ApplyMessage(v1::BatchApplyResponse& response) {
    v1::BatchApplyRequest request;
    PLACARD_RETURN_IF_ERROR(ParseMessage(in_, request));
    PLACARD_RETURN_IF_ERROR(CheckSize(request));
    PLACARD_ASSIGN_OR_RETURN(WriteRequest write, calls_.NewWrite("", actor_));
    write.validate_only = request.validate_only();
    for (int i = 0; i < request.resources_size(); ++i) response.add_results();
    std::vector<Written> written;
    for (const int i : InOrder(request)) {
      v1::ApplyResult& result = *response.mutable_results(i);
      ApplyOne(request.resources(i), write, result, written);
    }
    Warn(written);
    if (write.validate_only) Promise(written);
    done_ += request.resources_size();
    response.set_done(done_);
    return absl::OkStatus();
  }

  // What stands in the store, or would, and the answer that says so.
  struct Written {
    v1::Resource resource;
    v1::ApplyResult* result = nullptr;
  };

  // At once, for it costs a look at the catalogue.
  void Warn(const std::vector<Written>& written) {
    std::vector<const v1::Resource*> resources;
    resources.reserve(written.size());
    for (const Written& each : written) resources.push_back(&each.resource);
    const std::vector<LintFindings> findings =
        calls_.linter().Judge(resources, promised_objects_);
    size_t bytes_left = kFindingBytes;
    for (size_t i = 0; i < written.size(); ++i) {
      WriteFindings(findings[i], bytes_left,
                    *written[i].result->mutable_warnings());
    }
  }

  // What campaigns of later messages may lean on.
  void Promise(const std::vector<Written>& written) {
    for (const Written& each : written) {
      if (each.resource.has_campaign()) continue;
      absl::StatusOr<CatalogObject> object =
          ReadDocument(NameOf(each.resource), each.resource);
      if (object.ok()) promised_objects_.push_back(*std::move(object));
    }
  }

  void ApplyOne(const v1::Resource& resource, const WriteRequest& write,
                v1::ApplyResult& result, std::vector<Written>& written) {
    result.set_name(std::string(NameOf(resource)));
    absl::StatusOr<CatalogEditor::Applied> applied =
        calls_.editor().Apply(resource, write, promised_);
    if (applied.ok()) {
      result.set_outcome(applied->outcome);
      result.set_etag(applied->etag);
      if (!write.validate_only) calls_.linter().Wrote(applied->after);
      written.push_back({std::move(applied->after), &result});
    } else {
      result.set_outcome(v1::APPLY_OUTCOME_FAILED);
      ToWire(applied.status(), result.mutable_error());
    }
  }

  CampaignCalls& calls_;
  WorkerPool& workers_;
  const std::string actor_;

  // Whoever has the message at the moment: a reaction or a worker, never both.
  grpc::ByteBuffer in_;
  grpc::ByteBuffer out_;
  int64_t done_ = 0;
  std::set<std::string> promised_;  // what validate_only would have written
  std::vector<CatalogObject> promised_objects_;  // of them all but campaigns
};

}  // namespace

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* StartApplyStream(
    CampaignCalls& calls, WorkerPool& workers, std::string actor) {
  return new ApplyStream(calls, workers, std::move(actor));
}

}  // namespace placard
