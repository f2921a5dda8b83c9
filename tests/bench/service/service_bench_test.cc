// The twin is as good a server as any: it stands in for placardd.
#include <algorithm>
#include <cmath>
#include <cstdlib>
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

// NaN when there is no such row.
double ValueOf(const std::string& id, const std::string& json) {
  const std::string key = "\"value\": ";
  const size_t row = json.find("\"id\": \"" + id + "\"");
  const size_t value = json.find(key, row);
  if (row == std::string::npos || value == std::string::npos) return NAN;
  return std::strtod(json.c_str() + value + key.size(), nullptr);
}

TEST(ServiceBenchTest, WritesEveryRatioWithItsBound) {
  Program server({PLACARD_TWIN, "--listen", "127.0.0.1:0"});
  const std::string address =
      server.ReadLine().substr(sizeof("listening on ") - 1);
  const std::string summary = testing::TempDir() + "/service-summary.json";
  const Program::End end =
      RunProgram({PLACARD_BENCH_SERVICE, "--target", address, "--twin",
                  PLACARD_TWIN, "--seconds", "2", "--summary", summary, "--pid",
                  std::to_string(server.pid())});
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
       {"\">= 0.9\"", "\">= 2\"", "\">= 0.7\"", "\"<= 2\"", "\"<= 4\""}) {
    EXPECT_THAT(json, HasSubstr(bound));
  }
  const double of_server = ValueOf("service/unary-cpu", json);
  const double of_twin = ValueOf("service/twin-unary-cpu", json);
  EXPECT_GT(of_server, 1) << "a call takes some microseconds of a processor";
  EXPECT_GT(of_twin, 1);
  EXPECT_LE(std::abs(ValueOf("service/unary-added-cpu", json)),
            std::max(of_server, of_twin));
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
