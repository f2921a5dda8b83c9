#include "engine/selection/unit_table.h"

#include <algorithm>

namespace placard {
namespace {

constexpr size_t kFirstPlaces = 64;

}  // namespace

void UnitTable::Clear() {
  units_.clear();
  if (++stamp_ != 0) return;
  // The stamp has come round: places of long ago would look new.
  std::fill(places_.begin(), places_.end(), Place());
  stamp_ = 1;
}

uint32_t UnitTable::Find(uint64_t id) {
  if (places_.size() < 2 * (units_.size() + 1)) Grow();
  const size_t mask = places_.size() - 1;
  for (size_t i = FirstPlace(id); places_[i].stamp == stamp_;
       i = (i + 1) & mask) {
    if (places_[i].id == id) return places_[i].number;
  }
  const auto number = static_cast<uint32_t>(units_.size());
  units_.emplace_back();
  Insert(id, number);
  return number;
}

void UnitTable::Insert(uint64_t id, uint32_t number) {
  const size_t mask = places_.size() - 1;
  size_t i = FirstPlace(id);
  while (places_[i].stamp == stamp_) i = (i + 1) & mask;
  places_[i] = {.stamp = stamp_, .number = number, .id = id};
}

void UnitTable::Grow() {
  std::vector<Place> old(std::max(kFirstPlaces, 2 * places_.size()));
  old.swap(places_);
  for (const Place& place : old) {
    if (place.stamp == stamp_) Insert(place.id, place.number);
  }
}

}  // namespace placard
