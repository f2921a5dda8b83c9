// The texts of pages: normalising and cutting them into words.
#include <cctype>
#include <string>

#include "bench/engine/benchmarks.h"
#include "bench/engine/calls.h"
#include "bench/workload/dice.h"
#include "benchmark/benchmark.h"
#include "engine/base/limits.h"
#include "engine/base/status.h"
#include "engine/text/normalize.h"
#include "engine/text/tokens.h"

namespace placard {
namespace {

constexpr size_t kKeyword = 24;

enum Script { kAscii, kLatin, kCyrillic };
constexpr const char* kScripts[] = {"ascii", "latin", "cyrillic"};

// Capitalised words of five letters, with a space after each.
std::string MakeText(Script script, size_t bytes) {
  static constexpr const char* kWords[][3] = {
      {"Paris ", "Plane ", "Cloud "},
      {"K\u00f6nig ", "\u00c9t\u00e9s ", "Stra\u00dfe "},
      {"\u041c\u043e\u0441\u0442 ", "\u041b\u0443\u043d\u0430 ",
       "\u0417\u0438\u043c\u0430 "}};
  Dice dice(1);
  std::string text;
  for (;;) {
    const std::string word = kWords[script][dice.Below(3)];
    if (text.size() + word.size() > bytes) return text;
    text += word;
  }
}

// What becomes of ASCII words with one space after each.
std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(c));
  text.pop_back();
  return text;
}

bool IsNormalized(Script script, const std::string& text,
                  const std::string& normalized) {
  if (script == kAscii) return normalized == Lower(text);
  const absl::StatusOr<std::string> again = Normalize(normalized);
  return again.ok() && *again == normalized && normalized != text;
}

struct Normalizing {
  Summary& summary;

  void operator()(benchmark::State& state) const {
    const auto script = static_cast<Script>(state.range(0));
    const std::string text =
        MakeText(script, static_cast<size_t>(state.range(1)));
    state.SetLabel(kScripts[script]);
    std::string out;
    bool ok = true;
    TimeCalls(state, summary,
              Concat("text/normalize/", kScripts[script], "/", state.range(1)),
              "normalising a text of so many bytes", [&](size_t) {
                out.clear();
                ok = NormalizeTo(text, out).ok() && ok;
                benchmark::DoNotOptimize(out.data());
              });
    state.SetBytesProcessed(state.iterations() *
                            static_cast<int64_t>(text.size()));
    if (!ok || !IsNormalized(script, text, out)) {
      state.SkipWithError("not what the text comes to");
    }
  }
};

struct Tokenizing {
  Summary& summary;

  void operator()(benchmark::State& state) const {
    const auto script = static_cast<Script>(state.range(0));
    const std::string text =
        Normalize(MakeText(script, limits::kTextBytes)).value_or(std::string());
    state.SetLabel(kScripts[script]);
    size_t tokens = 0;
    size_t bytes = 0;
    TimeCalls(state, summary, Concat("text/tokenize/", kScripts[script]),
              "cutting the longest article into words", [&](size_t) {
                tokens = 0;
                bytes = 0;
                ForEachToken(text, [&](std::string_view token) {
                  ++tokens;
                  bytes += token.size();
                });
              });
    state.SetBytesProcessed(state.iterations() *
                            static_cast<int64_t>(text.size()));
    // One space between two words.
    if (text.empty() || bytes + tokens - 1 != text.size()) {
      state.SkipWithError("not the words of the text");
    }
  }
};

}  // namespace

void RegisterText(Summary& summary) {
  auto* const normalize = benchmark::RegisterBenchmark(
      "Normalize", Normalizing{.summary = summary});
  normalize->ArgNames({"script", "bytes"})
      ->Unit(benchmark::kMicrosecond)
      ->MinTime(0.05);
  auto* const tokenize =
      benchmark::RegisterBenchmark("Tokenize", Tokenizing{.summary = summary});
  tokenize->ArgNames({"script"})->Unit(benchmark::kMicrosecond)->MinTime(0.05);
  for (const int script : {kAscii, kLatin, kCyrillic}) {
    normalize->Args({script, kKeyword});
    normalize->Args({script, limits::kTextBytes});
    tokenize->Args({script});
  }
}

}  // namespace placard
