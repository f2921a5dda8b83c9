#include "bench/codec/codec_bench.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/engine/latency.h"
#include "bench/heap/allocations.h"
#include "bench/twin/canned_answer.h"
#include "benchmark/benchmark.h"
#include "engine/base/clock.h"
#include "engine/base/status.h"
#include "engine/engine.h"
#include "google/protobuf/arena.h"
#include "placard/v1/decision.pb.h"
#include "services/codec/page_codec.h"
#include "services/codec/plain_request.h"
#include "services/decision/page_decider.h"
#include "services/decision/page_view_call.h"
#include "services/rpc/one_piece.h"
#include "services/rpc/wire.h"

namespace placard {
namespace {

using google::protobuf::Arena;

// Enough for every page to have come once.
constexpr size_t kWarmUp = 1000;
// A fixed number: what a part needs done before it is many times its own cost.
constexpr int64_t kCalls = 20'000;

std::string RowId(const PageSize& size, std::string_view part) {
  return Concat("codec/", size.slots, " slots/", size.keywords, " keywords/",
                part);
}

// The way of one request after another through the parts of an answer.
class Stages {
 public:
  explicit Stages(const PageSize& size) : pages_(SamplePages(size)) {
    for (const grpc::ByteBuffer& page : pages_) {
      grpc::Slice bytes;
      if (!page.DumpToSingleSlice(&bytes).ok()) continue;
      text_.emplace_back(bytes.begin(), bytes.end());
    }
  }

  void Next() {
    at_ = (at_ + 1) % pages_.size();
    piece_ = OnePiece();
    bytes_.Clear();
  }
  const grpc::ByteBuffer& page() const { return pages_[at_]; }

  // Each takes what those before it have left for the same page.
  void Parse() {
    arena_.Reset();
    asked_ = Arena::CreateMessage<v1::DecideRequest>(&arena_);
    right_ &= ParseMessage(page(), *asked_).ok();
  }
  void Read() {
    right_ &=
        ReadDecideRequest(*asked_, snapshot_->site_policy(), request_).empty();
  }
  // Both at once, as most requests are.
  void ReadPlain() {
    DecideTerms terms;
    right_ &= ReadPlainRequest(text_[at_], request_, terms);
  }
  void Decide() {
    placard::Decide(*snapshot_, request_, *RequestedInstant(*asked_),
                    *RequestedSeed(*asked_), scratch_, decision_);
  }
  // The token for the page view's next call.
  void Mint() {
    token_ = page_view_.NextToken(TermsOf(*asked_), clock_.Now(),
                                  scratch_.contest, request_, decision_);
  }
  void BringToken() { asked_->set_page_view_token(std::string(token_)); }
  void OpenToken() {
    right_ &= !page_view_.Open(TermsOf(*asked_), keys_, clock_.Now(), request_)
                   .has_value();
  }
  void Write() {
    WriteDecideResponse(
        decision_, request_,
        {.epoch = "bench", .revision = 1, .seed = 7, .page_view_token = token_},
        answer_);
    piece_ = OnePiece(answer_.bytes());
  }
  void Answer() {
    std::string_view answer;
    right_ &= decider_
                  .Decide({.peer = [] { return std::string("unix:"); }},
                          text_[at_], answer)
                  .ok();
    piece_ = OnePiece(answer);
  }
  void Twin() { right_ &= AnswerCanned(page(), bytes_).ok(); }

  // Whether nothing was ever refused.
  bool right() const { return right_; }
  // Whichever of them was written.
  size_t answer_bytes() const {
    return piece_.bytes().size() + bytes_.Length();
  }

 private:
  const std::vector<grpc::ByteBuffer> pages_;
  std::vector<std::string> text_;
  const std::shared_ptr<const Snapshot> snapshot_ =
      SampleCatalog().snapshot.Load();
  const SystemClock clock_;
  SeedSource seeds_{1};
  DecisionCounters counters_;
  const std::shared_ptr<const TokenKeys> keys_ =
      std::make_shared<const TokenKeys>(TokenKeys{RandomTokenKey()});
  PageDecider decider_{SampleCatalog(), clock_, seeds_, counters_, keys_};

