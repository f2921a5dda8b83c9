// An inverted index of Roaring bitmaps: one for each feature that rows ask for,
// and for each kind one of the rows that ask for nothing of it. A page's rows
// are the AND over all kinds of the OR over what the page has of the kind; what
// no bitmap says is then evaluated row by row.
//
// The kinds go from the fewest rows to the most. Once few rows are left, the
// kinds to come are left to the evaluation, which then costs less than their
// bitmaps. The AND is of all rows, for the best five too, since bitmaps give
// no best first; only the evaluation ends early.
//
// Thread safety: thread-compatible; one search at a time.
// Lifetime: the table must outlive it.
// Cost: two bytes a posting, less where runs are shorter; a search allocates,
// as the library does.
#pragma once

#include <roaring/roaring.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "bench/baselines/posting_lists.h"
#include "bench/baselines/rule_table.h"

namespace placard {

class RoaringBaseline {
 public:
  RoaringBaseline(const RuleTable& table, const PostingLists& postings);

  // Appends the best `top` rows (0: all) that accept the page, best first.
  void Search(const TablePage& page, size_t top, std::vector<uint32_t>& found);

 private:
  struct Free {
    void operator()(roaring_bitmap_t* bitmap) const {
      roaring_bitmap_free(bitmap);
    }
  };
  using Bitmap = std::unique_ptr<roaring_bitmap_t, Free>;
  struct Posting {
    Bitmap bitmap;  // null: of no row
    uint64_t rows = 0;
  };
  // What one kind leaves of a page: the union of these.
  struct Union {
    std::vector<const roaring_bitmap_t*> bitmaps;
    uint64_t rows = 0;  // at most
  };

  static Posting MakePosting(std::span<const uint32_t> rows);
  void Gather(const TablePage& page, FeatureKind kind, Union& of_kind) const;
  // Stops when the rows left are `few` times fewer than the next union.
  Bitmap Candidates(const TablePage& page, uint64_t few);
  static Bitmap OrAll(Union& of_kind);

  const RuleTable& table_;
  std::vector<FeatureKind> kinds_;
  std::vector<Posting> postings_;  // by feature
  std::array<Posting, kFeatureKinds> unconstrained_;

  // Of one search.
  std::vector<Union> unions_;
};

}  // namespace placard
