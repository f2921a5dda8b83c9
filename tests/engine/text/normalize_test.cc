#include "engine/text/normalize.h"

#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace placard {
namespace {

using std::string_view_literals::operator""sv;

struct Case {
  const char* name;
  std::string_view text;
  std::string_view normalized;
};

template <typename Row>
std::string CaseName(const testing::TestParamInfo<Row>& row) {
  return row.param.name;
}

class NormalizeTest : public testing::TestWithParam<Case> {};

TEST_P(NormalizeTest, GivesTheOneSpelling) {
  const absl::StatusOr<std::string> normalized = Normalize(GetParam().text);
  ASSERT_TRUE(normalized.ok()) << normalized.status();
  EXPECT_EQ(*normalized, GetParam().normalized);
}

INSTANTIATE_TEST_SUITE_P(
    Ascii, NormalizeTest,
    testing::ValuesIn(std::vector<Case>{
        {"Empty", "", ""},
        {"Letters", "World Cup 2026", "world cup 2026"},
        {"NeighboursOfLetters", "@AZ[`az{", "@az[`az{"},
        {"Spaces", "  world \t\r\n cup\v\f", "world cup"},
        {"OnlySpaces", " \t\n", ""},
        {"ManySpacesInALongText", "breaking   news  from the    border",
         "breaking news from the border"},
        {"SpaceAtAWordBoundary", "exactly8 bytes8  twice 8 ",
         "exactly8 bytes8 twice 8"},
        {"Controls", "a\0b\x01 \x1F\x7F c\x1B"sv, "ab c"},
        {"ControlBetweenSpaces", "a \x01 b", "a b"},
        {"Punctuation", "U.S.-led, 50% 'off'", "u.s.-led, 50% 'off'"},
    }),
    CaseName<Case>);

INSTANTIATE_TEST_SUITE_P(CaseFolding, NormalizeTest,
                         testing::ValuesIn(std::vector<Case>{
                             {"SharpS", "Straße", "strasse"},
                             {"CapitalSharpS", "STRAẞE", "strasse"},
                             {"DottedCapitalI", "İstanbul", "i\u0307stanbul"},
                             {"DotlessI", "ılık", "ılık"},
                             {"FinalSigma", "ΟΔΥΣΣΕΥΣ", "οδυσσευσ"},
                             {"FinalSigmaInLowerCase", "οδυσσευς", "οδυσσευσ"},
                             {"IotaSubscript", "ᾳ", "αι"},
                             {"IotaSubscriptAfterABreathing", "α\u0345\u0313",
                              "ἀι"},
                             {"Cyrillic", "МОСКВА Й", "москва й"},
                             {"Cherokee", "ꭰ", "Ꭰ"},
                             {"Deseret", "𐐀", "𐐨"},
                             {"LongS", "ſ", "s"},
                             {"Kelvin", "\u212A", "k"},
                             {"Angstrom", "\u212B", "å"},
                             {"CaronJ", "ǰ", "ǰ"},
                             {"ApostropheN", "ŉ", "'n"},
                         }),
                         CaseName<Case>);

INSTANTIATE_TEST_SUITE_P(Compatibility, NormalizeTest,
                         testing::ValuesIn(std::vector<Case>{
                             {"Ligature", "ﬁne oﬀer", "fine offer"},
                             {"FullWidth", "ＮＥＷＳ　２０２６", "news 2026"},
                             {"HalfWidthKatakana", "ｶﾞ", "ガ"},
                             {"MathematicalBold", "𝐖𝐚𝐫", "war"},
                             {"Circled", "ⓦⓐⓡ", "war"},
                             {"Squared", "🅆", "w"},
                             {"Superscript", "m²", "m2"},
                             {"Fraction", "½", "1\u20442"},
                             {"Numero", "№", "no"},
                             {"SpacingDiaeresis", "a¨", "a \u0308"},
                             {"LongestExpansion", "\uFDFA",
                              "صلى الله عليه وسلم"},
                         }),
                         CaseName<Case>);

INSTANTIATE_TEST_SUITE_P(
    Composition, NormalizeTest,
    testing::ValuesIn(std::vector<Case>{
        {"Composed", "Café", "café"},
        {"Decomposed", "Cafe\u0301", "café"},
        {"MarkAfterAnAsciiRun", "the long cafe\u0301 story",
         "the long café story"},
        {"MarksInEitherOrder", "e\u0301\u0323", "ẹ́"},
        {"MarksInCanonicalOrder", "e\u0323\u0301", "ẹ́"},
        {"MarkOnAComposedLetter", "é\u0323", "ẹ́"},
        {"MarkAtTheStart", "\u0301a", "\u0301a"},
        {"MarkAfterASpace", "a \u0301", "a \u0301"},
        {"HangulJamo", "\u1112\u1161\u11AB", "한"},
        {"HangulSyllableAndFinal", "하\u11AB", "한"},
        {"HangulSyllables", "한국 뉴스", "한국 뉴스"},
        {"ExcludedComposition", "\u0958", "\u0915\u093C"},
        {"Negation", "=\u0338", "≠"},
        {"MarkAcrossAControl", "e\x01\u0301", "é"},
        {"MarkAcrossAZeroWidthSpace", "e\u200B\u0301", "é"},
        {"MarksAcrossAControl", "e\u0301\x01\u0323", "ẹ́"},
        {"VowelInTwoParts", "\u09C7\u09BE", "\u09CB"},
    }),
    CaseName<Case>);

INSTANTIATE_TEST_SUITE_P(
    Invisible, NormalizeTest,
    testing::ValuesIn(std::vector<Case>{
        {"ZeroWidthSpace", "w\u200Bar", "war"},
        {"ZeroWidthJoiners", "w\u200Da\u200Cr", "war"},
        {"WordJoiner", "w\u2060ar", "war"},
        {"ByteOrderMark", "\uFEFFwar", "war"},
        {"SoftHyphen", "w\u00ADar", "war"},
        {"DirectionMarks", "\u200Ew\u200Fa\u202Er\u202C\u2066\u2069", "war"},
        {"ArabicLetterMark", "\u061Cwar", "war"},
        {"TagCharacters", "war\U000E0001\U000E0077\U000E007F", "war"},
        {"VariationSelectors", "w\uFE0Far\U000E0100", "war"},
        {"GraphemeJoiner", "w\u034Far", "war"},
        {"HangulFillers", "w\u115F\u1160\u3164\uFFA0ar", "war"},
        {"MongolianSeparator", "w\u180Ear", "war"},
        {"InterlinearAnnotation", "w\uFFF9a\uFFFBr", "war"},
        {"SecondControls", "w\u0080a\u009Fr", "war"},
        {"InvisibleOnly", "\u200B\uFEFF\u00AD", ""},
        {"InvisibleBetweenSpaces", "a \u200B b", "a b"},
        {"EmojiJoined", "👩\u200D🚀\uFE0F", "👩🚀"},
    }),
    CaseName<Case>);

INSTANTIATE_TEST_SUITE_P(SpacesQuotesDashes, NormalizeTest,
                         testing::ValuesIn(std::vector<Case>{
                             {"NoBreakSpace", "a\u00A0\u202Fb", "a b"},
                             {"NextLine", "a\u0085b", "a b"},
                             {"LineAndParagraph", "a\u2028\u2029b", "a b"},
                             {"Ideographic", "\u3000a\u3000", "a"},
                             {"EmAndHairSpace", "a\u2003\u200Ab", "a b"},
                             {"OghamSpace", "a\u1680b", "a b"},
                             {"CurlySingle", "‘don’t’", "'don't'"},
                             {"CurlyDouble", "“Win”", "\"win\""},
                             {"LowQuotes", "‚a‘ „b“", "'a' \"b\""},
                             {"Guillemets", "«a» ‹b›", "\"a\" 'b'"},
                             {"FullWidthQuotes", "＇a＂", "'a\""},
                             {"LetterApostrophe", "don\u02BCt Hawai\u02BBi",
                              "don't hawai'i"},
                             {"Primes", "6\u2032 2\u2033", "6' 2''"},
                             {"Dashes", "a‐b‑c‒d–e—f―g", "a-b-c-d-e-f-g"},
                             {"Minus", "\u22125", "-5"},
                             {"SmallAndFullWidthDash", "a﹣b－c", "a-b-c"},
                             {"LongDashes", "a\u2E3Ab", "a-b"},
                             {"Ellipsis", "Wait…", "wait..."},
                         }),
                         CaseName<Case>);

TEST(NormalizeLongTest, ReturnsALongTextWithOneQuoteWhole) {
  const std::string half(30'000, 'x');
  EXPECT_EQ(Normalize(half + "’" + half).value(), half + "'" + half);
}

// Every second mark has to move in front of all others.
TEST(NormalizeLongTest, SortsAFloodOfMarks) {
  std::string flood = "q";
  std::string below;
  std::string above;
  for (int i = 0; i < 16'000; ++i) {
    flood += "\u0301\u0323";
    below += "\u0323";
    above += "\u0301";
  }
  EXPECT_EQ(Normalize(flood).value(), "q" + below + above);
}

struct Malformed {
  const char* name;
  std::string_view text;
  int at;
};

class MalformedUtf8Test : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedUtf8Test, IsRefusedWithTheOffset) {
  EXPECT_FALSE(IsValidUtf8(GetParam().text));
  std::string out = "kept ";
  const absl::Status status = NormalizeTo(GetParam().text, out);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "must be UTF-8, is ill-formed at byte " +
                                  std::to_string(GetParam().at));
  EXPECT_EQ(out, "kept ");
  EXPECT_EQ(Normalize(GetParam().text).status(), status);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, MalformedUtf8Test,
                         testing::ValuesIn(std::vector<Malformed>{
                             {"Latin1", "caf\xE9", 3},
                             {"Latin1InsideAWord", "caf\xE9s", 3},
                             {"LoneContinuation", "ab\x80", 2},
                             {"ContinuationTooMany", "\xC3\xA9\xA9", 2},
                             {"OverlongSlash", "\xC0\xAF", 0},
                             {"OverlongNul", "a\xC0\x80", 1},
                             {"OverlongInTwo", "\xC1\xBF", 0},
                             {"OverlongInThree", "\xE0\x9F\xBF", 0},
                             {"OverlongInFour", "\xF0\x8F\xBF\xBF", 0},
                             {"FirstSurrogate", "\xED\xA0\x80", 0},
                             {"LastSurrogate", "\xED\xBF\xBF", 0},
                             {"SurrogatePair", "\xED\xA0\xBD\xED\xB8\x80", 0},
                             {"BeyondTheLast", "\xF4\x90\x80\x80", 0},
                             {"LeadF5", "\xF5\x80\x80\x80", 0},
                             {"FiveBytes", "\xF8\x88\x80\x80\x80", 0},
                             {"Fe", "\xFE", 0},
                             {"Ff", "abcdefgh\xFF", 8},
                             {"TruncatedAfterOneOfTwo", "ab\xC3", 2},
                             {"TruncatedAfterOneOfThree", "\xE2", 0},
                             {"TruncatedAfterTwoOfThree", "\xE2\x80", 0},
                             {"TruncatedAfterThreeOfFour", "\xF0\x9F\x98", 0},
                             {"CutByAscii", "\xE2\x80q", 0},
                             {"CutByALead", "\xE2\xC3\xA9", 0},
                             {"AfterValidCharacters", "“é한😀\x80”", 12},
                             {"AfterAnOpenCluster", "e\u0301\xCC", 3},
                         }),
                         CaseName<Malformed>);

TEST(IsValidUtf8Test, AcceptsTheEdgesOfEveryRange) {
  for (std::string_view text :
       {""sv, "\0"sv, "\x7F"sv, "\xC2\x80"sv, "\xDF\xBF"sv, "\xE0\xA0\x80"sv,
        "\xED\x9F\xBF"sv, "\xEE\x80\x80"sv, "\xEF\xBF\xBF"sv,
        "\xF0\x90\x80\x80"sv, "\xF4\x8F\xBF\xBF"sv}) {
    EXPECT_TRUE(IsValidUtf8(text)) << testing::PrintToString(text);
    EXPECT_TRUE(Normalize(text).ok()) << testing::PrintToString(text);
  }
}

TEST(NormalizeToTest, AppendsAfterWhatIsThere) {
  std::string out = "Title. ";
  ASSERT_TRUE(NormalizeTo("  World CUP ", out).ok());
  EXPECT_EQ(out, "Title. world cup");
}

TEST(NormalizeToTest, DoesNotComposeWithWhatIsThere) {
  std::string out = "e";
  ASSERT_TRUE(NormalizeTo("\u0301", out).ok());
  EXPECT_EQ(out, "e\u0301");
}

}  // namespace
}  // namespace placard