  size_t at_ = 0;
  bool right_ = true;
  Arena arena_;
  v1::DecideRequest* asked_ = nullptr;
  PageRequest request_;
  DecideScratch scratch_;
  Decision decision_;
  PageViewCall page_view_;
  std::string_view token_;
  BackwardWriter answer_;
  OnePiece piece_;
  grpc::ByteBuffer bytes_;  // the twin's
};

struct Part {
  const char* name;
  const char* what;
  void (Stages::*run)();
  // What must have been done for the page before, outside of the measurement.
  std::vector<void (Stages::*)()> before;
};

const std::vector<Part>& Parts() {
  static const auto& parts = *new std::vector<Part>{
      {"parse", "bytes to a DecideRequest", &Stages::Parse, {}},
      {"read",
       "a DecideRequest checked and turned into a page",
       &Stages::Read,
       {&Stages::Parse}},
      {"read-plain",
       "bytes to a page, checked, without a DecideRequest in between",
       &Stages::ReadPlain,
       {}},
      {"decide",
       "the decision itself, for comparison",
       &Stages::Decide,
       {&Stages::Parse, &Stages::Read}},
      {"mint",
       "the token for the page view's next call",
       &Stages::Mint,
       {&Stages::Parse, &Stages::Read, &Stages::OpenToken, &Stages::Decide}},
      {"open",
       "such a token verified and read",
       &Stages::OpenToken,
       {&Stages::Parse, &Stages::Read, &Stages::OpenToken, &Stages::Decide,
        &Stages::Mint, &Stages::BringToken}},
      {"write",
       "a decision and its token to the bytes of a DecideResponse",
       &Stages::Write,
       {&Stages::Parse, &Stages::Read, &Stages::OpenToken, &Stages::Decide,
        &Stages::Mint}},
      {"answer",
       "all of these, with seed, clock and counters",
       &Stages::Answer,
       {}},
      {"twin",
       "the same bytes read, and a canned answer written",
       &Stages::Twin,
       {}},
  };
  return parts;
}

void Measure(benchmark::State& state, const Part& part, const PageSize& size,
             Summary& summary) {
  Stages stages(size);
  const auto prepare = [&] {
    stages.Next();
    for (const auto step : part.before) (stages.*step)();
  };
  const auto run = [&] { (stages.*part.run)(); };
  for (size_t i = 0; i < kWarmUp; ++i) {
    prepare();
    run();
  }
  Latency latency(state.max_iterations);
  uint64_t allocations = 0;
  for (auto _ : state) {
    prepare();
    const uint64_t before = Allocations();
    state.SetIterationTime(latency.Time(run));
    allocations += Allocations() - before;
  }
  if (!stages.right()) return state.SkipWithError("a page was refused");
  const double allocs = static_cast<double>(allocations) /
                        static_cast<double>(state.iterations());
  state.counters["p50_us"] = latency.Quantile(0.5);
  state.counters["allocs"] = allocs;
  state.counters["answer_bytes"] = static_cast<double>(stages.answer_bytes());
  summary.Add({.id = RowId(size, part.name) + "/p50",
               .what = part.what,
               .value = latency.Quantile(0.5),
               .unit = "us"});
  summary.Add({.id = RowId(size, part.name) + "/allocations",
               .what = "taken from the heap by a call that is warm",
               .value = allocs,
               .unit = ""});
}

}  // namespace

void RegisterCodec(const PageSize& size, Summary& summary) {
  for (const Part& part : Parts()) {
    benchmark::RegisterBenchmark(
        Concat("Codec/", part.name).c_str(),
        [&part, size, &summary](benchmark::State& state) {
          Measure(state, part, size, summary);
        })
        ->ArgNames({"slots", "keywords"})
        ->Args({static_cast<int64_t>(size.slots),
                static_cast<int64_t>(size.keywords)})
        ->Unit(benchmark::kMicrosecond)
        ->UseManualTime()
        ->Iterations(kCalls);
  }
}

}  // namespace placard
