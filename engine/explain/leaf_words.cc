#include "engine/explain/leaf_words.h"

#include <utility>
#include <variant>

#include "engine/base/status.h"
#include "engine/explain/words.h"
#include "engine/targeting/printer.h"
#include "engine/targeting/query.h"
#include "engine/text/section_path.h"

namespace placard {
namespace {

constexpr absl::Duration kQuarter = absl::Minutes(15);
constexpr int kQuartersOfWeek = 7 * 24 * 4;

std::vector<std::string> SectionWords(const std::vector<SectionPath>& paths) {
  std::vector<std::string> words;
  words.reserve(paths.size());
  for (const SectionPath& path : paths) words.push_back(PrintSectionPath(path));
  return words;
}

std::string Known(std::string_view whose,
                  const std::optional<std::string>& value) {
  if (!value.has_value()) return Concat(whose, " is not known");
  return Concat(whose, " is ", *value);
}

const KeyValue* FindKey(const std::vector<KeyValue>& key_values,
                        std::string_view key) {
  for (const KeyValue& key_value : key_values) {
    if (key_value.key == key) return &key_value;
  }
  return nullptr;
}

// "one of a, b", "a"
std::string OneOf(const std::vector<std::string>& values) {
  if (values.size() == 1) return values.front();
  return "one of " + Listed(values);
}

std::string LocalTime(absl::Time instant, const absl::TimeZone& zone) {
  return Concat(absl::FormatTime("%a %H:%M", instant, zone), " in ",
                zone.name());
}

// The next start of a quarter hour that is in the mask, or is not.
std::optional<absl::Time> NextQuarter(const DaypartRule& rule, bool in_mask,
                                      absl::Time after,
                                      const absl::TimeZone& zone) {
  absl::Time at =
      absl::UnixEpoch() + absl::Floor(after - absl::UnixEpoch(), kQuarter);
  // A day more: the clock may be put back meanwhile.
  for (int i = 0; i < kQuartersOfWeek + 24 * 4; ++i) {
    at += kQuarter;
    if (rule.quarters->test(QuarterOfWeek(at, zone)) == in_mask) return at;
  }
  return std::nullopt;
}

}  // namespace

LeafDescriber::LeafDescriber(const CatalogContents& contents,
                             const PageRequest& request, absl::Time instant)
    : contents_(contents),
      page_(request.page),
      viewer_(request.viewer),
      instant_(instant),
      evaluator_(contents, request.page, request.viewer, instant) {
  for (const std::string& keyword : page_.keywords) {
    fields_.emplace_back().keywords = {keyword};
    field_names_.push_back(Concat("keyword \"", keyword, "\""));
  }
  fields_.emplace_back().title = page_.title;
  field_names_.emplace_back("title");
  fields_.emplace_back().text = page_.text;
  field_names_.emplace_back("text");
  for (const Page& field : fields_) {
    field_evaluators_.emplace_back(contents, field, viewer_, instant);
  }
}

// The same rule on a page that has only some of what this one has.
bool LeafDescriber::PageHolds(const Rule& leaf, const Page& page) const {
  return Holds(leaf, {.contents = contents_,
                      .page = page,
                      .viewer = viewer_,
                      .instant = instant_});
}

std::string LeafDescriber::WhereFound(const KeywordTerm& term) {
  const Rule leaf = {KeywordRule{{term}}};
  std::vector<std::string> where;
  for (size_t i = 0; i < fields_.size(); ++i) {
    if (!field_evaluators_[i].Holds(leaf, absl::UTCTimeZone(), nullptr)) {
      continue;
    }
    const bool is_whole =
        !fields_[i].keywords.empty() && fields_[i].keywords[0] == term.text;
    where.push_back(is_whole ? "keyword" : field_names_[i]);
  }
  return Listed(where);
}

std::vector<std::string> LeafDescriber::FoundTerms(
    const std::vector<KeywordTerm>& terms) {
  std::vector<std::string> found;
  for (const KeywordTerm& term : terms) {
    const Rule leaf = {KeywordRule{{term}}};
    if (!evaluator_.Holds(leaf, absl::UTCTimeZone(), nullptr)) continue;
    found.push_back(
        Concat(LeafValues(leaf).front(), " (", WhereFound(term), ")"));
  }
  return found;
}

const std::vector<std::string>& LeafDescriber::Hits(
    const std::vector<KeywordTerm>& terms) {
  const auto [entry, is_new] = hits_.try_emplace(&terms);
  if (is_new) entry->second = FoundTerms(terms);
  return entry->second;
}

std::string LeafDescriber::WithoutHits() const {
  std::string has = page_.keywords.empty()
                        ? "page has no keywords"
                        : "page has " + InBraces(page_.keywords);
  if (!page_.title.empty() || !page_.text.empty()) {
    has += ", and nothing of it in title or text";
  }
  return has;
}

struct LeafDescriber::HasVisitor {
  LeafDescriber& self;
  const Place& place;

