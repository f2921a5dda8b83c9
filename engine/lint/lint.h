// Looks at a campaign for what is allowed and almost certainly not meant:
// rules that no page satisfies, names that nothing has, line items that cannot
// win. Each finding is a warning; nothing is refused for it.
//
//   Linter linter(contents, Outranked(contents), recent_pages, now);
//   for (const LintFinding& finding : linter.Lint(campaign)) ...
//
// What validation refuses (a term that is empty after normalisation) is found
// here only in documents that were stored before.
//
// Thread safety: thread-compatible.
// Lifetime: `contents` and `outranked` must outlive the Linter.
// Cost: building is linear in the pages. Lint is linear in the campaigns'
// documents, and for rules of many parts in their alternatives, up to
// kContradictionWork; rules are compiled to be tried on the pages, which are
// read once a call: lint many campaigns at once. Not for the decision path.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "absl/time/time.h"
#include "engine/lint/finding.h"
#include "engine/lint/leaf_conflict.h"
#include "engine/lint/outranked.h"
#include "engine/lint/recent_pages.h"
#include "engine/model/campaign.h"
#include "engine/model/seen_page.h"

namespace placard {

// With fewer pages nothing is said of those that satisfy a rule.
inline constexpr size_t kFewestRecentPages = 20;

class Linter {
 public:
  // Of `contents` all is read but the campaigns; `outranked` was made of those.
  Linter(const CatalogContents& contents, const Outranked& outranked,
         std::span<const SeenPage> recent, absl::Time now);

  // Of each campaign its own findings first, then those of its line items, in
  // their order. They need not be in the catalogue; one of the same name there
  // is taken for an earlier version.
  std::vector<LintFindings> Lint(const std::vector<const Campaign*>& campaigns);
  LintFindings Lint(const Campaign& campaign);

 private:
  class Pass;

  // A line item whose rule is yet to be tried on the pages.
  struct Untried {
    size_t campaign = 0;  // its position
    size_t before = 0;    // the finding that would come next
    LintFinding finding;  // if no page satisfies it
  };

  void TryOnPages(const std::vector<RecentPages::Question>& questions,
                  std::vector<Untried> untried,
                  std::vector<LintFindings>& findings);

  const CatalogContents& contents_;
  const Outranked& outranked_;
  const absl::Time now_;
  ListTerms list_terms_;
  RecentPages recent_;
};

// Lints one campaign.
LintFindings Lint(const Campaign& campaign, const CatalogContents& contents,
                  std::span<const SeenPage> recent, absl::Time now);

}  // namespace placard
