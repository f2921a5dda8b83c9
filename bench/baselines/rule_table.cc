#include "bench/baselines/rule_table.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "engine/base/check.h"
#include "engine/base/hash.h"
#include "engine/base/status.h"
#include "engine/index/rank.h"

namespace placard {
namespace {

// Cheap lookups that turn many rows away first: what a scan evaluates first.
constexpr FeatureKind kScanOrder[] = {
    FeatureKind::kSection,  FeatureKind::kRegion,   FeatureKind::kSegment,
    FeatureKind::kLanguage, FeatureKind::kKeyValue, FeatureKind::kCategory,
    FeatureKind::kDevice,   FeatureKind::kCountry,  FeatureKind::kTerm};
static_assert(std::size(kScanOrder) == kFeatureKinds);

bool UsesKeyValues(const RuleExpr& rule) {
  if (rule.op == RuleOp::kAnyOf) return rule.kind == FeatureKind::kKeyValue;
  return std::any_of(rule.parts.begin(), rule.parts.end(), UsesKeyValues);
}

// The includes of a mixed section rule: no page is accepted that lies below
// none of them.
std::vector<uint32_t> Includes(const RuleExpr& sections) {
  std::vector<uint32_t> features;
  for (size_t i = 0; i < sections.ids.size(); i += 2) {
    const SectionStep step = SectionStep::Of(sections.ids[i + 1]);
    if (!step.include) continue;
    features.push_back(Vocabulary::SectionFeature(sections.ids[i], step.exact));
  }
  return features;
}

std::vector<uint32_t> FeaturesOf(const RuleExpr& part) {
  if (part.op == RuleOp::kAnyOf) return {part.ids.begin(), part.ids.end()};
  if (part.op == RuleOp::kSections) return Includes(part);
  return {};
}

FeatureKind KindOf(const RuleExpr& part) {
  return part.op == RuleOp::kSections ? FeatureKind::kSection : part.kind;
}

}  // namespace

struct RuleTable::Source {
  Rank rank;
  uint64_t name_hash = 0;
  const LineItem* line_item = nullptr;
  const Campaign* campaign = nullptr;
  const Advertiser* advertiser = nullptr;

  friend bool operator<(const Source& a, const Source& b) {
    return std::tie(a.rank, a.name_hash, a.line_item->name) <
           std::tie(b.rank, b.name_hash, b.line_item->name);
  }
};

std::vector<RuleTable::Source> RuleTable::InRankOrder(
    const Snapshot& snapshot) {
  absl::flat_hash_set<std::string_view> ineligible;
  for (const IneligibleLineItem& item : snapshot.ineligible()) {
    ineligible.insert(item.name);
  }
  std::vector<Source> sources;
  const CatalogContents& contents = snapshot.contents();
  for (const auto& [name, campaign] : contents.campaigns) {
    const auto advertiser = contents.advertisers.find(campaign->advertiser);
    if (advertiser == contents.advertisers.end() ||
        advertiser->second->status != ServingStatus::kActive ||
        campaign->status != ServingStatus::kActive) {
      continue;
    }
    for (const LineItem& item : campaign->line_items) {
      if (item.status != ServingStatus::kActive) continue;
      if (ineligible.contains(std::string_view(item.name))) continue;
      sources.push_back({.rank = RankOf(*campaign, item),
                         .name_hash = HashBytes(item.name),
                         .line_item = &item,
                         .campaign = campaign.get(),
                         .advertiser = advertiser->second.get()});
    }
  }
  std::sort(sources.begin(), sources.end());
  return sources;
}

RuleTable::RuleTable(const Snapshot& snapshot)
    : categories_(snapshot.contents().taxonomies) {
  const std::vector<Source> sources = InRankOrder(snapshot);
  RuleCompiler compiler(list_ids_, vocabulary_, book_);
  CompileLists(snapshot.contents(), compiler);
  rows_.reserve(sources.size());
  line_items_.reserve(sources.size());
  for (const Source& source : sources) Append(source, compiler);
  NumberFeatures();
  lookups_.shrink_to_fit();
  book_.words.shrink_to_fit();
}

void RuleTable::CompileLists(const CatalogContents& contents,
                             RuleCompiler& compiler) {
  for (const auto& [name, list] : contents.keyword_lists) {
    list_ids_.emplace(name, static_cast<uint32_t>(lists_.size()));
    const RuleExpr terms =
        compiler.Compile(Rule{KeywordRule{list->terms}}, absl::UTCTimeZone());
    lists_.push_back({.expires = list->expires,
                      .dry_run = list->dry_run,
                      .terms = {terms.ids.begin(), terms.ids.end()}});
  }
}

void RuleTable::Append(const Source& source, RuleCompiler& compiler) {
  const std::span<RuleExpr> parts = compiler.CompileEffective(
      *source.advertiser, *source.campaign, *source.line_item);
  std::vector<bool> is_exact(parts.size());
  AppendLookups(parts, is_exact);
  size_t kept = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!is_exact[i]) parts[kept++] = parts[i];
  }
  const RuleExpr residual{.op = RuleOp::kAll, .parts = parts.first(kept)};
  const placard::Flight& flight = source.campaign->flight;
  Row& row = rows_.emplace_back();
  row.start_nanos = absl::ToUnixNanos(flight.start);
  row.end_nanos = absl::ToUnixNanos(flight.end);
  line_items_.push_back(source.line_item);
  if (residual.parts.empty()) return;
  row.uses_key_values = UsesKeyValues(residual);
  const size_t begin = compiler.Emit(residual);
  PLACARD_CHECK(begin < kNoResidual);
  row.residual = static_cast<uint32_t>(begin);
}

