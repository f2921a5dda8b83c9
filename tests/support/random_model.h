// Small models in which everything collides with everything: a few dozen words,
// sections, values and instants, used by rules and pages alike, so that every
// rule of selection is met within a few thousand pages.
//
// All strings are normalised, all values valid; the same dice give the same
// model on every machine.
//
// Thread safety: pure but for `dice`.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "bench/workload/dice.h"
#include "engine/model/campaign.h"
#include "engine/model/page.h"
#include "engine/model/rule.h"

namespace placard {

// Random rules and contents name lists and taxonomies of these.
inline constexpr size_t kRandomLists = 5;

// From a few edges of hours, days, daylight saving and flights, or near one.
absl::Time RandomInstant(Dice& dice);
// Whole, half and quarter hours from UTC, with daylight saving and without.
absl::TimeZone RandomZone(Dice& dice);

KeywordTerm RandomTerm(Dice& dice);
// One leaf; every kind is as likely.
Rule RandomLeaf(Dice& dice);
// A tree of at most `depth` levels above its leaves.
Rule RandomRule(Dice& dice, int depth);
// Few of each; one in three is empty.
Blocks RandomBlocks(Dice& dice);

Page RandomPage(Dice& dice);
Viewer RandomViewer(Dice& dice);
Slot RandomSlot(Dice& dice, std::string id);
// One to five slots.
PageRequest RandomRequest(Dice& dice);

// Keyword lists (live, dry run, expired, missing), taxonomies and nothing else.
CatalogContents RandomLists(Dice& dice);

// Advertisers, campaigns of all tiers, a site policy: broken, paused and
// expired ones among them. One in four has a crowd of equals in one tier.
CatalogContents RandomContents(Dice& dice);

// What one page view shows of each other: roadblocks, companions, shares of
// voice, rotations, limits of advertisers, other ideas of duplicates.
void AddPageRules(Dice& dice, CatalogContents& contents);

}  // namespace placard