  std::string operator()(const AllOfRule&) const { return "it always holds"; }
  std::string operator()(const AnyOfRule&) const { return "it never holds"; }
  std::string operator()(const NotRule&) const { return ""; }
  std::string operator()(const SectionRule&) const {
    if (self.page_.sections.empty()) return "page is in no section";
    return "page is in " + InBraces(SectionWords(self.page_.sections));
  }
  std::string operator()(const KeywordRule& rule) const {
    const std::vector<std::string>& hits = self.Hits(rule.terms);
    return hits.empty() ? self.WithoutHits() : "page has " + Listed(hits);
  }
  std::string operator()(const KeywordListRule& rule) const {
    const auto list = self.contents_.keyword_lists.find(rule.list);
    if (list == self.contents_.keyword_lists.end()) {
      return "there is no such list";
    }
    if (list->second->dry_run) return "the list is a dry run";
    if (!list->second->BlocksAt(self.instant_)) return "the list has expired";
    const std::vector<std::string>& hits = self.Hits(list->second->terms);
    return hits.empty() ? self.WithoutHits() : "page has " + Listed(hits);
  }
  std::string operator()(const CategoryRule&) const {
    if (self.page_.categories.empty()) return "page has no categories";
    return "page has " +
           InBraces(LeafValues(Rule{CategoryRule{self.page_.categories}}));
  }
  std::string operator()(const ValueRule& rule) const {
    switch (rule.field) {
      case ValueRule::Field::kCountry:
        return Known("the viewer's country", self.viewer_.country);
      case ValueRule::Field::kRegion:
        return Known("the viewer's region", self.viewer_.region);
      case ValueRule::Field::kLanguage:
        return Known("the page's language", self.page_.language);
      case ValueRule::Field::kSegment:
        break;
    }
    if (self.viewer_.segments.empty()) {
      return "the viewer has no segments that may be used";
    }
    return "the viewer has " + InBraces(self.viewer_.segments);
  }
  std::string operator()(const DeviceRule&) const {
    if (!self.viewer_.device.has_value()) {
      return "the viewer's device is not known";
    }
    return "the viewer's device is " +
           LeafValues(Rule{DeviceRule{{*self.viewer_.device}}}).front();
  }
  std::string operator()(const KeyValueRule& rule) const {
    if (place.slot != nullptr) {
      const KeyValue* of_slot =
          FindKey(place.slot->key_values, rule.wanted->key);
      if (of_slot != nullptr) {
        return Concat("slot ", place.slot->id, " has ",
                      InBraces(of_slot->values));
      }
    }
    const KeyValue* of_page = FindKey(self.page_.key_values, rule.wanted->key);
    if (of_page != nullptr) return "page has " + InBraces(of_page->values);
    return "neither page nor slot has the key";
  }
  std::string operator()(const DaypartRule&) const {
    return "it is " + LocalTime(self.instant_, place.zone);
  }
};

struct LeafDescriber::ChangeVisitor {
  LeafDescriber& self;
  const Place& place;

  std::string Otherwise(std::string_view change) const {
    return Concat(change,
                  place.unwanted ? ", or take it out of " : ", or widen ",
                  place.whose);
  }
  std::string Rewrite() const { return Concat("rewrite ", place.whose); }

