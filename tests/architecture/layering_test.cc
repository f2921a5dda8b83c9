#include "tests/architecture/layering.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace placard {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::SizeIs;

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

bool IsInstalledOrBuilt(const std::filesystem::path& folder) {
  return folder.filename() == "node_modules" || folder.filename() == "dist";
}

bool IsWrittenByHand(const std::filesystem::path& file) {
  for (std::string_view ending :
       {".h", ".cc", ".proto", ".ts", ".tsx", ".js", ".css", ".sh"}) {
    if (file.extension() == ending) return true;
  }
  return false;
}

SourceFiles ReadRepository() {
  const std::filesystem::path root = PROJECT_SOURCE_DIR;
  SourceFiles files;
  for (const char* top : {"proto", "engine", "services", "bench", "tests"}) {
    std::filesystem::recursive_directory_iterator entry(root / top);
    for (; entry != std::filesystem::recursive_directory_iterator(); ++entry) {
      if (entry->is_directory() && IsInstalledOrBuilt(entry->path())) {
        entry.disable_recursion_pending();
      } else if (entry->is_regular_file() && IsWrittenByHand(entry->path())) {
        files[entry->path().lexically_relative(root)] = ReadFile(entry->path());
      }
    }
  }
  return files;
}

std::vector<std::string> ViolationsOf(const std::string& path,
                                      const std::string& content) {
  return Violations({{path, content}});
}

TEST(PlanTest, ListsEveryRoomAfterTheRoomsItStandsOn) {
  EXPECT_THAT(PlanViolations(), IsEmpty());
}

TEST(RepositoryTest, KeepsToThePlan) {
  EXPECT_THAT(Violations(ReadRepository()), IsEmpty());
}

TEST(RepositoryTest, IsReadWhole) {
  const SourceFiles files = ReadRepository();
  EXPECT_THAT(files, SizeIs(Ge(12u)));
  EXPECT_THAT(files, Contains(Key("engine/base/clock.cc")));
  EXPECT_THAT(files, Contains(Key("services/placardd/run.sh")));
  EXPECT_THAT(files, Contains(Key("tests/architecture/layering_test.cc")));
  for (const auto& [path, content] : files) {
    EXPECT_FALSE(content.empty()) << path;
  }
}

TEST(RoomTest, MayIncludeItselfAndWhatItStandsOn) {
  EXPECT_THAT(ViolationsOf("engine/index/a.cc",
                           "#include \"engine/index/a.h\"\n"
                           "#include \"engine/base/status.h\"\n"),
              IsEmpty());
  EXPECT_THAT(ViolationsOf("services/placardd/main.cc",
                           "#include \"services/store/store.h\"\n"
                           "#include \"engine/engine.h\"\n"),
              IsEmpty());
  EXPECT_THAT(ViolationsOf("tests/index/index_test.cc",
                           "#include \"bench/workload/pages.h\"\n"
                           "#include \"tests/support/builders.h\"\n"),
              IsEmpty());
}

TEST(RoomTest, MayNotIncludeARoomAboveIt) {
  EXPECT_THAT(
      ViolationsOf("engine/base/a.h", "#include \"engine/model/page.h\"\n"),
      ElementsAre("engine/base/a.h includes engine/model/page.h: engine/base "
                  "does not stand on engine/model"));
  EXPECT_THAT(
      ViolationsOf("engine/explain/a.h", "#include \"engine/engine.h\"\n"),
      SizeIs(1));
  EXPECT_THAT(
      ViolationsOf("engine/engine.h", "#include \"services/codec/codec.h\"\n"),
      SizeIs(1));
}

TEST(RoomTest, MayNotIncludeARoomBesideIt) {
  EXPECT_THAT(ViolationsOf("engine/delivery/a.cc",
                           "#include \"engine/catalog/snapshot.h\"\n"),
              SizeIs(1));
  EXPECT_THAT(ViolationsOf("services/decision/a.cc",
                           "#include \"services/campaign/audit.h\"\n"),
              SizeIs(1));
}

TEST(RoomTest, StoreSeesOfTheEngineOnlyItsGround) {
  EXPECT_THAT(
      ViolationsOf("services/store/a.cc", "#include \"engine/base/hash.h\"\n"),
      IsEmpty());
  EXPECT_THAT(
      ViolationsOf("services/store/a.cc", "#include \"engine/text/text.h\"\n"),
      SizeIs(1));
}

TEST(RoomTest, NothingThatIsServedIncludesBenchOrTests) {
  for (const char* include :
       {"#include \"bench/a.h\"\n", "#include \"tests/support/a.h\"\n"}) {
    EXPECT_THAT(ViolationsOf("services/placardd/main.cc", include), SizeIs(1));
    EXPECT_THAT(ViolationsOf("engine/index/a.cc", include), SizeIs(1));
  }
  EXPECT_THAT(
      ViolationsOf("bench/a.cc", "#include \"tests/support/builders.h\"\n"),
      SizeIs(1));
}

TEST(RoomTest, MustStandInThePlan) {
  EXPECT_THAT(ViolationsOf("engine/attic/a.h", ""),
              ElementsAre("engine/attic/a.h is in no room of the plan"));
  EXPECT_THAT(ViolationsOf("services/a.h", ""), SizeIs(1));
  EXPECT_THAT(ViolationsOf("proto/placard/v1/a.h", ""), SizeIs(1));
}

TEST(IncludeTest, NamesItsPathFromTheRoot) {
  EXPECT_THAT(ViolationsOf("engine/base/a.cc", "#include \"money.h\"\n"),
              SizeIs(1));
  EXPECT_THAT(
      ViolationsOf("engine/text/a.cc", "#include \"../base/money.h\"\n"),
      SizeIs(1));
  EXPECT_THAT(ViolationsOf("engine/base/a.cc", "#include <vector>\n"),
              IsEmpty());
}

