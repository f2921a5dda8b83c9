#include "bench/changes/change_run.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>

#include "engine/base/status.h"

namespace placard {
namespace {

using Clock = std::chrono::steady_clock;

// Each has one change under way; far more than ever are.
constexpr size_t kSenders = 16;
constexpr auto kPatience = std::chrono::seconds(10);

void SetDeadline(grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + kPatience);
}

// One sender's part.
class Sender {
 public:
  Sender(v1::CampaignService::Stub& stub, VersionWatch& watch)
      : stub_(stub), watch_(watch) {}

  void Send(const ChangeCall& call, Clock::time_point due) {
    std::this_thread::sleep_until(due);
    grpc::ClientContext context;
    SetDeadline(context);
    v1::Campaign answer;
    const grpc::Status status = call(stub_, context, answer);
    if (!status.ok()) {
      if (++times_.failed == 1) times_.first_failure = status.error_message();
      return;
    }
    times_.answered.push_back(Clock::now() - due);
    made_.emplace_back(due, std::strtoull(answer.etag().c_str(), nullptr, 10));
  }

  // Looks up what has become of them, when they are all made: a sender that
  // waited for each would not make the next one in time.
  ChangeTimes Finish() {
    for (const auto& [due, revision] : made_) {
      const auto seen = watch_.AwaitSeen(revision, Clock::now() + kPatience);
      if (seen.has_value()) {
        times_.effective.push_back(*seen - due);
      } else {
        ++times_.lost;
      }
    }
    return times_;
  }

 private:
  v1::CampaignService::Stub& stub_;
  VersionWatch& watch_;
  std::vector<std::pair<Clock::time_point, uint64_t>> made_;
  ChangeTimes times_;
};

}  // namespace

void ChangeTimes::Merge(const ChangeTimes& other) {
  effective.insert(effective.end(), other.effective.begin(),
                   other.effective.end());
  answered.insert(answered.end(), other.answered.begin(), other.answered.end());
  failed += other.failed;
  lost += other.lost;
  if (first_failure.empty()) first_failure = other.first_failure;
}

VersionWatch::VersionWatch(const std::shared_ptr<grpc::Channel>& channel,
                           v1::DecideRequest page)
    : decisions_(v1::DecisionService::NewStub(channel)),
      campaigns_(v1::CampaignService::NewStub(channel)),
      page_(std::move(page)),
      stream_(
          campaigns_->WatchCampaigns(&context_, v1::WatchCampaignsRequest())) {}

absl::StatusOr<std::unique_ptr<VersionWatch>> VersionWatch::Start(
    const std::shared_ptr<grpc::Channel>& channel, v1::DecideRequest page) {
  std::unique_ptr<VersionWatch> watch(
      new VersionWatch(channel, std::move(page)));
  v1::WatchCampaignsResponse first;
  if (!watch->stream_->Read(&first)) {
    return Unavailable("changes cannot be watched: ",
                       watch->stream_->Finish().error_message());
  }
  watch->thread_ = std::thread([self = watch.get()] { self->Run(); });
  return watch;
}

VersionWatch::~VersionWatch() {
  context_.TryCancel();
  if (thread_.joinable()) thread_.join();
}

void VersionWatch::Run() {
  v1::WatchCampaignsResponse change;
  uint64_t last = 0;
  while (stream_->Read(&change)) {
    // Many at once have one decision.
    if (change.config_version().revision() <= last) continue;
    const uint64_t revision = Decide();
    const Instant now = Clock::now();
    if (revision <= last) continue;
    last = revision;
    {
      const std::lock_guard lock(mu_);
      seen_.emplace_back(revision, now);
    }
    changed_.notify_all();
  }
}

uint64_t VersionWatch::Decide() {
  grpc::ClientContext context;
  SetDeadline(context);
  v1::DecideResponse answer;
  const grpc::Status status = decisions_->Decide(&context, page_, &answer);
  return status.ok() ? answer.config_version().revision() : 0;
}

std::optional<VersionWatch::Instant> VersionWatch::AwaitSeen(uint64_t revision,
                                                             Instant until) {
  std::unique_lock lock(mu_);
  const bool is_seen = changed_.wait_until(lock, until, [&] {
    return !seen_.empty() && seen_.back().first >= revision;
  });
  if (!is_seen) return std::nullopt;
  return std::lower_bound(seen_.begin(), seen_.end(), revision,
                          [](const auto& version, uint64_t wanted) {
                            return version.first < wanted;
                          })
      ->second;
}

ChangeTimes RunChanges(const std::shared_ptr<grpc::Channel>& channel,
                       VersionWatch& watch, std::span<const ChangeCall> calls,
                       double rate) {
  const auto stub = v1::CampaignService::NewStub(channel);
  const auto start = Clock::now();
  const std::chrono::duration<double> gap(1 / rate);
  std::atomic<size_t> next = 0;  // relaxed: only a number
  ChangeTimes all;
  std::mutex mu;
  std::array<std::thread, kSenders> senders;
  for (std::thread& thread : senders) {
    thread = std::thread([&] {
      Sender sender(*stub, watch);
      for (;;) {
        const size_t i = next.fetch_add(1, std::memory_order_relaxed);
        if (i >= calls.size()) break;
        sender.Send(calls[i],
                    start + std::chrono::duration_cast<Clock::duration>(
                                gap * static_cast<double>(i)));
      }
      const ChangeTimes times = sender.Finish();
      const std::lock_guard lock(mu);
      all.Merge(times);
    });
  }
  for (std::thread& thread : senders) thread.join();
  return all;
}

}  // namespace placard
