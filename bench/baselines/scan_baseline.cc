#include "bench/baselines/scan_baseline.h"

#include <algorithm>
#include <limits>

namespace placard {
namespace {

constexpr int64_t kNanos = 1'000'000'000;
constexpr int64_t kLatestSecond = std::numeric_limits<uint32_t>::max();

// Rounded down; times that 32 bits do not hold become the nearest that they do.
uint32_t Seconds(int64_t nanos, int64_t last) {
  return static_cast<uint32_t>(std::clamp<int64_t>(nanos / kNanos, 0, last));
}

}  // namespace

ScanBaseline::ScanBaseline(const RuleTable& table)
    : table_(table), in_flight_(kLastBlock) {
  for (uint32_t row = 0; row < table.rows(); ++row) {
    const RuleTable::Flight flight = table.flight(row);
    starts_.push_back(Seconds(flight.start_nanos, kLatestSecond));
    ends_.push_back(Seconds(flight.end_nanos, kLatestSecond - 1) + 1);
  }
}

void ScanBaseline::Search(const TablePage& page, size_t top,
                          std::vector<uint32_t>& found) {
  const uint32_t now = Seconds(page.instant_nanos(), kLatestSecond - 1);
  const auto rows = static_cast<uint32_t>(starts_.size());
  uint32_t block = kFirstBlock;
  for (uint32_t begin = 0, end; begin < rows; begin = end) {
    end = std::min(rows, begin + block);
    size_t count = 0;
    for (uint32_t row = begin; row < end; ++row) {
      in_flight_[count] = row;
      count += static_cast<size_t>(starts_[row] <= now) &
               static_cast<size_t>(now < ends_[row]);
    }
    for (size_t i = 0; i < count; ++i) {
      if (!table_.Accepts(in_flight_[i], page)) continue;
      found.push_back(in_flight_[i]);
      if (found.size() == top) return;
    }
    block = std::min<uint32_t>(block * 2, kLastBlock);
  }
}

}  // namespace placard
