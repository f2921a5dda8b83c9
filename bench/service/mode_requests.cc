#include "bench/service/mode_requests.h"

#include <utility>
#include <vector>

#include "bench/workload/mode_pages.h"
#include "engine/base/clock.h"
#include "services/codec/timestamp.h"
#include "services/codec/to_proto.h"

namespace placard {

absl::StatusOr<Requests> ModeRequests(Mode mode, size_t pages) {
  const ModeWorld world;
  std::vector<v1::DecideRequest> requests;
  const ModeShape shape = {
      .mode = mode, .pages = pages, .start = SystemClock().Now()};
  for (const PageView& view : MakeModePages(shape, world)) {
    requests.push_back(ToProto(view.request));
    *requests.back().mutable_at() = ToTimestamp(view.instant);
  }
  return Requests::Build(std::move(requests));
}

}  // namespace placard
