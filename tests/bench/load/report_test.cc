#include "bench/load/report.h"

#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using google::protobuf::Struct;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::Not;

// 1,000 requests: 996 answered in 1 to 996 us, 3 failed, one not sent.
LoadResult Result() {
  LoadResult result;
  result.scheduled = 1000;
  result.unsent = 1;
  result.late = 12;
  result.elapsed = seconds(2);
  for (int i = 1; i <= 996; ++i) {
    result.tally.AddCode(grpc::StatusCode::OK);
    result.latency.Record(microseconds(i));
    result.service.Record(microseconds(i) / 2);
  }
  for (int i = 0; i < 3; ++i) {
    result.tally.AddCode(grpc::StatusCode::UNAVAILABLE);
  }
  result.tally.checked = 10;
  result.tally.outcomes = {0, 15, 0, 5};
  result.tally.reasons[placard::v1::REASON_CODE_SIZE] = 5;
  return result;
}

Report OpenReport() {
  Report report;
  report.options.open = {.rate = 500, .duration = seconds(2)};
  report.pages = 20;
  report.measured.push_back(
      {.address = "127.0.0.1:7400", .total = Result(), .rates = {498}});
  return report;
}

Report SearchReport() {
  Report report = OpenReport();
  report.options.mode = LoadMode::kFindMax;
  report.options.find_max = {
      .p99 = milliseconds(1), .first_rate = 500, .most_rate = 2000};
  LoadResult slow = Result();
  for (int i = 0; i < 100; ++i) slow.latency.Record(milliseconds(20));
  report.levels.push_back({.rate = 500, .result = Result(), .failure = ""});
  report.levels.push_back(
      {.rate = 1000, .result = slow, .failure = "p99 above 1.00 ms"});
  return report;
}

Struct Parsed(const std::string& json) {
  Struct parsed;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &parsed).ok())
      << json;
  return parsed;
}

double NumberIn(const Struct& object, const std::string& name) {
  return object.fields().at(name).number_value();
}

TEST(DescribeLoadTest, TellsWhatWillBeDone) {
  Options options = OpenReport().options;
  EXPECT_EQ(DescribeLoad(options, 20),
            "open loop: 500/s at equal distances for 2.00 s; unary, "
            "4 connections, 1 thread, 20 pages");
  options.mode = LoadMode::kClosed;
  options.closed = {.requests = 1000, .outstanding = 64};
  options.traffic.method = Method::kStream;
  EXPECT_EQ(DescribeLoad(options, 1),
            "closed loop: 1,000 requests, 64 at once; stream, "
            "4 connections, 1 thread, 1 page");
}

TEST(TextReportTest, TellsCountsCodesPercentilesAndSlots) {
  const std::string text = TextReport(OpenReport());
  EXPECT_THAT(text, HasSubstr("scheduled 1,000   answered 996 (99.6 %)   "
                              "failed 3   unsent 1   late 12"));
  EXPECT_THAT(text, HasSubstr("UNAVAILABLE 3"));
  EXPECT_THAT(text, HasSubstr("p99.99"));
  EXPECT_THAT(text, HasSubstr("filled 15 (75.0 %)"));
  EXPECT_THAT(text, HasSubstr("reasons: SIZE 5"));
  EXPECT_THAT(text, Not(HasSubstr("ratio")));
}

TEST(TextReportTest, TellsTheRatioOfTwoServers) {
  Report report = OpenReport();
  report.measured.push_back({.address = "127.0.0.1:7401",
                             .total = Result(),
                             .rates = {600, 400, 996}});
  const std::string text = TextReport(report);
  EXPECT_THAT(text,
              HasSubstr("answered 600/s, the median of 600/s, 400/s, 996/s"));
  EXPECT_THAT(text, HasSubstr("ratio of 127.0.0.1:7400 to 127.0.0.1:7401: "
                              "throughput 0.830, p50 1.00, p99 1.00"));
}

TEST(TextReportTest, TellsWhatASearchTriedAndFound) {
  const std::string text = TextReport(SearchReport());
  EXPECT_THAT(text, HasSubstr("passes"));
  EXPECT_THAT(text, HasSubstr("20.0 ms  p99 above 1.00 ms"));
  EXPECT_THAT(text,
              HasSubstr("highest rate with p99 of at most 1.00 ms: 500/s"));
}

