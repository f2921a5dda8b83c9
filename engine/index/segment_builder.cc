#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "engine/base/hash.h"
#include "engine/index/segment.h"

namespace placard {
namespace {

bool UsesKeyValues(const RuleExpr& rule) {
  if (rule.op == RuleOp::kAnyOf) return rule.kind == FeatureKind::kKeyValue;
  return std::any_of(rule.parts.begin(), rule.parts.end(), UsesKeyValues);
}

struct RankedSource {
  Rank rank;
  uint64_t name_hash;
  std::string_view name;
  RowSource source;

  friend bool operator<(const RankedSource& a, const RankedSource& b) {
    return std::tie(a.rank, a.name_hash, a.name) <
           std::tie(b.rank, b.name_hash, b.name);
  }
};

std::vector<RankedSource> InRankOrder(const std::vector<RowSource>& sources) {
  std::vector<RankedSource> ranked;
  ranked.reserve(sources.size());
  for (const RowSource& source : sources) {
    const std::string_view name = source.line_item->name;
    ranked.push_back({.rank = RankOf(*source.campaign, *source.line_item),
                      .name_hash = HashBytes(name),
                      .name = name,
                      .source = source});
  }
  std::sort(ranked.begin(), ranked.end());
  return ranked;
}

}  // namespace

// Appends row after row, then indexes them.
class SegmentBuilder {
 public:
  explicit SegmentBuilder(const ListIds& lists)
      : segment_(std::make_shared<Segment>()),
        compiler_(lists, segment_->vocabulary_, segment_->rule_book_) {}

  void Append(Rank rank, const RowSource& source);
  std::shared_ptr<const Segment> Finish();

 private:
  // What a family may look up of a rule's part, in the place of it if `exact`.
  struct Lookup {
    FeatureKind kind = FeatureKind::kTerm;
    std::vector<uint32_t> features = {};
    bool exact = false;
    size_t part = 0;
  };

  static std::optional<Lookup> LookupOf(const RuleExpr& part);
  // For each kind the part that leaves fewest rows.
  std::vector<Lookup> ChooseLookups(const std::vector<RuleExpr>& parts);
  uint64_t CountRows(const Lookup& lookup);
  void AddResidual(std::vector<RuleExpr> parts,
                   const std::vector<Lookup>& lookups, Segment::Row& row);
  void AddConstraints(const std::vector<Lookup>& lookups);
  void AddCreativeBlocks(uint32_t row, const RowSource& source);
  uint32_t FlightOf(const Flight& flight);

