// Evaluates rules on the strings themselves, with nothing compiled and nothing
// shared with the index: what the index must agree with, and what explanations
// are made of.
//
// Thread safety: Holds() is pure; SlowEvaluator is thread-compatible.
// Lifetime: what is passed in must outlive the call or the SlowEvaluator.
// Cost: linear in the rule times the page; allocates. Not for the decision
// path.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "engine/model/campaign.h"
#include "engine/model/page.h"
#include "engine/model/rule.h"

namespace placard {

// Everything that a rule is evaluated against.
struct EvaluationContext {
  const CatalogContents& contents;  // its keyword lists and taxonomies
  const Page& page;
  const Viewer& viewer;
  const Slot* slot = nullptr;  // its key-values override the page's
  absl::Time instant;
  absl::TimeZone zone = absl::UTCTimeZone();  // for dayparts
};

// Whether the page satisfies `rule`, as engine/model/rule.h defines it. A
// keyword list that does not exist does not hold; that a line item which names
// one must not serve is its caller's concern.
bool Holds(const Rule& rule, const EvaluationContext& context);

// Holds() for many rules about one page and instant, remembering what was
// found out about the page.
class SlowEvaluator {
 public:
  SlowEvaluator(const CatalogContents& contents, const Page& page,
                const Viewer& viewer, absl::Time instant);

  bool Holds(const Rule& rule, const absl::TimeZone& zone, const Slot* slot);

 private:
  struct Visitor;

  bool HasTerm(const KeywordTerm& term) const;
  bool HasAnyTerm(const std::vector<KeywordTerm>& terms) const;
  bool ListHits(const std::string& list);
  bool HasCategory(const CategoryId& category) const;

  const CatalogContents& contents_;
  const Page& page_;
  const Viewer& viewer_;
  const absl::Time instant_;
  // All fields in words, each word between spaces and each field between bars:
  // "| plane crash | air france |". Neither is ever part of a word.
  const std::string words_;
  // The page's and all that lies above them.
  const std::vector<CategoryId> categories_;
  std::map<std::string, bool> list_hits_;
};

}  // namespace placard
