#include "engine/index/section_homes.h"

namespace placard {

SectionHomes::SectionHomes(const Vocabulary& vocabulary,
                           const ClauseTable& clauses)
    : homes_(vocabulary.section_nodes()), above_(1) {
  const uint32_t nodes = vocabulary.section_nodes();
  // Of each node the clauses that ask for it or what lies below, some of them
  // more than once.
  std::vector<size_t> below(nodes);
  for (const uint32_t feature :
       clauses.kinds[static_cast<size_t>(FeatureKind::kSection)].features) {
    ++below[Vocabulary::NodeOfFeature(feature)];
  }
  for (uint32_t node = nodes - 1; node > 0; --node) {
    below[vocabulary.ParentSection(node)] += below[node];
  }
  std::vector<bool> is_split(1, true);  // by partition
  for (uint32_t node = 1; node < nodes; ++node) {
    const uint32_t home = homes_[vocabulary.ParentSection(node)];
    homes_[node] = home;
    if (!is_split[home] || below[node] < kWorthAPartition) continue;
    homes_[node] = partitions();
    above_.push_back(home);
    is_split.push_back(below[node] > kTooLarge);
  }
}

bool SectionHomes::IsWithin(uint32_t partition, uint32_t above) const {
  while (partition > above) partition = above_[partition];
  return partition == above;
}

bool SectionHomes::HasSection(uint32_t partition, uint32_t section_node) const {
  const uint32_t home = Of(section_node);
  if (partition < partitions()) return home == partition;
  return partition == OutsidePeriod() ||
         IsWithin(home, partition - HeadOf(kRoot));
}

}  // namespace placard
