#include "services/codec/read_rule.h"

#include <iterator>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/limits.h"
#include "services/codec/read_leaves.h"

namespace placard {
namespace {

// Flat fields: include as the rule, exclude as its opposite, the parts of one
// AllOfRule.
class FlatReader {
 public:
  FlatReader(LeafReader& leaves, Checker& check)
      : leaves_(leaves), check_(check) {}

  AllOfRule Read(const v1::Targeting& wire);

 private:
  void AddKeywords(const v1::KeywordTargeting& wire);
  void AddSections(const v1::SectionTargeting& wire);
  void AddKeyValues(const v1::KeyValueTargeting& wire);
  void AddValues(const char* field, ValueRule::Field kind,
                 const v1::ValueTargeting& wire);
  // `read(field, elements)` reads a leaf.
  template <typename Wire, typename ReadLeaf>
  void AddBoth(const char* field, const Wire& wire, ReadLeaf&& read);
  void Add(Rule rule) { all_.rules.push_back(std::move(rule)); }

  LeafReader& leaves_;
  Checker& check_;
  AllOfRule all_;
};

void FlatReader::AddKeywords(const v1::KeywordTargeting& wire) {
  const Checker::Scope scope = check_.In("keywords");
  check_.Known(wire);
  for (std::string& list : leaves_.Lists("block_lists", wire.block_lists())) {
    Add(Not(Rule{KeywordListRule{std::move(list)}}));
  }
  if (wire.any_of_size() > 0) {
    Add(Rule{leaves_.Keywords("any_of", wire.any_of())});
  }
  for (KeywordTerm& term : leaves_.Keywords("all_of", wire.all_of()).terms) {
    Add(Rule{KeywordRule{{std::move(term)}}});
  }
  if (wire.none_of_size() > 0) {
    Add(Not(Rule{leaves_.Keywords("none_of", wire.none_of())}));
  }
}

// One leaf, because the deepest of both kinds of terms wins.
void FlatReader::AddSections(const v1::SectionTargeting& wire) {
  const Checker::Scope scope = check_.In("sections");
  SectionRule rule = leaves_.Sections(wire);
  if (rule != SectionRule()) Add(Rule{std::move(rule)});
}

void FlatReader::AddKeyValues(const v1::KeyValueTargeting& wire) {
  const Checker::Scope scope = check_.In("key_values");
  check_.Known(wire);
  const auto read = [this](const v1::KeyValue& key_value, Checker&) {
    return Rule{leaves_.KeyValues(key_value)};
  };
  for (Rule& rule : ReadEach("include", wire.include(), check_, read)) {
    Add(std::move(rule));
  }
  for (Rule& rule : ReadEach("exclude", wire.exclude(), check_, read)) {
    Add(Not(std::move(rule)));
  }
}

template <typename Wire, typename ReadLeaf>
void FlatReader::AddBoth(const char* field, const Wire& wire, ReadLeaf&& read) {
  const Checker::Scope scope = check_.In(field);
  check_.Known(wire);
  if (wire.include_size() > 0) Add(Rule{read("include", wire.include())});
  if (wire.exclude_size() > 0) Add(Not(Rule{read("exclude", wire.exclude())}));
}

void FlatReader::AddValues(const char* field, ValueRule::Field kind,
                           const v1::ValueTargeting& wire) {
  AddBoth(field, wire, [&](const char* list, const Strings& values) {
    return leaves_.Values(list, kind, values);
  });
}

AllOfRule FlatReader::Read(const v1::Targeting& wire) {
  AddKeywords(wire.keywords());
  AddSections(wire.sections());
  AddBoth("categories", wire.categories(),
          [this](const char* list, const auto& categories) {
            return leaves_.Categories(list, categories);
          });
  AddValues("countries", ValueRule::Field::kCountry, wire.countries());
  AddValues("regions", ValueRule::Field::kRegion, wire.regions());
  AddBoth("devices", wire.devices(),
          [this](const char* list, const auto& devices) {
            return leaves_.Devices(list, devices);
          });
  AddValues("languages", ValueRule::Field::kLanguage, wire.languages());
  AddKeyValues(wire.key_values());
  AddValues("segments", ValueRule::Field::kSegment, wire.segments());
  if (wire.dayparts_size() > 0) {
    Add(Rule{leaves_.Dayparts("dayparts", wire.dayparts())});
  }
  return std::move(all_);
}

// The tree. Its recursion is bounded by limits::kRuleDepth where documents are
// written, and by that of the wire format's parser where they are read.
class TreeReader {
 public:
  TreeReader(LeafReader& leaves, Checker& check)
      : leaves_(leaves), check_(check) {}

  // The root is at depth 1.
  Rule Read(const v1::Rule& wire, size_t depth);

 private:
  Rule ReadKind(const v1::Rule& wire, size_t depth);
  std::vector<Rule> ReadGroup(const v1::RuleGroup& wire, size_t depth);
  // `read(elements)` reads a leaf of at least one.
  template <typename Wire, typename Elements, typename ReadElements>
  Rule ReadLeaf(const Wire& wire, const Elements& elements,
                ReadElements&& read);
  Rule ReadValues(ValueRule::Field kind, const v1::Values& wire);

