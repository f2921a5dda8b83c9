#include "bench/load/load_run.h"

#include <algorithm>
#include <memory>
#include <semaphore>
#include <utility>
#include <vector>

#include "bench/load/worker.h"
#include "engine/base/check.h"
#include "engine/base/status.h"

namespace placard {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using Channels = std::vector<std::shared_ptr<grpc::Channel>>;
using Workers = std::vector<std::unique_ptr<Worker>>;

// Every `of`th of them, from the `index`th on.
Channels Deal(const Channels& all, Share share) {
  Channels dealt;
  for (size_t i = share.index; i < all.size(); i += share.of) {
    dealt.push_back(all[i]);
  }
  return dealt;
}

LoadResult Sum(const Workers& workers) {
  LoadResult sum;
  for (const auto& worker : workers) sum.Merge(worker->Result());
  return sum;
}

// Waits for `count` workers to end.
void Await(size_t count, std::counting_semaphore<>& ended,
           steady_clock::time_point origin, const Workers& workers,
           const Watch& watch) {
  auto tick = origin + seconds(1);
  while (count > 0) {
    if (ended.try_acquire_until(tick)) {
      --count;
      continue;
    }
    tick += seconds(1);
    if (!watch) continue;
    LoadResult so_far = Sum(workers);
    so_far.elapsed = steady_clock::now() - origin;
    watch(so_far);
  }
}

}  // namespace

double LoadResult::Rate() const {
  if (elapsed <= nanoseconds(0)) return 0;
  return static_cast<double>(tally.answered()) /
         std::chrono::duration<double>(elapsed).count();
}

void LoadResult::Merge(const LoadResult& other) {
  scheduled += other.scheduled;
  unsent += other.unsent;
  late += other.late;
  elapsed = std::max(elapsed, other.elapsed);
  latency.Merge(other.latency);
  service.Merge(other.service);
  tally.Merge(other.tally);
}

absl::StatusOr<LoadResult> RunLoad(const Traffic& traffic, const Load& load,
                                   const Requests& requests,
                                   const std::atomic<bool>& stop,
                                   const Watch& watch) {
  PLACARD_CHECK(traffic.connections >= traffic.threads);
  PLACARD_CHECK(traffic.max_outstanding >= traffic.threads);
  PLACARD_ASSIGN_OR_RETURN(
      const Channels channels,
      Connect(traffic.target, traffic.connections, traffic.timeout));
  const auto* closed = std::get_if<ClosedLoad>(&load);
  std::atomic<uint64_t> untaken{closed ? closed->requests : 0};
  std::counting_semaphore<> ended{0};
  const Worker::Assignment assignment = {.traffic = traffic,
                                         .load = load,
                                         .requests = requests,
                                         .stop = stop,
                                         .untaken = untaken,
                                         .origin = steady_clock::now(),
                                         .ended = ended};
  const auto threads = static_cast<uint32_t>(traffic.threads);
  Workers workers;
  for (uint32_t i = 0; i < threads; ++i) {
    const Share share = {.index = i, .of = threads};
    workers.push_back(
        std::make_unique<Worker>(assignment, share, Deal(channels, share)));
  }
  Await(workers.size(), ended, assignment.origin, workers, watch);
  LoadResult result = Sum(workers);
  result.scheduled += untaken.load();
  result.unsent += untaken.load();
  return result;
}

}  // namespace placard
