#include "engine/selection/page_contest.h"

namespace placard {

void PageContest::Begin(const Snapshot& snapshot, const SearchScratch& search,
                        const PageRequest& request, absl::Time instant,
                        uint64_t seed, const DeliveryView& delivery) {
  slots.Begin(snapshot, search, request, seed);
  rotation.Begin(slots, delivery, instant);
  shown.Begin(snapshot.site_policy(), request.page_view);
  places.clear();
  for (const Slot& slot : request.slots) {
    places.push_back(static_cast<uint8_t>(slot.count));
  }
  forced.Find(request.force, snapshot, slots, rotation);
  if (forced.exists()) {
    shown.Add(forced.item(), forced.creative());
    --places[forced.slot()];
  }
  candidates.Begin(snapshot, slots, shown, rotation, places);
}

}  // namespace placard
