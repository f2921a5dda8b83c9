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

uint32_t UnitTable::Find(std::string_view name, uint64_t hash) {
  if (places_.size() < 2 * (units_.size() + 1)) Grow();
  const size_t mask = places_.size() - 1;
  for (size_t i = hash & mask; places_[i].stamp == stamp_; i = (i + 1) & mask) {
    const Place& place = places_[i];
    if (place.hash == hash && units_[place.number].name == name) {
      return place.number;
    }
  }
  const auto number = static_cast<uint32_t>(units_.size());
  units_.push_back({.name = name});
  Insert(hash, number);
  return number;
}

void UnitTable::Insert(uint64_t hash, uint32_t number) {
  const size_t mask = places_.size() - 1;
  size_t i = hash & mask;
  while (places_[i].stamp == stamp_) i = (i + 1) & mask;
  places_[i] = {.stamp = stamp_, .number = number, .hash = hash};
}

void UnitTable::Grow() {
  std::vector<Place> old(std::max(kFirstPlaces, 2 * places_.size()));
  old.swap(places_);
  for (const Place& place : old) {
    if (place.stamp == stamp_) Insert(place.hash, place.number);
  }
}

}  // namespace placard
