#include "bench/baselines/roaring_baseline.h"

#include <algorithm>
#include <utility>

namespace placard {
namespace {

// So many times fewer rows than a kind's union has are not worth an AND with
// it: evaluating their rules costs less, and much less when few of them are
// wanted. Measured at 10^5 and 10^6 line items.
constexpr uint64_t kFewForAll = 256;
constexpr uint64_t kFewForTop = 16;

}  // namespace

RoaringBaseline::RoaringBaseline(const RuleTable& table,
                                 const PostingLists& postings)
    : table_(table), kinds_(postings.kinds()), unions_(kinds_.size()) {
  postings_.reserve(postings.features());
  for (uint32_t feature = 0; feature < postings.features(); ++feature) {
    postings_.push_back(MakePosting(postings.rows(feature)));
  }
  for (const FeatureKind kind : kinds_) {
    unconstrained_[static_cast<size_t>(kind)] =
        MakePosting(postings.unconstrained(kind));
  }
}

RoaringBaseline::Posting RoaringBaseline::MakePosting(
    std::span<const uint32_t> rows) {
  if (rows.empty()) return {};
  Bitmap bitmap(roaring_bitmap_of_ptr(rows.size(), rows.data()));
  roaring_bitmap_run_optimize(bitmap.get());
  roaring_bitmap_shrink_to_fit(bitmap.get());
  return {.bitmap = std::move(bitmap), .rows = rows.size()};
}

void RoaringBaseline::Search(const TablePage& page, size_t top,
                             std::vector<uint32_t>& found) {
  const Bitmap candidates =
      Candidates(page, top == 0 ? kFewForAll : kFewForTop);
  roaring_uint32_iterator_t row;
  for (roaring_init_iterator(candidates.get(), &row); row.has_value;
       roaring_advance_uint32_iterator(&row)) {
    if (!table_.Accepts(row.current_value, page)) continue;
    found.push_back(row.current_value);
    if (found.size() == top) return;
  }
}

void RoaringBaseline::Gather(const TablePage& page, FeatureKind kind,
                             Union& of_kind) const {
  of_kind.bitmaps.clear();
  of_kind.rows = 0;
  const auto add = [&](const Posting& posting) {
    if (posting.bitmap == nullptr) return;
    of_kind.bitmaps.push_back(posting.bitmap.get());
    of_kind.rows += posting.rows;
  };
  add(unconstrained_[static_cast<size_t>(kind)]);
  for (const uint32_t feature : page.features(kind)) add(postings_[feature]);
}

RoaringBaseline::Bitmap RoaringBaseline::Candidates(const TablePage& page,
                                                    uint64_t few) {
  for (size_t i = 0; i < kinds_.size(); ++i) {
    Gather(page, kinds_[i], unions_[i]);
  }
  std::sort(unions_.begin(), unions_.end(),
            [](const Union& a, const Union& b) { return a.rows < b.rows; });
  Bitmap rows = OrAll(unions_.front());
  for (size_t i = 1; i < unions_.size(); ++i) {
    const uint64_t left = roaring_bitmap_get_cardinality(rows.get());
    if (left * few < unions_[i].rows) break;
    roaring_bitmap_and_inplace(rows.get(), OrAll(unions_[i]).get());
  }
  return rows;
}

RoaringBaseline::Bitmap RoaringBaseline::OrAll(Union& of_kind) {
  return Bitmap(
      roaring_bitmap_or_many(of_kind.bitmaps.size(), of_kind.bitmaps.data()));
}

}  // namespace placard
