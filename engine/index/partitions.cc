#include "engine/index/partitions.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "engine/index/piece.h"

namespace placard {
namespace {

using Partitions = std::vector<std::vector<uint32_t>>;

struct Division {
  Partitions partitions;
  // By partition of sections: how many clauses are in it or in those within it.
  std::vector<uint32_t> within;
};

// A clause that asks for sections of several partitions is in each of them.
Division BySection(std::span<const Row> rows, const Period& period,
                   const ClauseTable& clauses, const SectionHomes& homes) {
  Division division = {.partitions = Partitions(homes.all_partitions()),
                       .within = std::vector<uint32_t>(homes.partitions())};
  std::vector<uint32_t> last(homes.partitions(), ~uint32_t{0});
  const auto count = [&](uint32_t partition, uint32_t clause) {
    while (last[partition] != clause) {
      last[partition] = clause;
      ++division.within[partition];
      partition = homes.Above(partition);
    }
  };
  const auto put = [&](uint32_t partition, uint32_t clause) {
    std::vector<uint32_t>& of = division.partitions[partition];
    if (!of.empty() && of.back() == clause) return;
    of.push_back(clause);
    count(partition, clause);
  };
  for (uint32_t clause = 0; clause < clauses.size(); ++clause) {
    if (!rows[clauses.segment_rows[clause]].MayFlyIn(period)) {
      division.partitions[homes.OutsidePeriod()].push_back(clause);
      continue;
    }
    const std::span<const uint32_t> features =
        clauses.features(FeatureKind::kSection, clause);
    if (features.empty()) put(SectionHomes::kRoot, clause);
    for (const uint32_t feature : features) {
      put(homes.Of(Vocabulary::NodeOfFeature(feature)), clause);
    }
  }
  return division;
}

// Of the partitions that others were split from, ascending, those whose head is
// worth being looked at first: of the rows that could be in it, a page of any
// of these others looks at one in eight on average.
std::vector<uint32_t> WorthAHead(const Division& division,
                                 const SectionHomes& homes) {
  constexpr double kWorth = 1.0 / 8;
  std::vector<uint32_t> worth;
  // By partition: of those split from it the rows within, and the same times
  // how many rows its pages look at.
  std::vector<double> below(homes.partitions());
  std::vector<double> looked_at_below(homes.partitions());
  for (uint32_t i = homes.partitions(); i-- > 0;) {
    const double within = division.within[i];
    auto looked_at = static_cast<double>(division.partitions[i].size());
    if (below[i] > 0) {
      looked_at += looked_at_below[i] / below[i];
      if (looked_at >= kWorth * within) worth.push_back(i);
    }
    const uint32_t above = homes.Above(i);
    below[above] += within;
    looked_at_below[above] += within * looked_at;
  }
  std::reverse(worth.begin(), worth.end());
  return worth;
}

// Moves the best clauses of the partition and of those within it to its head.
void MoveHead(uint32_t partition, const SectionHomes& homes,
              Partitions& partitions) {
  std::vector<uint32_t>& head = partitions[homes.HeadOf(partition)];
  std::vector<std::vector<uint32_t>*> within;
  for (uint32_t i = partition; i < homes.partitions(); ++i) {
    if (!homes.IsWithin(i, partition)) continue;
    within.push_back(&partitions[i]);
    const size_t most = std::min(partitions[i].size(), Piece::kSmall);
    head.insert(head.end(), partitions[i].begin(),
                partitions[i].begin() + static_cast<ptrdiff_t>(most));
  }
  std::sort(head.begin(), head.end());
  head.erase(std::unique(head.begin(), head.end()), head.end());
  if (head.size() > Piece::kSmall) head.resize(Piece::kSmall);
  if (head.empty()) return;
  for (std::vector<uint32_t>* const of : within) {
    of->erase(of->begin(),
              std::upper_bound(of->begin(), of->end(), head.back()));
  }
}

}  // namespace

std::vector<std::vector<uint32_t>> ClausesByPartition(
    std::span<const Row> rows, const Period& period, const ClauseTable& clauses,
    const SectionHomes& homes) {
  Division division = BySection(rows, period, clauses, homes);
  for (const uint32_t partition : WorthAHead(division, homes)) {
    MoveHead(partition, homes, division.partitions);
  }
  return std::move(division.partitions);
}

}  // namespace placard
