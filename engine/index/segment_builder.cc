#include <algorithm>
#include <array>
#include <deque>
#include <span>
#include <string_view>
#include <utility>
#include <variant>

#include "engine/base/hash.h"
#include "engine/base/scratch.h"
#include "engine/index/clause_table.h"
#include "engine/index/partitions.h"
#include "engine/index/piece_builder.h"
#include "engine/index/segment.h"

namespace placard {
namespace {

bool UsesKeyValues(const RuleExpr& rule) {
  if (rule.op == RuleOp::kAnyOf) return rule.kind == FeatureKind::kKeyValue;
  return std::any_of(rule.parts.begin(), rule.parts.end(), UsesKeyValues);
}

bool ExcludesTerms(const RuleExpr& rule) {
  return rule.op == RuleOp::kNot && rule.parts[0].op == RuleOp::kAnyOf &&
         rule.parts[0].kind == FeatureKind::kTerm;
}

// What is to become a piece: some clauses of a partition.
struct PlannedPiece {
  uint32_t partition;
  std::span<const uint32_t> clauses;
};

// Cuts pieces into runs of about as many clauses each; returns where they end.
std::vector<size_t> CutEvenly(std::span<const PlannedPiece> pieces,
                              size_t runs) {
  size_t clauses = 0;
  for (const PlannedPiece& piece : pieces) clauses += piece.clauses.size();
  std::vector<size_t> ends;
  size_t before = 0;
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (before * runs >= clauses * (ends.size() + 1)) ends.push_back(i);
    before += pieces[i].clauses.size();
  }
  ends.push_back(pieces.size());
  return ends;
}

struct RankedRow {
  Rank rank;
  uint64_t name_hash;
  uint32_t number;  // as added
};

// Some line items, one after another, with their rules as numbers.
struct Batch {
  struct Compiled {
    std::span<RuleExpr> parts;  // in `scratch`
    bool has_blocks = false;    // of a creative
  };
  uint32_t begin = 0;  // the number of the first
  std::vector<Compiled> rules;
  Scratch scratch;
};

// The kinds of which a rule asks for features without alternative.
struct AskedKinds {
  ClauseSplitter::Kinds operator()(const Rule& rule) const {
    return std::visit(*this, rule.kind);
  }
  ClauseSplitter::Kinds operator()(const AllOfRule& all) const {
    ClauseSplitter::Kinds kinds = 0;
    for (const Rule& rule : all.rules) kinds |= (*this)(rule);
    return kinds;
  }
  ClauseSplitter::Kinds operator()(const SectionRule& rule) const {
    return rule.include.empty() ? 0 : Bit(FeatureKind::kSection);
  }
  ClauseSplitter::Kinds operator()(const KeywordRule&) const {
    return Bit(FeatureKind::kTerm);
  }
  ClauseSplitter::Kinds operator()(const CategoryRule&) const {
    return Bit(FeatureKind::kCategory);
  }
  ClauseSplitter::Kinds operator()(const ValueRule& rule) const {
    return Bit(KindOf(rule.field));
  }
  ClauseSplitter::Kinds operator()(const DeviceRule&) const {
    return Bit(FeatureKind::kDevice);
  }
  ClauseSplitter::Kinds operator()(const KeyValueRule&) const {
    return Bit(FeatureKind::kKeyValue);
  }
  template <typename Other>
  ClauseSplitter::Kinds operator()(const Other&) const {
    return 0;
  }

