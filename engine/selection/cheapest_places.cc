#include "engine/selection/cheapest_places.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "engine/base/check.h"

namespace placard {
namespace {

constexpr int64_t kNever = std::numeric_limits<int64_t>::max() / 4;

}  // namespace

std::span<const int8_t> CheapestPlaces::Assign(std::span<const uint8_t> places,
                                               std::span<const uint64_t> slots,
                                               Cost cost) {
  places_ = places;
  slots_ = slots;
  PutWhereCheapest(cost);
  bool over = false;
  for (size_t s = 0; s < places.size(); ++s) {
    over |= ads_[s].size() > places[s];
  }
  if (over) {
    for (size_t s = 0; s < places.size(); ++s) FindMoves(s);
    while (MoveOne()) {
    }
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

// Whether a way to a slot became cheaper through `from`.
bool CheapestPlaces::Improve(size_t from) {
  bool improved = false;
  const int64_t cost = reached_[from].cost;
  for (size_t to = 0; to < places_.size(); ++to) {
    if (moves_[from][to].cost >= reached_[to].cost - cost) continue;
    reached_[to] = {.cost = cost + moves_[from][to].cost,
                    .from = static_cast<int8_t>(from)};
    improved = true;
  }
  return improved;
}

int CheapestPlaces::CheapestEnd() const {
  int end = -1;
  for (size_t s = 0; s < places_.size(); ++s) {
    if (ads_[s].size() >= places_[s]) continue;
    if (end >= 0 && reached_[s].cost >= reached_[end].cost) continue;
    end = static_cast<int>(s);
  }
  return end;
}

// Takes one ad too many from a slot; false if no slot has too many. No cycle of
// moves has negative cost at any time, so that the rounds end.
bool CheapestPlaces::MoveOne() {
  bool over = false;
  for (size_t s = 0; s < places_.size(); ++s) {
    const bool has_more = ads_[s].size() > places_[s];
    over |= has_more;
    reached_[s] = {.cost = has_more ? 0 : kNever, .from = -1};
  }
  if (!over) return false;
  for (bool improved = true; improved;) {
    improved = false;
    for (size_t s = 0; s < places_.size(); ++s) {
      if (reached_[s].cost < kNever) improved |= Improve(s);
    }
  }
  int to = CheapestEnd();
  PLACARD_DCHECK(to >= 0 && reached_[to].from >= 0);
  uint64_t changed = uint64_t{1} << to;
  for (int from = reached_[to].from; from >= 0; from = reached_[to].from) {
    const uint32_t ad = moves_[from][to].ad;
    std::erase(ads_[from], ad);
    ads_[to].push_back(ad);
    slot_[ad] = static_cast<int8_t>(to);
    changed |= uint64_t{1} << from;
    to = from;
  }
  for (; changed != 0; changed &= changed - 1) {
    FindMoves(static_cast<size_t>(std::countr_zero(changed)));
  }
  return true;
}

}  // namespace placard
