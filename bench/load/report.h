// A report in the forms that it is read in.
//
// Thread safety: pure functions.
#pragma once

#include <array>
#include <chrono>
#include <string>

#include "bench/load/session.h"

namespace placard {

// The percentiles that are told.
inline constexpr std::array<double, 6> kPercentiles = {50, 90,   95,
                                                       99, 99.9, 99.99};

// "5,000 requests/s, Poisson, for 10.0 s; unary, 4 connections, 1 thread".
std::string DescribeLoad(const Options& options, size_t pages);

// For people at a terminal: ends with a line break. Without the description,
// which they have seen when it began.
std::string TextReport(const Report& report);

// For programs: one JSON object. Durations are whole nanoseconds, and their
// names say so.
std::string JsonReport(const Report& report);

// For documents: latency by percentile, and of a search p99 by rate.
std::string SvgReport(const Report& report);

// What is told while it runs.
std::string ProgressLine(const std::string& what, const LoadResult& so_far);

}  // namespace placard