  std::shared_ptr<Segment> segment_;
  RuleCompiler compiler_;
  std::array<Family::Constraints, kFeatureKinds> constraints_;
  // By kind and feature: the rows so far that ask for it.
  std::array<std::vector<uint32_t>, kFeatureKinds> counts_;
  absl::flat_hash_map<std::pair<absl::Time, absl::Time>, uint32_t> flights_;
};

void SegmentBuilder::Append(Rank rank, const RowSource& source) {
  std::vector<RuleExpr> parts = compiler_.CompileEffective(
      *source.advertiser, *source.campaign, *source.line_item);
  const std::vector<Lookup> lookups = ChooseLookups(parts);
  Segment::Row row = {.key = source.key,
                      .flight = FlightOf(source.campaign->flight)};
  AddResidual(std::move(parts), lookups, row);
  AddConstraints(lookups);
  AddCreativeBlocks(static_cast<uint32_t>(segment_->rows()), source);
  segment_->ranks_.push_back(rank);
  segment_->rows_.push_back(row);
}

std::optional<SegmentBuilder::Lookup> SegmentBuilder::LookupOf(
    const RuleExpr& part) {
  if (part.op == RuleOp::kAnyOf && !part.ids.empty()) {
    // Key-values are looked up for all slots at once, so each slot is left to
    // the residual.
    return Lookup{.kind = part.kind,
                  .features = part.ids,
                  .exact = part.kind != FeatureKind::kKeyValue};
  }
  if (part.op != RuleOp::kSections) return std::nullopt;
  // No page is accepted that lies below none of the includes.
  Lookup lookup = {.kind = FeatureKind::kSection};
  for (size_t i = 0; i < part.ids.size(); i += 2) {
    const SectionStep step = SectionStep::Of(part.ids[i + 1]);
    if (!step.include) continue;
    lookup.features.push_back(
        Vocabulary::SectionFeature(part.ids[i], step.exact));
  }
  return lookup;
}

std::vector<SegmentBuilder::Lookup> SegmentBuilder::ChooseLookups(
    const std::vector<RuleExpr>& parts) {
  std::vector<Lookup> chosen;
  std::array<uint64_t, kFeatureKinds> best_rows = {};
  for (size_t i = 0; i < parts.size(); ++i) {
    std::optional<Lookup> lookup = LookupOf(parts[i]);
    if (!lookup.has_value()) continue;
    lookup->part = i;
    const uint64_t rows = CountRows(*lookup);
    uint64_t& best = best_rows[static_cast<size_t>(lookup->kind)];
    const auto rival = std::find_if(
        chosen.begin(), chosen.end(),
        [&](const Lookup& other) { return other.kind == lookup->kind; });
    if (rival == chosen.end()) {
      chosen.push_back(*std::move(lookup));
      best = rows;
    } else if (rows < best) {
      *rival = *std::move(lookup);
      best = rows;
    }
  }
  return chosen;
}

// How many rows so far the lookup would leave at most, this one included.
uint64_t SegmentBuilder::CountRows(const Lookup& lookup) {
  std::vector<uint32_t>& counts = counts_[static_cast<size_t>(lookup.kind)];
  counts.resize(
      std::max(counts.size(), segment_->vocabulary_.size(lookup.kind)));
  uint64_t rows = 0;
  for (const uint32_t feature : lookup.features) rows += ++counts[feature];
  return rows;
}

void SegmentBuilder::AddResidual(std::vector<RuleExpr> parts,
                                 const std::vector<Lookup>& lookups,
                                 Segment::Row& row) {
  RuleExpr residual{.op = RuleOp::kAll};
  for (size_t i = 0; i < parts.size(); ++i) {
    const bool looked_up = std::any_of(
        lookups.begin(), lookups.end(),
        [&](const Lookup& lookup) { return lookup.part == i && lookup.exact; });
    if (!looked_up) residual.parts.push_back(std::move(parts[i]));
  }
  row.residual = Segment::kNoResidual;
  if (residual.parts.empty()) return;
  row.residual = static_cast<uint32_t>(compiler_.Emit(residual));
  row.uses_key_values = UsesKeyValues(residual);
}

void SegmentBuilder::AddConstraints(const std::vector<Lookup>& lookups) {
  for (const Lookup& lookup : lookups) {
    std::vector<uint32_t>& features =
        constraints_[static_cast<size_t>(lookup.kind)].features;
    features.insert(features.end(), lookup.features.begin(),
                    lookup.features.end());
  }
  for (Family::Constraints& constraints : constraints_) {
    constraints.row_ends.push_back(constraints.features.size());
  }
}

void SegmentBuilder::AddCreativeBlocks(uint32_t row, const RowSource& source) {
  const std::vector<uint32_t>& creatives = source.line_item->creatives;
  for (uint32_t i = 0; i < creatives.size(); ++i) {
    const Blocks& blocks = source.campaign->creatives[creatives[i]].blocks;
    if (blocks == Blocks()) continue;
    segment_->creative_blocks_[Segment::CreativeAt(source.key, i)] = {
        .row = row, .shared_rule = compiler_.CompileShared(blocks)};
  }
}

uint32_t SegmentBuilder::FlightOf(const Flight& flight) {
  const auto [id, is_new] =
      flights_.try_emplace(std::pair(flight.start, flight.end),
                           static_cast<uint32_t>(flights_.size()));
  if (is_new) {
    segment_->flights_.push_back({.start = flight.start, .end = flight.end});
  }
  return id->second;
}

std::shared_ptr<const Segment> SegmentBuilder::Finish() {
  for (size_t i = 0; i < kFeatureKinds; ++i) {
    const size_t features =
        segment_->vocabulary_.size(static_cast<FeatureKind>(i));
    segment_->families_[i] = Family(constraints_[i], features);
  }
  return std::move(segment_);
}

std::shared_ptr<const Segment> Segment::Build(
    const std::vector<RowSource>& sources, const ListIds& lists) {
  SegmentBuilder builder(lists);
  for (const RankedSource& ranked : InRankOrder(sources)) {
    builder.Append(ranked.rank, ranked.source);
  }
  return builder.Finish();
}

}  // namespace placard
