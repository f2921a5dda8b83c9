// Why a line item serves as little as it does, as people read it: first what
// was counted, the way down the funnel, then what a sample of pages shows.
//
//                1 min  15 min  60 min    day
//   pages           12     150     600  12000
//   blocked          0       3      10    100
//   outranked        4      40     200   4000
//   serves           2      20      99   2000
//
// Thread safety: thread-compatible.
#pragma once

#include <cstdint>
#include <string>

#include "google/protobuf/duration.pb.h"
#include "placard/v1/report.pb.h"
#include "services/placard/terminal.h"

namespace placard {

void PrintDiagnostics(const v1::DeliveryDiagnostics& diagnostics,
                      Terminal& terminal);

// "64 of 1204 pages, those of the last 5m", for whatever was sampled.
std::string SampleWords(int64_t pages, int64_t of_pages,
                        const google::protobuf::Duration& age);

}  // namespace placard