// Marks in `is_exact` the parts of which nothing remains to be evaluated.
void RuleTable::AppendLookups(std::span<const RuleExpr> parts,
                              std::vector<bool>& is_exact) {
  for (const FeatureKind kind : kScanOrder) {
    for (size_t i = 0; i < parts.size(); ++i) {
      const std::vector<uint32_t> features = FeaturesOf(parts[i]);
      if (features.empty() || KindOf(parts[i]) != kind) continue;
      lookups_.push_back(RuleHead(RuleOp::kAnyOf, kind, features.size()));
      lookups_.insert(lookups_.end(), features.begin(), features.end());
      // Slots differ in key-values, which are looked up for all at once.
      is_exact[i] =
          parts[i].op == RuleOp::kAnyOf && kind != FeatureKind::kKeyValue;
      break;
    }
  }
  PLACARD_CHECK(lookups_.size() <= ~uint32_t{0});
  lookup_ends_.push_back(static_cast<uint32_t>(lookups_.size()));
}

// One numbering for all kinds, now that it is known how many each has.
void RuleTable::NumberFeatures() {
  for (size_t i = 0; i < kFeatureKinds; ++i) {
    kind_begins_[i + 1] =
        kind_begins_[i] +
        static_cast<uint32_t>(vocabulary_.size(static_cast<FeatureKind>(i)));
  }
  for (size_t at = 0; at < lookups_.size();) {
    const uint32_t head = lookups_[at++];
    const uint32_t begin = kind_begins_[static_cast<size_t>(HeadKind(head))];
    for (const size_t end = at + HeadCount(head); at < end; ++at) {
      lookups_[at] += begin;
    }
  }
}

void RuleTable::Load(const PageRequest& request, absl::Time instant,
                     TablePage& page) const {
  page.instant_nanos_ = absl::ToUnixNanos(instant);
  page.hashed_.Load(request, categories_);
  page.lists_.Reset(lists_.size());
  page.query_.Load(vocabulary_, page.hashed_, instant, page.lists_,
                   book_.shared.size());
  const IdSet& terms = page.query_.features(FeatureKind::kTerm);
  for (size_t i = 0; i < lists_.size(); ++i) {
    const List& list = lists_[i];
    if (list.dry_run || list.expires <= instant) continue;
    const bool hit =
        std::any_of(list.terms.begin(), list.terms.end(),
                    [&](uint32_t term) { return terms.Contains(term); });
    if (hit) page.lists_.Insert(static_cast<uint32_t>(i));
  }
  InsertFeatures(page);
}

void RuleTable::InsertFeatures(TablePage& page) const {
  page.features_.Reset(features());
  for (size_t i = 0; i < kFeatureKinds; ++i) {
    const IdSet& of_kind = page.query_.features(static_cast<FeatureKind>(i));
    for (const uint32_t id : of_kind.ids()) {
      page.features_.Insert(kind_begins_[i] + id);
    }
    page.ends_[i + 1] = page.features_.ids().size();
  }
}

bool RuleTable::ResidualHolds(const Row& row, const TablePage& page) const {
  if (!row.uses_key_values) return Holds(book_, row.residual, page.query_, 0);
  for (size_t i = 0; i < page.query_.contexts(); ++i) {
    if (Holds(book_, row.residual, page.query_, i)) return true;
  }
  return false;
}

}  // namespace placard
