#include "engine/selection/number_table.h"

#include <algorithm>

namespace placard {
namespace {

constexpr size_t kFirstPlaces = 64;

}  // namespace

void NumberTable::Clear() {
  size_ = 0;
  if (++stamp_ != 0) return;
  // The stamp has come round: places of long ago would look new.
  std::fill(places_.begin(), places_.end(), Place());
  stamp_ = 1;
}

uint32_t NumberTable::Find(uint64_t id) {
  if (places_.size() < 2 * (size_t{size_} + 1)) Grow();
  const size_t mask = places_.size() - 1;
  size_t i = FirstPlace(id);
  for (; places_[i].stamp == stamp_; i = (i + 1) & mask) {
    if (places_[i].id == id) return places_[i].number;
  }
  places_[i] = {.stamp = stamp_, .number = size_, .id = id};
  return size_++;
}

void NumberTable::Insert(uint64_t id, uint32_t number) {
  const size_t mask = places_.size() - 1;
  size_t i = FirstPlace(id);
  while (places_[i].stamp == stamp_) i = (i + 1) & mask;
  places_[i] = {.stamp = stamp_, .number = number, .id = id};
}

void NumberTable::Grow() {
  std::vector<Place> old(std::max(kFirstPlaces, 2 * places_.size()));
  old.swap(places_);
  for (const Place& place : old) {
    if (place.stamp == stamp_) Insert(place.id, place.number);
  }
}

}  // namespace placard