  static ClauseSplitter::Kinds Bit(FeatureKind kind) {
    return ClauseSplitter::KindBit(kind);
  }
};

// Those that one row in four asks for, by a sample.
ClauseSplitter::Kinds CommonKinds(const std::vector<RowSource>& sources) {
  constexpr size_t kSample = 4096;
  std::array<size_t, kFeatureKinds> asked = {};
  size_t sampled = 0;
  const size_t step = sources.size() / kSample + 1;
  for (size_t i = 0; i < sources.size(); i += step, ++sampled) {
    const ClauseSplitter::Kinds kinds =
        AskedKinds()(std::get<Rule>(sources[i].line_item->rule));
    for (size_t kind = 0; kind < kFeatureKinds; ++kind) {
      asked[kind] += kinds >> kind & 1;
    }
  }
  ClauseSplitter::Kinds common = 0;
  for (size_t kind = 0; kind < kFeatureKinds; ++kind) {
    if (asked[kind] > 0 && asked[kind] * 4 >= sampled) {
      common |= ClauseSplitter::KindBit(static_cast<FeatureKind>(kind));
    }
  }
  return common;
}

}  // namespace

// Adds row after row, in any order, then brings them into that of their ranks
// and indexes them.
//
// What words and whatever else rules mention are numbered as, which clauses a
// rule is split into and where it lies in the rule book depends on those
// before. So rules are compiled one after another, and rows are added one after
// another, but at the same time: while the rules of a batch are compiled, the
// rows of the one before it are added. Neither looks at what the other writes.
class SegmentBuilder {
 public:
  SegmentBuilder(const std::vector<RowSource>& sources, const ListIds& lists,
                 const Period& period, const Workers& workers)
      : sources_(sources),
        workers_(workers),
        common_kinds_(CommonKinds(sources)),
        segment_(std::make_shared<Segment>()),
        compiler_(lists, segment_->vocabulary_, shared_rules_),
        splitter_(common_kinds_) {
    if (sources.size() >= kWorthAPeriod) segment_->period_ = period;
  }

  std::shared_ptr<const Segment> Build();

 private:
  // Fewer rows are as quickly looked at as told apart.
  static constexpr size_t kWorthAPeriod = 4096;

  void AddRows();
  // These two belong to the worker that compiles.
  void Compile(uint32_t begin, size_t most, Batch& batch);
  bool CompileCreativeBlocks(uint32_t number);
  // These to the one that adds.
  void Add(Batch& batch);
  void Add(uint32_t number, const Batch::Compiled& compiled);
  void AddResidual(std::span<RuleExpr> parts, Row& row);
  void SetAskedFeatures(std::span<const RuleExpr> parts, Row& row);
  void SetExcludedTerms(std::span<const RuleExpr> parts, Row& row);
  void SetFlight(const Flight& flight, Row& row);
  void AddEdges(const Row& row);
  void AppendSharedRules();
  std::vector<uint32_t> NumbersInRankOrder() const;
  void SortRows();
  std::vector<PlannedPiece> PlanPieces(
      std::span<const std::vector<uint32_t>> partitions);
  void MakePieces();
  void MakePiece(size_t number, const PlannedPiece& planned,
                 PieceBuilder& builder);
  void MakeDirectory(size_t kind, std::deque<PieceBuilder>& builders);

  const std::vector<RowSource>& sources_;
  const Workers& workers_;
  const ClauseSplitter::Kinds common_kinds_;
  std::shared_ptr<Segment> segment_;
  RuleBook shared_rules_;
  RuleCompiler compiler_;
  ClauseSplitter splitter_;
  ClauseTable clauses_;
  std::vector<FlightSecond> edges_;  // of flights
  std::vector<uint32_t> excluded_;   // scratch
};

// Line items are read in the order in which they come, in which they probably
// lie in memory, and not in that of their ranks.
std::shared_ptr<const Segment> SegmentBuilder::Build() {
  segment_->common_kinds_ = common_kinds_;
  AddRows();
  AppendSharedRules();
  segment_->rule_book_.words.shrink_to_fit();
  segment_->exact_flights_.shrink_to_fit();
  SortRows();
  segment_->stretches_ = Stretches(std::move(edges_));
  segment_->homes_ = SectionHomes(segment_->vocabulary_, clauses_);
  MakePieces();
  return std::move(segment_);
}

