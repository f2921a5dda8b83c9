#include "services/log/log.h"

#include <memory>
#include <sstream>
#include <string>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "spdlog/sinks/ostream_sink.h"
#include "tests/support/fake_clock.h"

namespace placard {
namespace {

using std::string_view_literals::operator""sv;
using testing::ElementsAre;
using testing::EndsWith;
using testing::SizeIs;

class LogTest : public testing::Test {
 protected:
  std::vector<std::string> Lines() const {
    std::vector<std::string> lines = absl::StrSplit(out_.str(), '\n');
    lines.pop_back();
    return lines;
  }

  FakeClock clock_{absl::FromUnixMillis(1772366400123)};
  std::ostringstream out_;
  Log log_{clock_, std::make_shared<spdlog::sinks::ostream_sink_mt>(out_)};
};

TEST_F(LogTest, WritesTimeLevelMessageAndFieldsInOneLine) {
  log_.Error("catalogue held", {{"reason", "meta is absent"}, {"kept", "7"}});
  EXPECT_THAT(
      Lines(),
      ElementsAre("time=2026-03-01T12:00:00.123Z level=error "
                  "msg=\"catalogue held\" reason=\"meta is absent\" kept=7"));
}

TEST_F(LogTest, NamesEachLevel) {
  log_.Info("a");
  log_.Warning("b");
  log_.Error("c");
  EXPECT_THAT(Lines(), ElementsAre(EndsWith("level=info msg=a"),
                                   EndsWith("level=warning msg=b"),
                                   EndsWith("level=error msg=c")));
}

TEST_F(LogTest, StopsAFloodOfOneMessageAndCountsWhatItLeftOut) {
  for (int i = 0; i < 100'000; ++i) log_.Warning("bad request");
  EXPECT_THAT(Lines(), SizeIs(kLinesPerMinute));
  log_.Info("something else");
  EXPECT_THAT(Lines(), SizeIs(kLinesPerMinute + 1));
  clock_.Advance(absl::Minutes(1));
  log_.Warning("bad request");
  EXPECT_THAT(Lines().back(), EndsWith("msg=\"bad request\" suppressed=99990"));
  log_.Warning("bad request");
  EXPECT_THAT(Lines().back(), EndsWith("msg=\"bad request\""));
}

TEST(LogfmtFieldTest, LeavesPlainValuesAlone) {
  EXPECT_EQ(LogfmtField("addr", "127.0.0.1:7070"), "addr=127.0.0.1:7070");
}

TEST(LogfmtFieldTest, LetsNoControlCharacterOrQuoteThroughRaw) {
  EXPECT_EQ(LogfmtField("k", "a b\n\"c\"\\\x1b\0\xff"sv),
            R"(k="a b\n\"c\"\\\x1b\x00\xff")");
  EXPECT_EQ(LogfmtField("k", ""), "k=\"\"");
  EXPECT_EQ(LogfmtField("k", "a=b"), "k=\"a=b\"");
}

}  // namespace
}  // namespace placard
