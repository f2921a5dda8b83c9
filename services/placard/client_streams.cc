// The client's streams, and health; see client.h.

#include <algorithm>
#include <thread>

#include "grpc/health/v1/health.grpc.pb.h"
#include "services/placard/client.h"
#include "services/placard/rpc.h"

namespace placard {
namespace {

using ::grpc::health::v1::Health;
using ::grpc::health::v1::HealthCheckRequest;
using ::grpc::health::v1::HealthCheckResponse;

// Of one message; a message may be 1 MiB with all that is around it.
constexpr size_t kChunkItems = 1000;
constexpr size_t kChunkBytes = 900 << 10;

constexpr absl::Duration kHealthPause = absl::Milliseconds(50);

using ApplyStream = grpc::ClientReaderWriterInterface<v1::BatchApplyRequest,
                                                      v1::BatchApplyResponse>;

// The next chunk of `resources` from `begin` on; at least one, however large.
v1::BatchApplyRequest NextChunk(std::span<const v1::Resource* const> resources,
                                size_t begin, bool dry_run) {
  v1::BatchApplyRequest request;
  request.set_validate_only(dry_run);
  size_t bytes = 0;
  for (size_t i = begin; i < resources.size() && i - begin < kChunkItems; ++i) {
    bytes += resources[i]->ByteSizeLong();
    if (i > begin && bytes > kChunkBytes) break;
    *request.add_resources() = *resources[i];
  }
  return request;
}

// False when the stream has ended or the answer is not one; Finish() or
// `problem` tells why.
bool SendChunk(ApplyStream& stream, const v1::BatchApplyRequest& request,
               size_t begin, const Client::VisitResult& visit,
               absl::Status& problem) {
  v1::BatchApplyResponse response;
  if (!stream.Write(request) || !stream.Read(&response)) return false;
  if (response.results_size() != request.resources_size()) {
    problem = Error(absl::StatusCode::kInternal, "the server answered ",
                    response.results_size(), " of ", request.resources_size(),
                    " documents");
    return false;
  }
  for (int i = 0; i < response.results_size(); ++i) {
    visit(begin + static_cast<size_t>(i), response.results(i));
  }
  return true;
}

}  // namespace

absl::Status Client::Apply(std::span<const v1::Resource* const> resources,
                           bool dry_run, const VisitResult& visit) {
  grpc::ClientContext context;
  // A round trip for each chunk: none holds fewer than one document.
  SetDeadline(timeout_ * (1 + static_cast<int64_t>(resources.size())), context);
  const auto stream = campaigns_->BatchApply(&context);
  absl::Status problem;
  size_t sent = 0;
  while (sent < resources.size()) {
    const v1::BatchApplyRequest request = NextChunk(resources, sent, dry_run);
    if (!SendChunk(*stream, request, sent, visit, problem)) break;
    sent += static_cast<size_t>(request.resources_size());
  }
  if (!problem.ok()) context.TryCancel();
  stream->WritesDone();
  absl::Status finished = ToAbslStatus(stream->Finish());
  if (!problem.ok()) return problem;
  if (finished.ok() && sent < resources.size()) {
    return Unavailable("the server ended the call after ", sent, " of ",
                       resources.size(), " documents");
  }
  return finished;
}

absl::Status Client::Watch(
    const std::function<bool(const v1::WatchCampaignsResponse&)>& visit) {
  grpc::ClientContext context;
  const auto stream =
      campaigns_->WatchCampaigns(&context, v1::WatchCampaignsRequest());
  v1::WatchCampaignsResponse change;
  while (stream->Read(&change)) {
    if (!visit(change)) {
      context.TryCancel();
      stream->Finish();
      return absl::OkStatus();
    }
  }
  return ToAbslStatus(stream->Finish());
}

absl::Status Client::CheckHealth(absl::Duration wait, const Clock& clock) {
  const auto stub = Health::NewStub(channel_);
  const absl::Duration end = clock.Monotonic() + wait;
  while (true) {
    // A connection that hangs must not outlast the wait by much.
    const absl::Duration left = end - clock.Monotonic();
    const auto answer = Call<HealthCheckResponse>(
        *stub, &Health::Stub::Check, HealthCheckRequest(),
        std::min(timeout_, std::max(left, absl::Seconds(1))));
    const bool is_serving =
        answer.ok() && answer->status() == HealthCheckResponse::SERVING;
    if (is_serving) return absl::OkStatus();
    if (left <= absl::ZeroDuration()) {
      return answer.ok() ? Unavailable("the server is not serving yet")
                         : answer.status();
    }
    std::this_thread::sleep_for(absl::ToChronoMilliseconds(kHealthPause));
  }
}

}  // namespace placard
