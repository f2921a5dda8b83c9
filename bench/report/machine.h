// What figures were measured on, without which they say nothing.
//
// Thread safety: pure functions; Linux only.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace placard {

// Names and what stands for them, to be printed in this order: processor,
// memory, kernel, compiler, flags, date, load.
using Facts = std::vector<std::pair<std::string, std::string>>;
Facts DescribeMachine();

// How the processors' time was spent, in clock ticks since the machine began.
struct ProcessorTime {
  uint64_t all = 0;
  uint64_t stolen = 0;  // by other guests of the same host
};
ProcessorTime ReadProcessorTime();

// "0.4 % of the processors' time was stolen".
std::string DescribeStolen(const ProcessorTime& begin,
                           const ProcessorTime& end);

}  // namespace placard
