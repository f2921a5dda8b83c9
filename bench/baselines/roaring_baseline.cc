#include "bench/baselines/roaring_baseline.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace placard {
namespace {

// So many times fewer rows than a union has are ANDed one bitmap at a time.
static const uint64_t kFew = getenv("FEW") ? atoi(getenv("FEW")) : 8;

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
  const Bitmap candidates = Candidates(page);
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

RoaringBaseline::Bitmap RoaringBaseline::Candidates(const TablePage& page) {
  for (size_t i = 0; i < kinds_.size(); ++i)
    Gather(page, kinds_[i], unions_[i]);
  std::sort(unions_.begin(), unions_.end(),
            [](const Union& a, const Union& b) { return a.rows < b.rows; });
  Bitmap rows = OrAll(unions_.front());
  for (size_t i = 1; i < unions_.size(); ++i) {
    static const double stop = getenv("STOP") ? atof(getenv("STOP")) : 0;
    if (roaring_bitmap_get_cardinality(rows.get()) * stop < unions_[i].rows)
      break;
    rows = Intersect(std::move(rows), unions_[i]);
  }
  return rows;
}

RoaringBaseline::Bitmap RoaringBaseline::OrAll(Union& of_kind) {
  return Bitmap(
      roaring_bitmap_or_many(of_kind.bitmaps.size(), of_kind.bitmaps.data()));
}

RoaringBaseline::Bitmap RoaringBaseline::Intersect(Bitmap rows,
                                                   Union& of_kind) {
  if (roaring_bitmap_get_cardinality(rows.get()) * kFew > of_kind.rows) {
    roaring_bitmap_and_inplace(rows.get(), OrAll(of_kind).get());
    return rows;
  }
  Bitmap left(roaring_bitmap_create());
  for (const roaring_bitmap_t* bitmap : of_kind.bitmaps) {
    const Bitmap some(roaring_bitmap_and(rows.get(), bitmap));
    roaring_bitmap_or_inplace(left.get(), some.get());
  }
  return left;
}

}  // namespace placard
