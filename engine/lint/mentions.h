// What a rule or blocks name of the site and of documents, and whether that
// exists: sections, categories, keyword lists, terms.
//
// Thread safety: thread-compatible.
// Lifetime: points into the rules and blocks it was given.
// Cost: linear in the values, times the site's sections.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "engine/lint/finding.h"
#include "engine/model/campaign.h"
#include "engine/model/rule.h"

namespace placard {

class Mentions {
 public:
  void Add(const Rule& rule);
  void Add(const Blocks& blocks);

  // What of it is not there, a finding for each code; times are shown in
  // `zone`.
  void Check(const CatalogContents& contents, absl::Time now,
             const absl::TimeZone& zone, const std::string& name,
             const std::string& field, LintFindings& findings) const;

 private:
  struct RuleVisitor;

  std::string EmptyTerms() const;
  std::string UnknownSections(const SitePolicy& policy) const;
  std::string UnknownCategories(const CatalogContents& contents) const;
  std::string DeadLists(const CatalogContents& contents, absl::Time now,
                        const absl::TimeZone& zone) const;

  std::vector<const KeywordTerm*> terms_;
  std::vector<const SectionTerm*> sections_;
  std::vector<const CategoryId*> categories_;
  std::vector<const std::string*> lists_;
};

// Whether `policy` lists sections and neither `path` nor anything below it is
// among them: no page that keeps to the list lies there.
bool IsUnlistedSection(const SitePolicy& policy, const SectionPath& path);

}  // namespace placard
