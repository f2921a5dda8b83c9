// Builds the pieces of a segment, one after another, and then its directories.
//
// Thread safety: thread-compatible.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/clause_table.h"
#include "engine/index/feature_directory.h"
#include "engine/index/piece.h"
#include "engine/index/row.h"
#include "engine/index/stretches.h"

namespace placard {

class PieceBuilder {
 public:
  PieceBuilder(std::span<const Row> rows, const Stretches& stretches,
               const ClauseTable& clauses)
      : rows_(rows), stretches_(stretches), clauses_(clauses) {}

  // Of `clauses`, ascending and at most kPieceRows. Of the sections that they
  // ask for those count for which belongs(feature) holds.
  template <typename F>
  Piece Build(std::span<const uint32_t> clauses, const F& belongs) {
    Begin(clauses);
    for (size_t kind = 0; kind < kFeatureKinds; ++kind) {
      const bool is_section =
          kind == static_cast<size_t>(FeatureKind::kSection);
      Constraints& asked = kinds_[kind].asked;
      for (const uint32_t clause : clauses) {
        for (const uint32_t feature :
             clauses_.features(static_cast<FeatureKind>(kind), clause)) {
          if (is_section && !belongs(feature)) continue;
          asked.features.push_back(feature);
        }
        asked.EndRow();
      }
    }
    return Finish();
  }

  // The pieces that `next` has built come after those that this one has, as far
  // as the directory of the kind is concerned.
  void AppendDirectory(size_t kind, PieceBuilder& next) {
    kinds_[kind].directory.Append(next.kinds_[kind].directory);
  }
  // Of what was built so far. `features`: how many there are of the kind.
  FeatureDirectory BuildDirectory(size_t kind, size_t features) {
    return kinds_[kind].directory.Build(features);
  }

 private:
  // A set that is being filled: either is null.
  struct OpenSet {
    Line* bitset = nullptr;
    PieceRow* next = nullptr;
  };
  struct Kind {
    Constraints asked;
    std::vector<uint32_t> features;  // that any row asks for
    std::vector<uint32_t> counts;    // by feature; zero between two pieces
    FeatureDirectoryBuilder directory;
    std::span<RowSetPlace> places;  // of `features`
  };

  void Begin(std::span<const uint32_t> clauses);
  Piece Finish();
  void AskForSizes();
  void Count(Kind& kind);
  void LayOut(size_t kind);
  void SetFlights();
  void Fill(size_t kind);
  void MixInUnconstrained(size_t kind);
  OpenSet Open(RowSetPlace& place);

  const std::span<const Row> rows_;
  const Stretches& stretches_;
  const ClauseTable& clauses_;
  std::array<Kind, kLookupKinds> kinds_;

  Piece piece_;
  size_t lines_ = 0;           // that are given out
  size_t listed_ = 0;          // the same of listed rows
  std::vector<OpenSet> open_;  // scratch
};

}  // namespace placard
