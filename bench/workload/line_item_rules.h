// What line items of a workload ask for.
//
// Most are an AND of a few leaves, as a form in an ops tool would make them:
// where (sections or categories), what (keywords), who (countries, regions,
// devices, languages, segments), when, and what to stay away from. One in
// twenty is a tree of ANDs, ORs and NOTs.
#pragma once

#include "bench/workload/dice.h"
#include "bench/workload/market.h"
#include "engine/model/rule.h"

namespace placard {

// How much of the site a line item wants.
enum class Reach { kHouse, kBroad, kNarrow };

Rule MakeLineItemRule(Dice& dice, const Market& market, Reach reach);

// A term such as campaigns and keyword lists have.
KeywordTerm MakeTerm(Dice& dice, const Market& market);

}  // namespace placard
