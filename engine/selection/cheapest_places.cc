#include "engine/selection/cheapest_places.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "engine/base/check.h"

namespace placard {
namespace {

constexpr int64_t kNever = std::numeric_limits<int64_t>::max() / 8;

}  // namespace

std::span<const int8_t> CheapestPlaces::Assign(std::span<const uint8_t> places,
                                               std::span<const uint64_t> slots,
                                               Cost cost) {
  places_ = places;
  slots_ = slots;
  PutWhereCheapest(cost);
  potential_.fill(0);
  stale_ = ~uint64_t{0};
  for (size_t s = 0; s < places.size(); ++s) {
    while (ads_[s].size() > places[s]) TakeOneFrom(s);
  }
  return slot_;
}

void CheapestPlaces::PutWhereCheapest(Cost cost) {
  for (size_t s = 0; s < places_.size(); ++s) ads_[s].clear();
  costs_.resize(slots_.size() * places_.size());
  slot_.resize(slots_.size());
  for (size_t ad = 0; ad < slots_.size(); ++ad) {
    uint32_t* const costs = &costs_[ad * places_.size()];
    PLACARD_DCHECK(slots_[ad] != 0);
    int best = -1;
    for (uint64_t rest = slots_[ad]; rest != 0; rest &= rest - 1) {
      const int s = std::countr_zero(rest);
      costs[s] = cost(ad, s);
      if (places_[s] > 0 && (best < 0 || costs[s] < costs[best])) best = s;
    }
    slot_[ad] = static_cast<int8_t>(best);
    ads_[best].push_back(static_cast<uint32_t>(ad));
  }
}

void CheapestPlaces::FindMoves(size_t slot) {
  auto& moves = moves_[slot];
  std::fill_n(moves.begin(), places_.size(), Move{.cost = kNever, .ad = 0});
  for (const uint32_t ad : ads_[slot]) {
    const int64_t here = cost(ad, slot);
    for (uint64_t rest = slots_[ad]; rest != 0; rest &= rest - 1) {
      const int to = std::countr_zero(rest);
      const int64_t more = cost(ad, static_cast<size_t>(to)) - here;
      if (more < moves[to].cost) moves[to] = {.cost = more, .ad = ad};
    }
  }
}

uint64_t CheapestPlaces::WithRoom() const {
  uint64_t room = 0;
  for (size_t s = 0; s < places_.size(); ++s) {
    if (ads_[s].size() < places_[s]) room |= uint64_t{1} << s;
  }
  return room;
}

// Comes from a slot, whose distance is known, to the others.
void CheapestPlaces::Reach(size_t from) {
  if ((stale_ >> from & 1) != 0) FindMoves(from);
  stale_ &= ~(uint64_t{1} << from);
  const int64_t here = distance_[from] + potential_[from];
  for (size_t to = 0; to < places_.size(); ++to) {
    const int64_t there = here + moves_[from][to].cost - potential_[to];
    if (there >= distance_[to]) continue;
    distance_[to] = there;
    from_[to] = static_cast<int8_t>(from);
  }
}

// Dijkstra's way to the slot with room that is cheapest to come to. Slots that
// have room have the potential 0, so that distances to them compare as costs.
int CheapestPlaces::FindWay(size_t from) {
  const uint64_t room = WithRoom();
  std::fill_n(distance_.begin(), places_.size(), kNever);
  distance_[from] = 0;
  from_[from] = -1;
  uint64_t reached = 0;
  for (;;) {
    int next = -1;
    for (size_t s = 0; s < places_.size(); ++s) {
      if ((reached >> s & 1) != 0) continue;
      if (next < 0 || distance_[s] < distance_[next])
        next = static_cast<int>(s);
    }
    PLACARD_DCHECK(next >= 0 && distance_[next] < kNever);
    if ((room >> next & 1) != 0) return next;
    reached |= uint64_t{1} << next;
    Reach(static_cast<size_t>(next));
  }
}

void CheapestPlaces::MoveAlong(int end) {
  stale_ |= uint64_t{1} << end;
  for (int to = end; from_[to] >= 0; to = from_[to]) {
    const int from = from_[to];
    const uint32_t ad = moves_[from][to].ad;
    std::erase(ads_[from], ad);
    ads_[to].push_back(ad);
    slot_[ad] = static_cast<int8_t>(to);
    stale_ |= uint64_t{1} << from;
  }
}

void CheapestPlaces::TakeOneFrom(size_t slot) {
  const int end = FindWay(slot);
  const int64_t way = distance_[end];
  for (size_t s = 0; s < places_.size(); ++s) {
    potential_[s] += std::min<int64_t>(distance_[s] - way, 0);
  }
  MoveAlong(end);
}

}  // namespace placard
