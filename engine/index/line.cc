#include "engine/index/line.h"

#include <bit>

// Highway compiles this file once for each kind of register.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/index/line.cc"
#include "hwy/foreach_target.h"  // must come before highway.h
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace placard {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Words = hn::CappedTag<uint64_t, 8>;

LineMask Narrow(Line* rows, LineMask lines, LineSets sets, size_t first,
                const Line* other) {
  const Words d;
  const size_t step = hn::Lanes(d);
  LineMask left = 0;
  for (LineMask rest = lines; rest != 0; rest &= rest - 1) {
    const auto line = static_cast<size_t>(std::countr_zero(rest));
    uint64_t* const words = rows[line].words.data();
    auto any = hn::Zero(d);
    for (size_t i = 0; i < 8; i += step) {
      auto kept = other == nullptr ? hn::Zero(d)
                                   : hn::Load(d, other[line].words.data() + i);
      for (const Line* const set : sets) {
        kept = hn::Or(kept, hn::Load(d, set[first + line].words.data() + i));
      }
      kept = hn::And(kept, hn::Load(d, words + i));
      hn::Store(kept, d, words + i);
      any = hn::Or(any, kept);
    }
    const bool is_empty = hn::AllTrue(d, hn::Eq(any, hn::Zero(d)));
    if (!is_empty) left |= LineMask{1} << line;
  }
  return left;
}

// Whether any row is left. What a register cannot hold of a line goes through
// all sets before the rest does.
bool NarrowLineByAll(Line& rows, std::span<const LineSets> all, size_t at) {
  const Words d;
  bool any = false;
  for (size_t i = 0; i < 8; i += hn::Lanes(d)) {
    auto kept = hn::Load(d, rows.words.data() + i);
    bool is_empty = false;
    for (const LineSets sets : all) {
      auto either = hn::Zero(d);
      for (const Line* const set : sets) {
        either = hn::Or(either, hn::Load(d, set[at].words.data() + i));
      }
      kept = hn::And(kept, either);
      is_empty = hn::AllTrue(d, hn::Eq(kept, hn::Zero(d)));
      if (is_empty) break;
    }
    hn::Store(kept, d, rows.words.data() + i);
    any |= !is_empty;
  }
  return any;
}

LineMask NarrowByAll(Line* rows, LineMask lines, std::span<const LineSets> all,
                     size_t first) {
  LineMask left = 0;
  for (LineMask rest = lines; rest != 0; rest &= rest - 1) {
    const auto line = static_cast<size_t>(std::countr_zero(rest));
    const bool any = NarrowLineByAll(rows[line], all, first + line);
    left |= LineMask{any} << line;
  }
  return left;
}

size_t CountRows(const Line* rows, LineMask lines) {
  const Words d;
  const size_t step = hn::Lanes(d);
  auto sum = hn::Zero(d);
  for (; lines != 0; lines &= lines - 1) {
    const uint64_t* const words = rows[std::countr_zero(lines)].words.data();
    for (size_t i = 0; i < 8; i += step) {
      sum = hn::Add(sum, hn::PopulationCount(hn::Load(d, words + i)));
    }
  }
  return static_cast<size_t>(hn::GetLane(hn::SumOfLanes(d, sum)));
}

}  // namespace HWY_NAMESPACE
}  // namespace placard
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace placard {

HWY_EXPORT(Narrow);
HWY_EXPORT(NarrowByAll);
HWY_EXPORT(CountRows);

LineMask Narrow(Line* rows, LineMask lines, LineSets sets, size_t first,
                const Line* other) {
  return HWY_DYNAMIC_DISPATCH(Narrow)(rows, lines, sets, first, other);
}

LineMask NarrowByAll(Line* rows, LineMask lines, std::span<const LineSets> all,
                     size_t first) {
  return HWY_DYNAMIC_DISPATCH(NarrowByAll)(rows, lines, all, first);
}

size_t CountRows(const Line* rows, LineMask lines) {
  return HWY_DYNAMIC_DISPATCH(CountRows)(rows, lines);
}

}  // namespace placard
#endif  // HWY_ONCE
