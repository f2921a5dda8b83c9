#include "services/placardd/options.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

CommandLine Parse(std::vector<const char*> args) {
  args.insert(args.begin(), "placardd");
  return ParseCommandLine(static_cast<int>(args.size()), args.data());
}

// What is said of a wrong command line, in one line.
std::string Refusal(std::vector<const char*> args) {
  const CommandLine line = Parse(std::move(args));
  EXPECT_FALSE(line.options.has_value());
  EXPECT_EQ(line.exit_code, 2);
  EXPECT_THAT(line.text, Not(HasSubstr("\n")));
  return line.text;
}

class OptionsTest : public testing::Test {
 protected:
  OptionsTest() {
    setenv("HOME", "/home/ops", 1);
    unsetenv("XDG_DATA_HOME");
  }
};

TEST_F(OptionsTest, HaveDefaults) {
  const CommandLine line = Parse({});
  ASSERT_TRUE(line.options.has_value()) << line.text;
  EXPECT_EQ(line.options->listen, "127.0.0.1:7070");
  EXPECT_EQ(line.options->data_dir, "/home/ops/.local/share/placard");
  EXPECT_FALSE(line.options->redis.has_value());
  EXPECT_EQ(line.options->drain, absl::Milliseconds(500));
  EXPECT_FALSE(line.options->restore_store);
  EXPECT_EQ(line.options->token_key_file, std::nullopt);
}

TEST_F(OptionsTest, AreTakenAsTheyAreSaid) {
  const CommandLine line =
      Parse({"--listen", "[::1]:0", "--data-dir=/d", "--redis",
             "unix:/run/redis.sock", "--drain", "2s", "--restore-store",
             "--token-key-file", "/etc/placard/token.keys"});
  ASSERT_TRUE(line.options.has_value()) << line.text;
  EXPECT_EQ(line.options->listen, "[::1]:0");
  EXPECT_EQ(line.options->data_dir, "/d");
  EXPECT_EQ(line.options->redis->unix_path, "/run/redis.sock");
  EXPECT_EQ(line.options->drain, absl::Seconds(2));
  EXPECT_TRUE(line.options->restore_store);
  EXPECT_EQ(line.options->token_key_file, "/etc/placard/token.keys");
}

TEST_F(OptionsTest, TheDataDirFollowsTheEnvironment) {
  setenv("XDG_DATA_HOME", "/data", 1);
  EXPECT_EQ(Parse({}).options->data_dir, "/data/placard");
  setenv("XDG_DATA_HOME", "relative", 1);
  EXPECT_EQ(Parse({}).options->data_dir, "/home/ops/.local/share/placard");
  unsetenv("HOME");
  EXPECT_THAT(Refusal({}), StartsWith("--data-dir is needed"));
}

TEST_F(OptionsTest, ListeningBeyondThisMachineHasToBeSaidTwice) {
  EXPECT_THAT(Refusal({"--listen", "0.0.0.0:7070"}),
              HasSubstr("needs --insecure-listen"));
  EXPECT_TRUE(Parse({"--listen", "0.0.0.0:7070", "--insecure-listen"})
                  .options.has_value());
}

TEST_F(OptionsTest, WrongOnesAreNamed) {
  EXPECT_THAT(Refusal({"--bogus"}), HasSubstr("--bogus"));
  EXPECT_THAT(Refusal({"stray"}), HasSubstr("stray"));
  EXPECT_THAT(Refusal({"--listen"}), HasSubstr("--listen"));
  EXPECT_THAT(Refusal({"--token-key-file"}), HasSubstr("--token-key-file"));
  EXPECT_THAT(Refusal({"--token-key-file", ""}),
              StartsWith("--token-key-file: "));
  EXPECT_THAT(Refusal({"--listen", "a", "--listen", "b"}),
              HasSubstr("--listen"));
  for (const char* address : {"7070", "127.0.0.1", "127.0.0.1:x",
                              "127.0.0.1:65536", "127.0.0.1:-1", ":7070"}) {
    EXPECT_THAT(Refusal({"--listen", address}), StartsWith("--listen: "))
        << address;
  }
  EXPECT_THAT(Refusal({"--redis", "nonsense"}), StartsWith("--redis: "));
  for (const char* drain : {"5", "-1s", "6m", "soon", "inf"}) {
    EXPECT_THAT(Refusal({"--drain", drain}), StartsWith("--drain: ")) << drain;
  }
}

TEST_F(OptionsTest, HelpAndVersionAreNoFailure) {
  const CommandLine help = Parse({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.text, HasSubstr("--insecure-listen"));
  const CommandLine version = Parse({"--version"});
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_THAT(version.text, StartsWith("placardd "));
}

}  // namespace
}  // namespace placard