TEST(JsonReportTest, HoldsTheSameNumbers) {
  const Struct parsed = Parsed(JsonReport(OpenReport()));
  const Struct side =
      parsed.fields().at("measured").list_value().values(0).struct_value();
  EXPECT_EQ(NumberIn(side, "rate"), 498);
  EXPECT_EQ(NumberIn(side, "scheduled"), 1000);
  EXPECT_EQ(NumberIn(side, "sent"), 999);
  EXPECT_EQ(NumberIn(side, "failed"), 3);
  const Struct codes = side.fields().at("grpc_status").struct_value();
  EXPECT_EQ(NumberIn(codes, "UNAVAILABLE"), 3);
  const Struct latency = side.fields().at("latency").struct_value();
  EXPECT_EQ(NumberIn(latency, "max_ns"), 996'000);
  EXPECT_NEAR(NumberIn(latency, "p50_ns"), 498'000, 498'000 / 256.0);
  const Struct checked = side.fields().at("checked").struct_value();
  EXPECT_EQ(NumberIn(checked, "fill_rate"), 0.75);
}

TEST(JsonReportTest, HoldsTheLevelsOfASearch) {
  const Struct parsed = Parsed(JsonReport(SearchReport()));
  EXPECT_EQ(NumberIn(parsed, "highest_rate"), 500);
  EXPECT_EQ(NumberIn(parsed, "p99_bound_ns"), 1e6);
  EXPECT_EQ(parsed.fields().at("levels").list_value().values_size(), 2);
}

TEST(JsonReportTest, EscapesWhatAnAddressMayHold) {
  Report report = OpenReport();
  report.measured[0].address = "unix:/tmp/a\"b\\c\n";
  const Struct parsed = Parsed(JsonReport(report));
  EXPECT_EQ(parsed.fields()
                .at("measured")
                .list_value()
                .values(0)
                .struct_value()
                .fields()
                .at("address")
                .string_value(),
            "unix:/tmp/a\"b\\c\n");
}

size_t CountOf(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

TEST(SvgReportTest, DrawsALineForEachWayToMeasure) {
  const std::string svg = SvgReport(OpenReport());
  EXPECT_EQ(CountOf(svg, "<svg"), 1);
  EXPECT_EQ(CountOf(svg, "</svg>"), 1);
  EXPECT_EQ(CountOf(svg, "<polyline"), 2);
  EXPECT_THAT(svg, HasSubstr(">99<"));
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_THAT(svg, Not(HasSubstr("inf")));
}

TEST(SvgReportTest, ReachesThePercentilesThatThereAreRequestsFor) {
  Report report = OpenReport();
  EXPECT_THAT(SvgReport(report), Not(HasSubstr(">99.99<")));
  for (int i = 0; i < 9'004; ++i) {
    report.measured[0].total.latency.Record(microseconds(i));
  }
  EXPECT_THAT(SvgReport(report), HasSubstr(">99.99<"));
}

TEST(SvgReportTest, DrawsOneLineForEachOfTwoServers) {
  Report report = OpenReport();
  report.measured.push_back(report.measured[0]);
  report.measured[1].address = "unix:/tmp/<twin>";
  const std::string svg = SvgReport(report);
  EXPECT_EQ(CountOf(svg, "<polyline"), 2);
  EXPECT_THAT(svg, HasSubstr("unix:/tmp/&lt;twin&gt;"));
}

TEST(SvgReportTest, DrawsADotForEachRateThatWasTried) {
  const std::string svg = SvgReport(SearchReport());
  EXPECT_EQ(CountOf(svg, "<circle"), 2);
  EXPECT_THAT(svg, HasSubstr("99th percentile by rate"));
  EXPECT_THAT(svg, HasSubstr("bound, 1.00 ms"));
}

TEST(SvgReportTest, DrawsWhatWasNotAnsweredToo) {
  Report report = SearchReport();
  report.measured[0].total = LoadResult();
  report.levels[0].result = LoadResult();
  const std::string svg = SvgReport(report);
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_THAT(svg, Not(HasSubstr("inf")));
}

TEST(ReportTest, FailsByErrorsBeyondThoseAllowedAndByNoAnswer) {
  Report report = OpenReport();
  EXPECT_EQ(report.errors(), 3);
  EXPECT_TRUE(report.failed());
  report.options.max_errors = 3;
  EXPECT_FALSE(report.failed());
  report.measured[0].total.tally.wrong = 1;
  EXPECT_TRUE(report.failed());
  report.measured[0].total = LoadResult();
  EXPECT_TRUE(report.failed());
  report.measured.clear();
  EXPECT_TRUE(report.failed());
}

}  // namespace
}  // namespace placard