  std::string operator()(const AllOfRule&) const { return Rewrite(); }
  std::string operator()(const AnyOfRule&) const { return Rewrite(); }
  std::string operator()(const NotRule&) const { return Rewrite(); }
  std::string operator()(const SectionRule& rule) const {
    const Rule only_include = {SectionRule{.include = rule.include}};
    if (place.unwanted) return Otherwise("put the page elsewhere");
    if (!rule.include.empty() && !self.PageHolds(only_include, self.page_)) {
      return Otherwise("put the page into " + OneOf(LeafValues(only_include)));
    }
    std::vector<SectionPath> excluded;
    for (const SectionPath& path : self.page_.sections) {
      Page page;
      page.sections = {path};
      if (!self.PageHolds(Rule{rule}, page)) excluded.push_back(path);
    }
    return Concat("take the page out of ", Listed(SectionWords(excluded)),
                  ", or exclude less in ", place.whose);
  }
  std::string operator()(const KeywordRule& rule) const {
    if (place.unwanted) return RemoveTerms(rule.terms);
    return Otherwise("add " + OneOf(LeafValues(Rule{rule})) +
                     " to the page's keywords");
  }
  std::string operator()(const KeywordListRule& rule) const {
    if (!place.unwanted) return Rewrite();
    const auto list = self.contents_.keyword_lists.find(rule.list);
    if (list == self.contents_.keyword_lists.end()) {
      return Concat("create ", rule.list, ", or take it out of ", place.whose);
    }
    return Concat(RemoveHits(list->second->terms),
                  " the page, the terms out of ", rule.list,
                  ", or the list out of ", place.whose);
  }
  std::string operator()(const CategoryRule& rule) const {
    if (!place.unwanted) {
      return Otherwise("give the page the category " +
                       OneOf(LeafValues(Rule{rule})));
    }
    std::vector<CategoryId> hits;
    for (const CategoryId& category : self.page_.categories) {
      Page page;
      page.categories = {category};
      if (self.PageHolds(Rule{rule}, page)) hits.push_back(category);
    }
    return Otherwise("take " + Listed(LeafValues(Rule{CategoryRule{hits}})) +
                     " off the page");
  }
  std::string operator()(const ValueRule& rule) const {
    const std::string_view field = FieldName(rule.field);
    const std::string_view whose =
        rule.field == ValueRule::Field::kLanguage ? "a page" : "a viewer";
    if (place.unwanted) {
      return Otherwise(Concat("ask for ", whose, " of another ", field));
    }
    return Otherwise(
        Concat("ask for ", whose, " of ", field, " ", OneOf(rule.values)));
  }
  std::string operator()(const DeviceRule& rule) const {
    if (place.unwanted) return Otherwise("ask for another device");
    return Otherwise("ask for the device " + OneOf(LeafValues(Rule{rule})));
  }
  std::string operator()(const KeyValueRule& rule) const {
    if (place.unwanted) {
      return Otherwise(
          Concat("give the slot another value of ", rule.wanted->key));
    }
    return Otherwise(Concat("give the slot ", rule.wanted->key, "=",
                            OneOf(rule.wanted->values)));
  }
  std::string operator()(const DaypartRule& rule) const {
    const std::optional<absl::Time> next =
        NextQuarter(rule, !place.unwanted, self.instant_, place.zone);
    if (!next.has_value()) return Rewrite();
    return Otherwise("wait until " + TimeWord(*next, place.zone));
  }

  std::string RemoveHits(const std::vector<KeywordTerm>& terms) const {
    std::vector<std::string> hits;
    for (const KeywordTerm& term : terms) {
      const Rule leaf = {KeywordRule{{term}}};
      if (!self.evaluator_.Holds(leaf, absl::UTCTimeZone(), nullptr)) continue;
      hits.push_back(LeafValues(leaf).front());
    }
    return Concat("take ", Listed(hits), " off");
  }
  std::string RemoveTerms(const std::vector<KeywordTerm>& terms) const {
    return Otherwise(RemoveHits(terms) + " the page");
  }
};

std::string LeafDescriber::Has(const Rule& leaf, const Place& place) {
  return std::visit(HasVisitor{*this, place}, leaf.kind);
}

std::string LeafDescriber::Change(const Rule& leaf, const Place& place) {
  return std::visit(ChangeVisitor{*this, place}, leaf.kind);
}

}  // namespace placard
