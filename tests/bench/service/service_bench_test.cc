// The twin is as good a server as any: it stands in for placardd.
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/bench/load/program.h"

namespace placard {
namespace {

using testing::HasSubstr;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TEST(ServiceBenchTest, WritesEveryRatioWithItsBound) {
  Program server({PLACARD_TWIN, "--listen", "127.0.0.1:0"});
  const std::string address =
      server.ReadLine().substr(sizeof("listening on ") - 1);
  const std::string summary = testing::TempDir() + "/service-summary.json";
  const Program::End end =
      RunProgram({PLACARD_BENCH_SERVICE, "--target", address, "--twin",
                  PLACARD_TWIN, "--seconds", "2", "--summary", summary});
  // Whether the bounds hold is for measurements to say, not for a test.
  ASSERT_LE(end.status, 1) << end.err;
  const std::string json = ReadFile(summary);
  for (const char* row :
       {"service/unary-to-twin", "service/stream-to-unary",
        "service/stream-to-twin", "service/open-loop-p99-to-twin",
        "service/64-at-once/unary-to-twin",
        "service/256-at-once/stream-to-unary"}) {
    EXPECT_THAT(json, HasSubstr("\"id\": \"" + std::string(row) + "\""));
  }
  for (const char* bound :
       {"\">= 0.9\"", "\">= 2\"", "\">= 0.7\"", "\"<= 2\""}) {
    EXPECT_THAT(json, HasSubstr(bound));
  }
}

TEST(ServiceBenchTest, SaysWhyItHasNothingToSay) {
  const Program::End elsewhere =
      RunProgram({PLACARD_BENCH_SERVICE, "--target", "192.0.2.1:7070", "--twin",
                  PLACARD_TWIN});
  EXPECT_EQ(elsewhere.status, 2);
  EXPECT_THAT(elsewhere.err, HasSubstr("192.0.2.1"));
  const Program::End no_twin =
      RunProgram({PLACARD_BENCH_SERVICE, "--target", "127.0.0.1:1", "--twin",
                  "/nonexistent/twin"});
  EXPECT_EQ(no_twin.status, 2);
}

}  // namespace
}  // namespace placard
