// placard-bench-codec [--summary FILE] [Google Benchmark's options]
//
// Measures what an answer costs beside the decision: reading and writing its
// messages, and counting why line items do not serve. With --summary, exits
// with 1 if a bound does not hold or an answer was wrong.

#include "bench/codec/codec_bench.h"
#include "bench/codec/counters_bench.h"
#include "bench/summary/benchmark_program.h"
#include "bench/summary/summary.h"

namespace placard {
namespace {

void RegisterAll(Summary& summary) {
  for (const size_t slots : {1, 3, 10}) {
    RegisterCodec({.slots = slots, .keywords = 15}, summary);
  }
  for (const size_t keywords : {5, 50, 256}) {
    RegisterCodec({.slots = 3, .keywords = keywords}, summary);
  }
  for (const size_t slots : {1, 3, 10}) {
    RegisterCounters({.slots = slots, .keywords = 15}, summary);
  }
}

}  // namespace
}  // namespace placard

int main(int argc, char** argv) {
  return placard::RunBenchmarks(argc, argv,
                                {.prefix = "codec/",
                                 .register_all = placard::RegisterAll,
                                 .summarise = nullptr});
}