TEST(IncludeTest, IsSeenHoweverItIsSpacedButNotInCommentsAndStrings) {
  const std::string path = "engine/base/a.cc";
  EXPECT_THAT(ViolationsOf(path, "  # include  <hiredis/a.h>  // why\n"),
              SizeIs(1));
  EXPECT_THAT(ViolationsOf(path, "#include<hiredis/a.h>"), SizeIs(1));
  EXPECT_THAT(ViolationsOf(path,
                           "// #include <hiredis/a.h>\n"
                           "/*\n#include <hiredis/a.h>\n*/\n"
                           "auto s = \"#include <hiredis/a.h>\";\n"),
              IsEmpty());
}

TEST(LibraryTest, StaysInItsPlace) {
  struct {
    const char* include;
    const char* home;
    const char* elsewhere;
  } rows[] = {
      {"#include <hiredis/hiredis.h>", "services/store/a.cc",
       "tests/store/a_test.cc"},
      {"#include <grpcpp/grpcpp.h>", "services/decision/a.cc",
       "engine/engine.h"},
      {"#include \"google/protobuf/arena.h\"", "bench/a.cc",
       "engine/model/a.cc"},
      {"#include \"placard/v1/decision.pb.h\"", "services/codec/a.cc",
       "engine/model/a.cc"},
      {"#include <openssl/hmac.h>", "services/token/a.cc",
       "services/gateway/a.cc"},
      {"#include <yaml-cpp/yaml.h>", "services/placard/a.cc",
       "services/placardd/a.cc"},
      {"#include <spdlog/spdlog.h>", "services/refresh/a.cc",
       "engine/catalog/a.cc"},
      {"#include \"absl/flags/flag.h\"", "bench/a.cc",
       "services/decision/a.cc"},
      {"#include <CLI/CLI.hpp>", "services/placard/main.cc",
       "services/gateway/a.cc"},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(ViolationsOf(row.home, row.include), IsEmpty()) << row.include;
    EXPECT_THAT(ViolationsOf(row.elsewhere, row.include),
                ElementsAre(AllOf(HasSubstr(row.elsewhere),
                                  HasSubstr("which belongs to"))))
        << row.include;
  }
}

TEST(ClockTest, IsReadInOneFile) {
  for (const char* read :
       {"absl::Now()", "std::chrono::steady_clock::now()", "time(nullptr)",
        "std::time(NULL)", "clock_gettime(CLOCK_REALTIME, &t)"}) {
    const std::string code = std::string("auto t = ") + read + ";\n";
    EXPECT_THAT(ViolationsOf("engine/catalog/a.cc", code), SizeIs(1)) << read;
    EXPECT_THAT(ViolationsOf("services/event/a.cc", code), SizeIs(1)) << read;
    EXPECT_THAT(ViolationsOf("engine/base/clock.cc", code), IsEmpty()) << read;
    EXPECT_THAT(ViolationsOf("bench/a.cc", code), IsEmpty()) << read;
  }
}

TEST(ClockTest, IsNotReadByNamesThatLookAlike) {
  EXPECT_THAT(ViolationsOf("engine/delivery/a.cc",
                           "// absl::Now() is never called here.\n"
                           "auto a = clock.Now();\n"
                           "auto b = page.time(0);\n"
                           "auto c = runtime(0);\n"
                           "auto d = \"absl::Now()\";\n"),
              IsEmpty());
}

TEST(FolderTest, IncludesNoOtherInACycle) {
  const SourceFiles files = {{"tests/a/x.h", "#include \"tests/b/x.h\"\n"},
                             {"tests/b/x.h", "#include \"tests/c/x.h\"\n"},
                             {"tests/c/x.h", "#include \"tests/a/y.h\"\n"},
                             {"tests/d/x.h", "#include \"tests/e/x.h\"\n"}};
  EXPECT_THAT(Violations(files),
              ElementsAre(HasSubstr("tests/a includes tests/b"),
                          HasSubstr("tests/b includes tests/c"),
                          HasSubstr("tests/c includes tests/a")));
}

TEST(FileTest, HasAtMost500Lines) {
  EXPECT_THAT(ViolationsOf("services/console/app.ts", std::string(500, '\n')),
              IsEmpty());
  EXPECT_THAT(ViolationsOf("services/console/app.ts", std::string(501, '\n')),
              ElementsAre("services/console/app.ts has 501 lines, more than "
                          "500"));
}

TEST(StripCommentsTest, BlanksCommentsAndLiteralsAndNothingElse) {
  EXPECT_EQ(StripComments("a // b\nc", Literals::kKeep), "a     \nc");
  EXPECT_EQ(StripComments("a /*\n*/ c", Literals::kKeep), "a   \n   c");
  EXPECT_EQ(StripComments("a \"//\" c", Literals::kKeep), "a \"//\" c");
  EXPECT_EQ(StripComments("a \"\\\"//\" c", Literals::kBlank), "a        c");
  EXPECT_EQ(StripComments("'\"' + 1'000 + '\"'", Literals::kBlank),
            "    + 1'000 +    ");
  EXPECT_EQ(StripComments("R\"x(//\")x\" + c", Literals::kBlank),
            "           + c");
}

TEST(StripCommentsTest, EndsWithTextThatEndsTooEarly) {
  for (const char* text :
       {"/* a", "// a", "\"a", "\"\\", "'", "R\"a", "R\"("}) {
    EXPECT_EQ(StripComments(text, Literals::kBlank),
              std::string(std::string(text).size(), ' '));
  }
}

}  // namespace
}  // namespace placard