  LeafReader& leaves_;
  Checker& check_;
};

std::vector<Rule> TreeReader::ReadGroup(const v1::RuleGroup& wire,
                                        size_t depth) {
  check_.Known(wire);
  if (wire.rules_size() == 0) check_.FailAt("rules", "must not be empty");
  return ReadEach("rules", wire.rules(), check_,
                  [this, depth](const v1::Rule& rule, Checker&) {
                    return Read(rule, depth + 1);
                  });
}

template <typename Wire, typename Elements, typename ReadElements>
Rule TreeReader::ReadLeaf(const Wire& wire, const Elements& elements,
                          ReadElements&& read) {
  check_.Known(wire);
  if (elements.empty()) check_.Fail("must not be empty");
  return Rule{read(elements)};
}

Rule TreeReader::ReadValues(ValueRule::Field kind, const v1::Values& wire) {
  return ReadLeaf(wire, wire.values(), [&](const Strings& values) {
    return leaves_.Values("values", kind, values);
  });
}

Rule TreeReader::ReadKind(const v1::Rule& wire, size_t depth) {
  using Field = ValueRule::Field;
  switch (wire.kind_case()) {
    case v1::Rule::kAllOf:
      return Rule{AllOfRule{ReadGroup(wire.all_of(), depth)}};
    case v1::Rule::kAnyOf:
      return Rule{AnyOfRule{ReadGroup(wire.any_of(), depth)}};
    case v1::Rule::kNot:
      return Not(Read(wire.not_(), depth + 1));
    case v1::Rule::kSections:
      return Rule{leaves_.Sections(wire.sections())};
    case v1::Rule::kKeywords:
      return ReadLeaf(
          wire.keywords(), wire.keywords().terms(),
          [&](const auto& terms) { return leaves_.Keywords("terms", terms); });
    case v1::Rule::kCategories:
      return ReadLeaf(wire.categories(), wire.categories().categories(),
                      [&](const auto& categories) {
                        return leaves_.Categories("categories", categories);
                      });
    case v1::Rule::kCountries:
      return ReadValues(Field::kCountry, wire.countries());
    case v1::Rule::kRegions:
      return ReadValues(Field::kRegion, wire.regions());
    case v1::Rule::kDevices:
      return ReadLeaf(wire.devices(), wire.devices().devices(),
                      [&](const auto& devices) {
                        return leaves_.Devices("devices", devices);
                      });
    case v1::Rule::kLanguages:
      return ReadValues(Field::kLanguage, wire.languages());
    case v1::Rule::kKeyValue:
      return Rule{leaves_.KeyValues(wire.key_value())};
    case v1::Rule::kSegments:
      return ReadValues(Field::kSegment, wire.segments());
    case v1::Rule::kDayparts:
      return ReadLeaf(wire.dayparts(), wire.dayparts().dayparts(),
                      [&](const auto& dayparts) {
                        return leaves_.Dayparts("dayparts", dayparts);
                      });
    case v1::Rule::KIND_NOT_SET:
      return {};  // refused by Read()
  }
  return {};
}

// The name of the field that is set; none for a kind of a newer version.
const google::protobuf::FieldDescriptor* KindField(const v1::Rule& wire) {
  if (wire.kind_case() == v1::Rule::KIND_NOT_SET) return nullptr;
  static const google::protobuf::Descriptor* const kDescriptor =
      v1::Rule::descriptor();
  return kDescriptor->FindFieldByNumber(wire.kind_case());
}

Rule TreeReader::Read(const v1::Rule& wire, size_t depth) {
  check_.Known(wire);
  if (check_.strict() && depth > limits::kRuleDepth) {
    check_.Fail("must be at most ", limits::kRuleDepth, " deep");
    return {};
  }
  const google::protobuf::FieldDescriptor* kind = KindField(wire);
  if (kind == nullptr) {
    check_.Fail("must be exactly one of the kinds that this version knows");
    return {};
  }
  const Checker::Scope scope = check_.In(kind->name().c_str());
  return ReadKind(wire, depth);
}

// To stand beside flat fields, an all_of gives its parts.
void AddParts(Rule rule, AllOfRule& all) {
  auto* parts = std::get_if<AllOfRule>(&rule.kind);
  if (parts == nullptr) {
    all.rules.push_back(std::move(rule));
    return;
  }
  all.rules.insert(all.rules.end(),
                   std::make_move_iterator(parts->rules.begin()),
                   std::make_move_iterator(parts->rules.end()));
}

Rule ReadParts(const v1::Targeting& wire, LeafReader& leaves, Checker& check) {
  AllOfRule all = FlatReader(leaves, check).Read(wire);
  if (!wire.has_rule()) return Rule{std::move(all)};
  const Checker::Scope scope = check.In("rule");
  Rule rule = TreeReader(leaves, check).Read(wire.rule(), 1);
  if (all.rules.empty()) return rule;
  AddParts(std::move(rule), all);
  return Rule{std::move(all)};
}

}  // namespace

Rule ReadTargeting(const v1::Targeting& wire, Checker& check) {
  check.Known(wire);
  LeafReader leaves(check);
  Rule rule = ReadParts(wire, leaves, check);
  if (check.strict() && leaves.values() > limits::kRuleTerms) {
    check.Fail("must have at most ", limits::kRuleTerms, " values in all, has ",
               leaves.values());
  }
  return rule;
}

}  // namespace placard
