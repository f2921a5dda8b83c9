// The ground that all else stands on: hashing of names.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "bench/engine/benchmarks.h"
#include "bench/engine/calls.h"
#include "benchmark/benchmark.h"
#include "engine/base/hash.h"
#include "engine/base/status.h"

namespace placard {
namespace {

struct KnownHash {
  size_t bytes;
  uint64_t hash;  // of MakeText, found byte by byte outside this program
};

// A keyword, a campaign's name, and more than any name has.
constexpr KnownHash kKnown[] = {{5, 0xd5f0f94e525a432c},
                                {20, 0xaae4faf5a4abeb44},
                                {256, 0xc48b5ce2fd8ebe98}};

std::string MakeText(size_t bytes) {
  std::string text;
  for (size_t i = 0; i < bytes; ++i) {
    text += static_cast<char>('a' + i * 7 % 26);
  }
  return text;
}

struct Hashing {
  KnownHash known;
  Summary& summary;

  void operator()(benchmark::State& state) const {
    const std::string text = MakeText(known.bytes);
    const std::string shifted = "-" + text;  // at another alignment
    uint64_t hash = 0;
    TimeCalls(state, summary, Concat("hash/", known.bytes),
              "hashing a name of so many bytes", [&](size_t) {
                benchmark::DoNotOptimize(text.data());
                benchmark::DoNotOptimize(hash = HashBytes(text));
              });
    state.SetBytesProcessed(state.iterations() *
                            static_cast<int64_t>(known.bytes));
    const std::string_view equal = std::string_view(shifted).substr(1);
    if (hash != known.hash || HashBytes(equal) != known.hash) {
      state.SkipWithError("not the hash that these bytes always had");
    }
  }
};

}  // namespace

void RegisterBase(Summary& summary) {
  for (const KnownHash& known : kKnown) {
    benchmark::RegisterBenchmark("HashBytes",
                                 Hashing{.known = known, .summary = summary})
        ->ArgNames({"bytes"})
        ->Args({static_cast<int64_t>(known.bytes)})
        ->MinTime(0.02);
  }
}

}  // namespace placard
