#include "engine/filler/cheapest_places.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "engine/base/check.h"

namespace placard {
namespace {

constexpr uint32_t kNoAd = std::numeric_limits<uint32_t>::max();
constexpr int64_t kNever = std::numeric_limits<int64_t>::max() / 8;

}  // namespace

std::span<const int> CheapestPlaces::Assign(std::span<const uint8_t> places,
                                            std::span<const uint64_t> slots,
                                            Cost cost) {
  places_ = places;
  slots_ = slots;
  PutWhereCheapest(cost);
  potential_.fill(0);
  stale_ = ~uint64_t{0};
  for (size_t s = 0; s < places.size(); ++s) {
    while (taken_[s] > places[s]) TakeOneFrom(s);
  }
  return slot_;
}

void CheapestPlaces::PutWhereCheapest(Cost cost) {
  first_.fill(kNoAd);
  taken_.fill(0);
  next_.resize(slots_.size());
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
    Put(static_cast<uint32_t>(ad), best);
  }
}

void CheapestPlaces::Put(uint32_t ad, int slot) {
  slot_[ad] = slot;
  next_[ad] = first_[slot];
  first_[slot] = ad;
  ++taken_[slot];
}

void CheapestPlaces::TakeOut(uint32_t ad) {
  const int slot = slot_[ad];
  uint32_t* link = &first_[slot];
  while (*link != ad) link = &next_[*link];
  *link = next_[ad];
  --taken_[slot];
}

void CheapestPlaces::FindMoves(size_t slot) {
  auto& moves = moves_[slot];
  std::fill_n(moves.begin(), places_.size(), Move{.cost = kNever, .ad = 0});
  for (uint32_t ad = first_[slot]; ad != kNoAd; ad = next_[ad]) {
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
    if (taken_[s] < places_[s]) room |= uint64_t{1} << s;
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
    from_[to] = static_cast<int>(from);
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
    TakeOut(ad);
    Put(ad, to);
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
