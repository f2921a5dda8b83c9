// A short soak: a server that is asked and changed at once.
#include <fstream>
#include <iterator>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/bench/load/program.h"

namespace placard {
namespace {

using testing::HasSubstr;

TEST(ChangesBenchTest, EveryChangeIsServedAndNoFileStaysOpen) {
  const std::string summary = testing::TempDir() + "/changes-summary.json";
  const Program::End end =
      RunProgram({PLACARD_BENCH_CHANGES, "--placardd", PLACARD_SERVER,
                  "--line-items", "1000", "--seconds", "2", "--rounds", "2",
                  "--twin-seconds", "0", "--summary", summary});
  // 1 is a bound that is missed; a change that is lost, or a decision that
  // fails, is more than that.
  ASSERT_LE(end.status, 1) << end.err;
  EXPECT_THAT(end.err, HasSubstr("round 2 of 2"));
  std::ifstream file(summary);
  const std::string json(std::istreambuf_iterator<char>(file), {});
  for (const char* row :
       {"cold-start/redis", "changes/effective-p99",
        "changes/decisions-p99-ratio", "changes/resident-drift"}) {
    EXPECT_THAT(json, HasSubstr("\"id\": \"" + std::string(row) + "\""));
  }
  const size_t drift = json.find("\"id\": \"changes/open-files-drift\"");
  ASSERT_NE(drift, std::string::npos);
  EXPECT_EQ(json.find("\"value\": 0,", drift), json.find("\"value\": ", drift))
      << json.substr(drift, 200);
}

}  // namespace
}  // namespace placard
