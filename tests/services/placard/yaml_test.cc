#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/placard/yaml_tree.h"

namespace placard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// The tree in one line: {a: "1", b: [null]}.
std::string Show(const YamlNode& node) {
  std::string out;
  if (node.is_scalar()) return Concat("\"", node.text, "\"");
  if (node.kind == YamlNode::Kind::kNull) return "null";
  for (const YamlNode& child : node.children) {
    if (!out.empty()) out += ", ";
    if (node.is_map()) out += Concat(child.key, ": ");
    out += Show(child);
  }
  return node.is_map() ? Concat("{", out, "}") : Concat("[", out, "]");
}

std::vector<std::string> Parse(std::string_view text) {
  SourceErrors errors;
  std::vector<std::string> shown;
  for (const YamlNode& node : ParseYaml(text, "f.yaml", errors)) {
    shown.push_back(Show(node));
  }
  for (const SourceError& error : errors) shown.push_back(ToString(error));
  return shown;
}

TEST(YamlTest, KeepsTheTextOfEveryScalar) {
  EXPECT_THAT(
      Parse("[NO, yes, 1.10, 0x1F, 1e3, 12:30, 2026-03-01, null, ~, '', 010]"),
      ElementsAre(R"(["NO", "yes", "1.10", "0x1F", "1e3", "12:30", )"
                  R"("2026-03-01", "null", "~", "", "010"])"));
}

TEST(YamlTest, TellsWhatIsNotThereFromAnEmptyText) {
  EXPECT_THAT(Parse("a:\nb: ''\nc:\n- \n- x\n"),
              ElementsAre(R"({a: null, b: "", c: [null, "x"]})"));
}

TEST(YamlTest, ReadsSeveralDocumentsAndLeavesOutEmptyOnes) {
  EXPECT_THAT(Parse("# nothing\n---\na: 1\n---\n---\n# nothing\n---\nb: 2\n"),
              ElementsAre(R"({a: "1"})", R"({b: "2"})"));
  EXPECT_THAT(Parse(""), IsEmpty());
  EXPECT_THAT(Parse("# only words\n"), IsEmpty());
}

TEST(YamlTest, ReadsJson) {
  EXPECT_THAT(Parse("{\n  \"a\": [1, true, \"\\u00fc\\n\"],\n  \"b\": {}\n}\n"),
              ElementsAre("{a: [\"1\", \"true\", \"\u00fc\n\"], b: {}}"));
}

TEST(YamlTest, PrintsBooleansBareAndTextThatLooksLikeOneQuoted) {
  YamlNode map = YamlNode::Map();
  map.children = {YamlNode::Boolean(true), YamlNode::Boolean(false),
                  YamlNode::Scalar("true")};
  map.children[0].key = "a";
  map.children[1].key = "b";
  map.children[2].key = "c";
  EXPECT_EQ(PrintYaml(map), "a: true\nb: false\nc: \"true\"\n");
}

TEST(YamlTest, KnowsTheLineOfEveryValue) {
  SourceErrors errors;
  const auto documents =
      ParseYaml("a: 1\nb:\n  c:\n    - x\n    - y\n", "f", errors);
  ASSERT_THAT(documents, SizeIs(1));
  const YamlNode& b = documents[0].children[1];
  EXPECT_EQ(documents[0].children[0].line, 1);
  EXPECT_EQ(b.line, 2);
  EXPECT_EQ(b.children[0].line, 3);
  EXPECT_EQ(b.children[0].children[1].line, 5);
}

TEST(YamlTest, ExpandsAliases) {
  EXPECT_THAT(Parse("a: &x [1, 2]\nb: *x\n"),
              ElementsAre(R"({a: ["1", "2"], b: ["1", "2"]})"));
}

TEST(YamlTest, RefusesAnAliasBomb) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    std::string list;
    for (int j = 0; j < 10; ++j)
      list += Concat(j == 0 ? "" : ", ", "*a", i - 1);
    bomb += Concat("a", i, ": &a", i, " [", list, "]\n");
  }
  EXPECT_THAT(Parse(bomb),
              ElementsAre(HasSubstr("aliases repeat more than 100000 values")));
}

TEST(YamlTest, RefusesDepthThatAliasesBuild) {
  const std::string deep = Concat(std::string(60, '['), std::string(60, ']'));
  EXPECT_THAT(Parse(Concat("a: &a ", deep, "\nb: ", std::string(60, '['), "*a",
                           std::string(60, ']'), "\n")),
              ElementsAre("f.yaml:2: nested deeper than 100 levels"));
  EXPECT_THAT(Parse(Concat(std::string(101, '['), std::string(101, ']'))),
              ElementsAre("f.yaml:1: nested deeper than 100 levels"));
}

struct BadText {
  std::string text;
  std::string error;
};

class YamlErrorTest : public ::testing::TestWithParam<BadText> {};

TEST_P(YamlErrorTest, IsReportedWithItsLine) {
  EXPECT_THAT(Parse(GetParam().text), ElementsAre(HasSubstr(GetParam().error)));
}

INSTANTIATE_TEST_SUITE_P(
    Texts, YamlErrorTest,
    ::testing::Values(
        BadText{"a: 1\nb: [1, 2\nc: 3\n", "f.yaml:3: not YAML"},
        BadText{"a: 'open\n", "f.yaml:2: not YAML"},
        BadText{"a: *nobody\n", "f.yaml:1: not YAML"},
        BadText{"a: 1\n? [x]\n: 2\n", "f.yaml:2: a key must be a single word"},
        BadText{"a: !!binary xx\n", "f.yaml:1: tag"},
        BadText{"a: &x [*x]\n", "f.yaml:1: an alias cannot stand inside"},
        BadText{"a: \xff\n", "f.yaml: is not UTF-8"},
        BadText{std::string("a: \x04 b\n"), "holds control characters"}));

TEST(YamlTest, StopsAtABracketThatClosesNothing) {
  for (const char* text : {"a: 1\n---\n]\n", "---\n---\n}\n", "]"}) {
    const std::vector<std::string> parsed = Parse(text);
    ASSERT_FALSE(parsed.empty()) << text;
    EXPECT_THAT(parsed.back(), HasSubstr("not YAML")) << text;
  }
}

TEST(YamlTest, PrintsWhatItReads) {
  const std::string text =
      "a: word\n"
      "b: [x, \"no\", \"12:30\", 1.5, 300x250]\n"
      "c:\n"
      "  - d: {e: f}\n"
      "    g: []\n"
      "    h: one\n"
      "    i: \"\"\n"
      "  - {}\n"
      "markup: |-\n"
      "  <b>\n"
      "    bold: yes\n"
      "  </b>\n"
      "quoted: \" two \\\\ \\\"three\\\"\\u000d\\n\"\n";
  SourceErrors errors;
  const auto documents = ParseYaml(text, "f", errors);
  ASSERT_THAT(errors, IsEmpty());
  EXPECT_EQ(PrintYaml(documents.at(0)), text);
}

}  // namespace
}  // namespace placard