// What one worker does alone stays in the nearest caches; for several a batch
// has to be worth a meeting.
void SegmentBuilder::AddRows() {
  const size_t together = workers_.size() == 1 ? 64 : 4096;
  const size_t batches = (sources_.size() + together - 1) / together;
  segment_->rows_.reserve(sources_.size());
  std::array<Batch, 2> turns;
  for (size_t i = 0; i <= batches; ++i) {
    workers_.Do(2, [&](size_t part) {
      if (part == 0) {
        Compile(static_cast<uint32_t>(i * together), together, turns[i % 2]);
      } else {
        Add(turns[(i + 1) % 2]);
      }
    });
  }
}

// Nothing, behind the last.
void SegmentBuilder::Compile(uint32_t begin, size_t most, Batch& batch) {
  batch.begin = begin;
  batch.rules.clear();
  batch.scratch.Clear();
  const size_t end = std::min(begin + most, sources_.size());
  for (uint32_t number = begin; number < end; ++number) {
    const RowSource& source = sources_[number];
    batch.rules.push_back({.parts = compiler_.CompileEffective(
                               *source.advertiser, *source.campaign,
                               *source.line_item, batch.scratch),
                           .has_blocks = CompileCreativeBlocks(number)});
  }
}

void SegmentBuilder::Add(Batch& batch) {
  for (uint32_t i = 0; i < batch.rules.size(); ++i) {
    Add(batch.begin + i, batch.rules[i]);
  }
}

void SegmentBuilder::Add(uint32_t number, const Batch::Compiled& compiled) {
  const RowSource& source = sources_[number];
  Row row = {.rank = RankOf(*source.campaign, *source.line_item),
             .name_hash = HashBytes(source.line_item->name),
             .sizes = source.sizes,
             .key = source.key,
             .campaign_key = source.campaign_key};
  if (source.has_labels) row.flags |= Row::kHasLabels;
  if (source.has_page_rules) row.flags |= Row::kHasPageRules;
  SetFlight(source.campaign->flight, row);
  AddEdges(row);
  AddResidual(splitter_.Split(compiled.parts), row);
  for (const Clause& clause : splitter_.clauses()) {
    clauses_.Add(number, clause);
  }
  if (compiled.has_blocks) row.flags |= Row::kHasBlocks;
  segment_->rows_.push_back(row);
}

void SegmentBuilder::AddResidual(std::span<RuleExpr> parts, Row& row) {
  if (parts.empty()) return;
  if (std::all_of(parts.begin(), parts.end(), ExcludesTerms)) {
    SetExcludedTerms(parts, row);
  }
  // What a page must have fails more often than what it must not have.
  std::stable_partition(parts.begin(), parts.end(), [](const RuleExpr& part) {
    return part.op == RuleOp::kAnyOf;
  });
  const RuleExpr all{.op = RuleOp::kAll, .parts = parts};
  const RuleExpr& residual = parts.size() == 1 ? parts[0] : all;
  SetAskedFeatures(parts, row);
  if (UsesKeyValues(residual)) row.flags |= Row::kUsesKeyValues;
  row.residual =
      static_cast<uint32_t>(Emit(residual, segment_->rule_book_.words));
}

// By the part that has fewest of them, which few pages have any of.
void SegmentBuilder::SetAskedFeatures(std::span<const RuleExpr> parts,
                                      Row& row) {
  const RuleExpr* fewest = nullptr;
  for (const RuleExpr& part : parts) {
    if (part.op != RuleOp::kAnyOf || part.kind == FeatureKind::kTerm ||
        part.kind == FeatureKind::kSection) {
      continue;
    }
    if (fewest == nullptr || part.ids.size() < fewest->ids.size()) {
      fewest = &part;
    }
  }
  if (fewest != nullptr) row.asked = {fewest->kind, fewest->ids};
}

