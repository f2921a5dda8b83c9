#include "engine/lint/mentions.h"

#include <algorithm>
#include <variant>

#include "engine/base/status.h"
#include "engine/explain/words.h"
#include "engine/text/section_path.h"
#include "engine/text/tokens.h"

namespace placard {
namespace {

// "no section of the site policy: a, b", or nothing for nothing.
std::string About(std::string_view what, std::vector<std::string> values) {
  if (values.empty()) return "";
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return Concat(what, ": ", Listed(values));
}

// Sentences about different things, side by side.
std::string Both(std::string a, const std::string& b) {
  if (!a.empty() && !b.empty()) a += "; ";
  return a + b;
}

std::string ValueOf(const Rule& leaf) { return LeafValues(leaf).front(); }

template <typename T>
void AddEach(const std::vector<T>& values, std::vector<const T*>& out) {
  for (const T& value : values) out.push_back(&value);
}

bool IsAtOrAbove(const SectionPath& path, const SectionPath& below) {
  return path.size() <= below.size() &&
         std::equal(path.begin(), path.end(), below.begin());
}

}  // namespace

bool IsUnlistedSection(const SitePolicy& policy, const SectionPath& path) {
  return !policy.sections.empty() &&
         std::none_of(policy.sections.begin(), policy.sections.end(),
                      [&](const SectionPath& listed) {
                        return IsAtOrAbove(path, listed);
                      });
}

struct Mentions::RuleVisitor {
  Mentions& self;

  void operator()(const AllOfRule& all) const { Each(all.rules); }
  void operator()(const AnyOfRule& any) const { Each(any.rules); }
  void operator()(const NotRule& opposite) const { Each(opposite.rule); }
  void operator()(const SectionRule& rule) const {
    AddEach(rule.include, self.sections_);
    AddEach(rule.exclude, self.sections_);
  }
  void operator()(const KeywordRule& rule) const {
    AddEach(rule.terms, self.terms_);
  }
  void operator()(const KeywordListRule& rule) const {
    self.lists_.push_back(&rule.list);
  }
  void operator()(const CategoryRule& rule) const {
    AddEach(rule.categories, self.categories_);
  }
  template <typename Other>
  void operator()(const Other&) const {}

  void Each(const std::vector<Rule>& rules) const {
    for (const Rule& rule : rules) self.Add(rule);
  }
};

void Mentions::Add(const Rule& rule) {
  std::visit(RuleVisitor{*this}, rule.kind);
}

void Mentions::Add(const Blocks& blocks) {
  AddEach(blocks.keywords, terms_);
  AddEach(blocks.keyword_lists, lists_);
  AddEach(blocks.sections, sections_);
  AddEach(blocks.categories, categories_);
}

std::string Mentions::EmptyTerms() const {
  std::vector<std::string> empty;
  for (const KeywordTerm* term : terms_) {
    const bool is_empty = term->match == Match::kExact
                              ? term->text.empty()
                              : Tokenize(term->text).empty();
    if (is_empty) empty.push_back(ValueOf(Rule{KeywordRule{{*term}}}));
  }
  return About("terms without a word in them are never found", empty);
}

std::string Mentions::UnknownSections(const SitePolicy& policy) const {
  std::vector<std::string> unknown;
  for (const SectionTerm* term : sections_) {
    if (IsUnlistedSection(policy, term->path)) {
      unknown.push_back(PrintSectionPath(term->path));
    }
  }
  return About("the site policy lists no such sections", unknown);
}

std::string Mentions::UnknownCategories(const CatalogContents& contents) const {
  std::vector<std::string> not_there;
  std::vector<std::string> not_loaded;
  for (const CategoryId* category : categories_) {
    const auto taxonomy = contents.taxonomies.find(category->taxonomy);
    if (taxonomy == contents.taxonomies.end()) {
      not_loaded.push_back(ValueOf(Rule{CategoryRule{{*category}}}));
    } else if (!taxonomy->second->parent.contains(category->id)) {
      not_there.push_back(ValueOf(Rule{CategoryRule{{*category}}}));
    }
  }
  return Both(About("their taxonomy has no such categories", not_there),
              About("their taxonomy is not loaded, so that categories match "
                    "themselves only and nothing below them",
                    not_loaded));
}

std::string Mentions::DeadLists(const CatalogContents& contents, absl::Time now,
                                const absl::TimeZone& zone) const {
  std::vector<std::string> missing;
  std::vector<std::string> expired;
  for (const std::string* name : lists_) {
    const auto list = contents.keyword_lists.find(*name);
    if (list == contents.keyword_lists.end()) {
      missing.push_back(*name);
    } else if (list->second->expires <= now) {
      expired.push_back(
          Concat(*name, " (", TimeWord(list->second->expires, zone), ")"));
    }
  }
  return Both(
      About("keyword lists have expired and block nothing", expired),
      About("keyword lists do not exist or cannot be read, so that nothing "
            "that names them serves",
            missing));
}

void Mentions::Check(const CatalogContents& contents, absl::Time now,
                     const absl::TimeZone& zone, const std::string& name,
                     const std::string& field, LintFindings& findings) const {
  const auto add = [&](LintCode code, std::string message) {
    if (message.empty()) return;
    findings.push_back({.code = code,
                        .name = name,
                        .field = field,
                        .message = std::move(message)});
  };
  add(LintCode::kEmptyTerm, EmptyTerms());
  add(LintCode::kUnknownSection, UnknownSections(*contents.site_policy));
  add(LintCode::kUnknownCategory, UnknownCategories(contents));
  add(LintCode::kKeywordListExpired, DeadLists(contents, now, zone));
}

}  // namespace placard
