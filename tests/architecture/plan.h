// The plan of the house, ground to roof. ARCHITECTURE.md explains it.
#pragma once

#include <string_view>

namespace placard::plan {

// A room may include what it stands on, and what that stands on, down to the
// ground. Names in a list are separated by blanks.
struct Room {
  std::string_view name;
  std::string_view stands_on;
};

inline constexpr Room kRooms[] = {
    {"engine/base", ""},
    {"engine/text", "engine/base"},
    {"engine/model", "engine/text"},
    {"engine/targeting", "engine/model"},
    {"engine/index", "engine/targeting"},
    {"engine/catalog", "engine/index"},
    {"engine/delivery", "engine/model"},
    {"engine/filler", "engine/base"},
    {"engine/selection", "engine/catalog engine/delivery engine/filler"},
    {"engine/explain", "engine/selection"},
    {"engine/lint", "engine/explain"},
    {"engine", "engine/lint"},  // engine.h, the roof

    {"services/heap", ""},
    {"services/log", "engine/base"},
    {"services/codec", "engine"},
    {"services/token", "engine"},
    {"services/store", "engine/base"},
    {"services/rpc", "services/codec"},
    {"services/refresh",
     "services/codec services/log services/rpc services/store services/token"},
    {"services/diagnosis", "services/refresh"},
    {"services/decision", "services/diagnosis"},
    {"services/campaign", "services/refresh"},
    {"services/event", "services/refresh"},
    {"services/console", ""},
    {"services/gateway",
     "services/decision services/campaign services/event services/console"},
    {"services/placardd", "services/gateway services/heap"},
    {"services/placard", "services/gateway"},

    {"bench", "services/placardd services/placard"},
    {"tests", "bench"},
};

// An include that contains `include` stands only in files under `places`.
struct Library {
  std::string_view include;
  std::string_view places;
};

inline constexpr Library kLibraries[] = {
    {"hwy/", "engine/index/ tests/"},
    // The baselines are what a user of these would write.
    {"hiredis/", "services/store/ bench/baselines/"},
    {"roaring/", "bench/baselines/"},
    {"grpcpp/", "services/ bench/ tests/"},
    {"grpc/", "services/ bench/ tests/"},
    {"google/protobuf/", "services/ bench/ tests/"},
    {".pb.h", "services/ bench/ tests/"},
    {"openssl/", "services/token/ services/store/"},
    {"yaml-cpp/", "services/placard/"},
    {"spdlog/", "services/ bench/control/ tests/"},
    // The engine takes no lock and waits for nobody. What explains and lints
    // shares tables that a snapshot makes once, when they are first asked for.
    {"mutex", "engine/catalog/snapshot.h services/ bench/ tests/"},
    {"condition_variable", "services/ bench/ tests/"},
    {"semaphore", "services/ bench/ tests/"},
    {"thread", "services/ bench/ tests/"},
    {"CLI/", "services/placardd/ services/placard/ bench/ tests/"},
    {"absl/flags/", "services/placardd/ services/placard/ bench/ tests/"},
};

// Ways to read the machine's clock, which only this one file does; benchmarks
// and tests may too.
inline constexpr std::string_view kClockReads[] = {
    "absl::Now(",     "_clock::now",   "GetCurrentTimeNanos(",
    "clock_gettime(", "gettimeofday(", "time(nullptr",
    "time(NULL",      "time(0",        "time(&",
};
inline constexpr std::string_view kClockReaders =
    "engine/base/clock.cc bench/ tests/";

inline constexpr int kFileLines = 500;

}  // namespace placard::plan