void SegmentBuilder::SetExcludedTerms(std::span<const RuleExpr> parts,
                                      Row& row) {
  excluded_.clear();
  for (const RuleExpr& part : parts) {
    const std::span<const uint32_t> terms = part.parts[0].ids;
    excluded_.insert(excluded_.end(), terms.begin(), terms.end());
  }
  if (excluded_.empty() || excluded_.size() > FewTerms::kMost) return;
  row.flags |= Row::kExcludesFewTerms;
  row.excluded_terms = FewTerms(excluded_);
}

void SegmentBuilder::SetFlight(const Flight& flight, Row& row) {
  const bool is_always = flight.start == absl::InfinitePast();
  const bool is_forever = flight.end == absl::InfiniteFuture();
  row.flight_start = is_always ? 0 : ToFlightSecond(flight.start);
  row.flight_end = is_forever ? kLastSecond : ToFlightSecond(flight.end);
  if (absl::FromUnixSeconds(row.flight_end) < flight.end) {
    row.flight_end = std::min(row.flight_end, kLastSecond - 1) + 1;
  }
  const bool starts_exactly =
      is_always || (row.flight_start > 0 &&
                    absl::FromUnixSeconds(row.flight_start) == flight.start);
  const bool ends_exactly =
      is_forever || (row.flight_end < kLastSecond - 1 &&
                     absl::FromUnixSeconds(row.flight_end) == flight.end);
  if (starts_exactly && ends_exactly) return;
  // Line items of one campaign mostly come one after another.
  auto& exact = segment_->exact_flights_;
  if (exact.empty() || exact.back().start != flight.start ||
      exact.back().end != flight.end) {
    exact.push_back({.start = flight.start, .end = flight.end});
  }
  row.flags |= Row::kExactFlight;
  row.exact_flight = static_cast<uint32_t>(exact.size() - 1);
}

// Returns whether there are any.
bool SegmentBuilder::CompileCreativeBlocks(uint32_t number) {
  const RowSource& source = sources_[number];
  if (!source.has_blocks) return false;
  bool has_blocks = false;
  const std::vector<uint32_t>& creatives = source.line_item->creatives;
  for (uint32_t i = 0; i < creatives.size(); ++i) {
    const Blocks& blocks = source.campaign->creatives[creatives[i]].blocks;
    if (blocks == Blocks()) continue;
    segment_->creative_blocks_[Segment::CreativeAt(source.key, i)] = {
        .row = number, .shared_rule = compiler_.CompileShared(blocks)};
    has_blocks = true;
  }
  return has_blocks;
}

// Behind the residuals.
void SegmentBuilder::AppendSharedRules() {
  RuleBook& book = segment_->rule_book_;
  for (const uint32_t begin : shared_rules_.shared) {
    book.shared.push_back(static_cast<uint32_t>(book.words.size() + begin));
  }
  book.words.insert(book.words.end(), shared_rules_.words.begin(),
                    shared_rules_.words.end());
}

// Line items of one campaign mostly come one after another, and have one
// flight.
void SegmentBuilder::AddEdges(const Row& row) {
  const size_t edges = edges_.size();
  if (edges > 0 && edges_[edges - 2] == row.flight_start &&
      edges_[edges - 1] == row.flight_end) {
    return;
  }
  edges_.push_back(row.flight_start);
  edges_.push_back(row.flight_end);
}

std::vector<uint32_t> SegmentBuilder::NumbersInRankOrder() const {
  const auto name = [&](const RankedRow& row) -> std::string_view {
    return sources_[row.number].line_item->name;
  };
  std::vector<RankedRow> ranked;
  ranked.reserve(sources_.size());
  for (const Row& row : segment_->rows_) {
    ranked.push_back({.rank = row.rank,
                      .name_hash = row.name_hash,
                      .number = static_cast<uint32_t>(ranked.size())});
  }
  std::sort(ranked.begin(), ranked.end(),
            [&](const RankedRow& a, const RankedRow& b) {
              if (a.rank != b.rank) return a.rank < b.rank;
              if (a.name_hash != b.name_hash) return a.name_hash < b.name_hash;
              return name(a) < name(b);
            });
  std::vector<uint32_t> numbers;
  numbers.reserve(ranked.size());
  for (const RankedRow& row : ranked) numbers.push_back(row.number);
  return numbers;
}

