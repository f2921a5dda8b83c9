#include "engine/index/section_homes.h"

namespace placard {

SectionHomes::SectionHomes(const Vocabulary& vocabulary,
                           const ClauseTable& clauses)
    : homes_(vocabulary.section_nodes()) {
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
    homes_[node] = partitions_++;
    is_split.push_back(below[node] > kTooLarge);
  }
}

}  // namespace placard
