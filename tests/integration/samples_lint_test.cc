// The shipped samples as a newcomer applies them: with the real command line,
// to a real server.
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <sstream>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/integration/placardd_process.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

using testing::HasSubstr;

struct Ran {
  int code = 0;
  std::string out;  // and errors
};

// Precondition: the arguments have no quotes in them.
Ran RunPlacard(const std::string& arguments) {
  const std::string command = "'" PLACARD_PATH "' " + arguments + " 2>&1";
  Ran ran;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> buffer;
  while (fgets(buffer.data(), buffer.size(), pipe) != nullptr) {
    ran.out += buffer.data();
  }
  ran.code = WEXITSTATUS(pclose(pipe));
  return ran;
}

// Those that do not come with the year: the samples' flights end in 2031.
std::string Warnings(const Ran& ran) {
  std::istringstream lines(ran.out);
  std::string warnings;
  for (std::string line; std::getline(lines, line);) {
    if (line.find(": warning ") == std::string::npos) continue;
    if (line.find(": warning DATES_PAST: ") != std::string::npos) continue;
    warnings += line + '\n';
  }
  return warnings;
}

TEST(SamplesLintTest, TheSamplesGiveNoWarnings) {
  TempDir dir;
  PlacarddProcess server({"--listen", "127.0.0.1:0", "--data-dir",
                          dir.path() + "/d", "--drain", "1ms"});
  server.AwaitServing();
  const std::string to = " --server " + server.address();
  const std::string samples = " -f '" PLACARD_SAMPLES "/campaigns'";

  const Ran dry = RunPlacard("lint" + samples + to);
  EXPECT_THAT(dry.out, HasSubstr(" in 19 campaigns\n"));
  EXPECT_EQ(Warnings(dry), "");

  const Ran applied = RunPlacard("apply" + samples + to);
  EXPECT_EQ(applied.code, 0) << applied.out;
  EXPECT_EQ(Warnings(applied), "");

  EXPECT_EQ(Warnings(RunPlacard("lint" + to)), "");
  EXPECT_EQ(server.Stop(), 0);
}

}  // namespace
}  // namespace placard
