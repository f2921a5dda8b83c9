// A line item on one page, slot by slot: what brute force chooses from.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "engine/model/campaign.h"
#include "engine/model/page.h"
#include "engine/targeting/slow_evaluator.h"
#include "tests/support/brute_force.h"

namespace placard {

// What a line item may do in one slot.
struct InSlot {
  bool accepts = false;
  bool fits = false;                    // some creative has a right size
  std::vector<const Creative*> usable;  // fits and is not blocked
  bool below_floor = false;
  bool eligible = false;
};

struct Candidate {
  const BruteForce::Item* item = nullptr;
  std::vector<InSlot> slots;
  uint64_t draw = 0;     // its hash for this page
  bool in_draw = false;  // of its level, and once the draw was held:
  bool cut = false;      // behind too many others
  bool out_of_share = false;

  const Campaign& campaign() const { return *item->campaign; }
  const LineItem& line_item() const { return *item->line_item; }
};

// What a thousand impressions earn, or zero.
int64_t EcpmMicros(const LineItem& line_item);

// The seed's number for `name` on this page.
uint64_t PageHash(uint64_t seed, const PageRequest& request,
                  std::string_view name);

// Whether there is every keyword list that `rule` names.
bool ListsExist(const CatalogContents& contents, const Rule& rule);

// Makes the candidates of one page.
class CandidateFinder {
 public:
  CandidateFinder(const CatalogContents& contents, const PageRequest& request,
                  absl::Time instant, uint64_t seed);

  // None when the item cannot serve or accepts none of the slots.
  std::optional<Candidate> Find(const BruteForce::Item& item);

 private:
  bool Serves(const BruteForce::Item& item) const;
  std::vector<bool> Acceptance(const BruteForce::Item& item);
  bool Hits(const Blocks& blocks);
  bool IsBlocked(const BruteForce::Item& item, const Creative& creative);
  void LookAtCreatives(Candidate& candidate);

  const CatalogContents& contents_;
  const PageRequest& request_;
  const absl::Time instant_;
  const uint64_t seed_;
  SlowEvaluator evaluator_;
  const Micros site_floor_;
  const bool site_blocks_;
};

}  // namespace placard
