#include "bench/report/machine.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "engine/base/status.h"

namespace placard {
namespace {

// The value of the first line "name : value".
std::string Entry(const char* file, const std::string& name) {
  std::ifstream in(file);
  std::string line;
  while (std::getline(in, line)) {
    if (!line.starts_with(name)) continue;
    const size_t begin = line.find_first_not_of(" \t", line.find(':') + 1);
    return begin == std::string::npos ? "" : line.substr(begin);
  }
  return "unknown";
}

std::string Processor() {
  return Concat(Entry("/proc/cpuinfo", "model name"), ", ",
                sysconf(_SC_NPROCESSORS_ONLN), " cores");
}

std::string Memory() {
  const double kib =
      std::strtod(Entry("/proc/meminfo", "MemTotal").c_str(), nullptr);
  return absl::StrFormat("%.1f GiB", kib / (1 << 20));
}

std::string Kernel() {
  utsname names = {};
  uname(&names);
  return Concat(names.sysname, " ", names.release, ", ", names.machine);
}

std::string Load() {
  std::ifstream in("/proc/loadavg");
  std::string one, five, fifteen;
  in >> one >> five >> fifteen;
  return Concat(one, ", ", five, ", ", fifteen,
                " (1, 5 and 15 minutes before the start)");
}

}  // namespace

Facts DescribeMachine() {
  return {{"Processor", Processor()},
          {"Memory", Memory()},
          {"Kernel", Kernel()},
          {"Compiler", PLACARD_COMPILER},
          {"Flags", PLACARD_FLAGS},
          {"Date", absl::FormatTime("%Y-%m-%d %H:%M UTC", absl::Now(),
                                    absl::UTCTimeZone())},
          {"Load average", Load()}};
}

ProcessorTime ReadProcessorTime() {
  std::ifstream in("/proc/stat");
  std::string line;
  std::getline(in, line);
  std::istringstream fields(line);
  std::string name;
  fields >> name;
  ProcessorTime time;
  uint64_t ticks = 0;
  // user, nice, system, idle, iowait, irq, softirq, steal; what follows is
  // part of user and nice.
  for (int i = 0; i < 8 && fields >> ticks; ++i) {
    time.all += ticks;
    if (i == 7) time.stolen = ticks;
  }
  return time;
}

std::string DescribeStolen(const ProcessorTime& begin,
                           const ProcessorTime& end) {
  const auto all = static_cast<double>(end.all - begin.all);
  const auto stolen = static_cast<double>(end.stolen - begin.stolen);
  return absl::StrFormat("%.1f %% of the processors' time was stolen",
                         all > 0 ? 100 * stolen / all : 0.0);
}

}  // namespace placard
