// Which clauses of a segment lie in which of its partitions.
//
// Thread safety: pure functions.
// Cost: linear in the clauses and the sections that they ask for.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/clause_table.h"
#include "engine/index/row.h"
#include "engine/index/section_homes.h"

namespace placard {

// By partition, ascending. `clauses` are in the order of `rows`.
std::vector<std::vector<uint32_t>> ClausesByPartition(
    std::span<const Row> rows, const Period& period, const ClauseTable& clauses,
    const SectionHomes& homes);

}  // namespace placard