void SegmentBuilder::SortRows() {
  const std::vector<uint32_t> numbers = NumbersInRankOrder();
  std::vector<Row> sorted;
  sorted.reserve(numbers.size());
  std::vector<uint32_t> row_of(numbers.size());
  for (const uint32_t number : numbers) {
    row_of[number] = static_cast<uint32_t>(sorted.size());
    sorted.push_back(segment_->rows_[number]);
  }
  segment_->rows_ = std::move(sorted);
  for (uint32_t& row : clauses_.segment_rows) row = row_of[row];
  for (auto& [creative, blocks] : segment_->creative_blocks_) {
    blocks.row = row_of[blocks.row];
  }
  clauses_ = clauses_.InRowOrder(segment_->rows(), workers_);
}

std::vector<PlannedPiece> SegmentBuilder::PlanPieces(
    std::span<const std::vector<uint32_t>> partitions) {
  std::vector<PlannedPiece> planned;
  for (uint32_t partition = 0; partition < partitions.size(); ++partition) {
    std::span<const uint32_t> rest = partitions[partition];
    // Most searches end among the best rows, so these lie by themselves, in as
    // little memory as can be: it stays in the nearer caches.
    for (size_t most = Piece::kSmall; !rest.empty(); most = kPieceRows) {
      const size_t clauses = std::min(rest.size(), most);
      planned.push_back(
          {.partition = partition, .clauses = rest.first(clauses)});
      rest = rest.subspan(clauses);
    }
    segment_->piece_ends_.push_back(planned.size());
  }
  return planned;
}

// Each worker makes pieces that follow on each other, so that their directories
// do, too.
void SegmentBuilder::MakePieces() {
  const std::vector<std::vector<uint32_t>> partitions = ClausesByPartition(
      segment_->rows_, segment_->period_, clauses_, segment_->homes_);
  const std::vector<PlannedPiece> planned = PlanPieces(partitions);
  const std::vector<size_t> ends = CutEvenly(planned, workers_.size());
  segment_->pieces_.resize(planned.size());
  std::deque<PieceBuilder> builders;
  for (size_t run = 0; run < ends.size(); ++run) {
    builders.emplace_back(segment_->rows_, segment_->stretches_, clauses_);
  }
  workers_.Do(ends.size(), [&](size_t run) {
    for (size_t i = run == 0 ? 0 : ends[run - 1]; i < ends[run]; ++i) {
      MakePiece(i, planned[i], builders[run]);
    }
  });
  workers_.Do(kLookupKinds,
              [&](size_t kind) { MakeDirectory(kind, builders); });
}

void SegmentBuilder::MakePiece(size_t number, const PlannedPiece& planned,
                               PieceBuilder& builder) {
  segment_->pieces_[number] =
      builder.Build(planned.clauses, [&](uint32_t feature) {
        return segment_->homes_.HasSection(planned.partition,
                                           Vocabulary::NodeOfFeature(feature));
      });
}

void SegmentBuilder::MakeDirectory(size_t kind,
                                   std::deque<PieceBuilder>& builders) {
  for (size_t run = 1; run < builders.size(); ++run) {
    builders[0].AppendDirectory(kind, builders[run]);
  }
  const size_t features =
      kind == kSizes
          ? kSharedSize + 1
          : segment_->vocabulary_.size(static_cast<FeatureKind>(kind));
  segment_->directories_[kind] = builders[0].BuildDirectory(kind, features);
}

std::shared_ptr<const Segment> Segment::Build(
    const std::vector<RowSource>& sources, const ListIds& lists,
    const Period& period, const Workers& workers) {
  return SegmentBuilder(sources, lists, period, workers).Build();
}

}  // namespace placard
