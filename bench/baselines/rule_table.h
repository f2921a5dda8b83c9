// The line items of a catalogue as the rows that all baselines share: in rank
// order, each with its rule compiled and split into what can be looked up (the
// page has one of these features) and the rest, which is evaluated.
//
// It is what a capable engineer writes before choosing how to find rows, so it
// is shared, and a page's translation into its numbers is timed for nobody.
//
// Thread safety: immutable after construction.
// Lifetime: keeps nothing of the snapshot but pointers to its line items, so
// the snapshot must outlive the table.
// Cost: building about 8 µs and 250 bytes a line item.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/time/time.h"
#include "engine/catalog/snapshot.h"
#include "engine/model/campaign.h"
#include "engine/model/page.h"
#include "engine/targeting/category_tree.h"
#include "engine/targeting/compiled_rule.h"
#include "engine/targeting/hashed_page.h"
#include "engine/targeting/id_set.h"
#include "engine/targeting/query.h"
#include "engine/targeting/rule_compiler.h"
#include "engine/targeting/vocabulary.h"

namespace placard {

// A page in the numbers of one table; reused between pages.
//
// Thread safety: thread-compatible.
// Lifetime: the table and the request must outlive its use.
class TablePage {
 public:
  // Features of all kinds are numbered together.
  bool Has(uint32_t feature) const { return features_.Contains(feature); }
  // A section's ancestors are among them.
  std::span<const uint32_t> features(FeatureKind kind) const {
    const auto i = static_cast<size_t>(kind);
    return features_.ids().subspan(ends_[i], ends_[i + 1] - ends_[i]);
  }
  int64_t instant_nanos() const { return instant_nanos_; }

 private:
  friend class RuleTable;

  HashedPage hashed_;
  IdSet lists_;
  Query query_;
  IdSet features_;
  std::array<size_t, kFeatureKinds + 1> ends_ = {};
  int64_t instant_nanos_ = 0;
};

class RuleTable {
 public:
  // Of those line items that may serve at all.
  explicit RuleTable(const Snapshot& snapshot);

  size_t rows() const { return rows_.size(); }
  const LineItem* line_item(uint32_t row) const { return line_items_[row]; }
  // How many numbers features have.
  size_t features() const { return kind_begins_.back(); }

  void Load(const PageRequest& request, absl::Time instant,
            TablePage& page) const;

  // Calls f(FeatureKind, std::span<const uint32_t> features) -> bool for each
  // of the row's lookups, of a kind at most one, as long as it returns true;
  // whether it always did.
  template <typename F>
  bool ForEachLookup(uint32_t row, const F& f) const {
    const uint32_t* at = lookups_.data() + lookup_ends_[row];
    const uint32_t* const end = lookups_.data() + lookup_ends_[row + 1];
    while (at != end) {
      const uint32_t head = *at++;
      const std::span<const uint32_t> features(at, HeadCount(head));
      if (!f(HeadKind(head), features)) return false;
      at += features.size();
    }
    return true;
  }

  // Whether the row is in flight and all that its lookups do not say of its
  // rule holds for at least one slot.
  bool RestHolds(uint32_t row, const TablePage& page) const {
    const Row& r = rows_[row];
    const bool in_flight = r.start_nanos <= page.instant_nanos_ &&
                           page.instant_nanos_ < r.end_nanos;
    return in_flight && (r.residual == kNoResidual || ResidualHolds(r, page));
  }

  // Whether the row is in flight and its whole rule holds for at least one
  // slot.
  bool Accepts(uint32_t row, const TablePage& page) const {
    return ForEachLookup(row,
                         [&](FeatureKind, std::span<const uint32_t> features) {
                           for (const uint32_t feature : features) {
                             if (page.Has(feature)) return true;
                           }
                           return false;
                         }) &&
           RestHolds(row, page);
  }

  struct Flight {
    int64_t start_nanos = 0;
    int64_t end_nanos = 0;
  };
  Flight flight(uint32_t row) const {
    return {.start_nanos = rows_[row].start_nanos,
            .end_nanos = rows_[row].end_nanos};
  }

 private:
  static constexpr uint32_t kNoResidual = ~uint32_t{0};

  struct Source;
  struct Row {
    int64_t start_nanos = 0;
    int64_t end_nanos = 0;
    uint32_t residual = kNoResidual;  // in book_
    bool uses_key_values = false;
  };

  static std::vector<Source> InRankOrder(const Snapshot& snapshot);
  void CompileLists(const CatalogContents& contents, RuleCompiler& compiler);
  void Append(const Source& source, RuleCompiler& compiler);
  void AppendLookups(std::span<const RuleExpr> parts,
                     std::vector<bool>& is_exact);
  void NumberFeatures();
  bool ResidualHolds(const Row& row, const TablePage& page) const;
  void InsertFeatures(TablePage& page) const;

  Vocabulary vocabulary_;
  RuleBook book_;
  CategoryTree categories_;
  ListIds list_ids_;
  struct List {
    absl::Time expires;
    bool dry_run = false;
    std::vector<uint32_t> terms;  // of kTerm
  };
  std::vector<List> lists_;  // by number

  std::vector<const LineItem*> line_items_;
  std::vector<Row> rows_;
  // Heads, as of a RuleBook, each with its features behind it.
  std::vector<uint32_t> lookups_;
  std::vector<uint32_t> lookup_ends_ = {0};  // row r: from [r] to [r + 1]
  // Feature f of a kind has number kind_begins_[kind] + f.
  std::array<uint32_t, kFeatureKinds + 1> kind_begins_ = {};
};

}  // namespace placard
