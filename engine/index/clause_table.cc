#include "engine/index/clause_table.h"

namespace placard {

void ClauseTable::Add(uint32_t segment_row, const Clause& clause) {
  segment_rows.push_back(segment_row);
  for (size_t kind = 0; kind < kFeatureKinds; ++kind) {
    const std::span<const uint32_t> features = clause.features[kind];
    kinds[kind].features.insert(kinds[kind].features.end(), features.begin(),
                                features.end());
    kinds[kind].row_ends.push_back(
        static_cast<uint32_t>(kinds[kind].features.size()));
  }
}

ClauseTable ClauseTable::InRowOrder(size_t rows, const Workers& workers) const {
  std::vector<uint32_t> next(rows + 1);  // where each row's clauses go
  for (const uint32_t row : segment_rows) ++next[row + 1];
  for (size_t row = 0; row < rows; ++row) next[row + 1] += next[row];
  std::vector<uint32_t> order(size());
  for (uint32_t clause = 0; clause < size(); ++clause) {
    order[next[segment_rows[clause]]++] = clause;
  }
  ClauseTable sorted;
  sorted.segment_rows.reserve(size());
  for (const uint32_t clause : order) {
    sorted.segment_rows.push_back(segment_rows[clause]);
  }
  workers.Do(kFeatureKinds, [&](size_t i) {
    Constraints& kind = sorted.kinds[i];
    kind.features.reserve(kinds[i].features.size());
    kind.row_ends.reserve(size());
    for (const uint32_t clause : order) {
      const auto asked = features(static_cast<FeatureKind>(i), clause);
      kind.features.insert(kind.features.end(), asked.begin(), asked.end());
      kind.row_ends.push_back(static_cast<uint32_t>(kind.features.size()));
    }
  });
  return sorted;
}

}  // namespace placard
