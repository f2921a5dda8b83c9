#include "engine/explain/words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <variant>

#include "engine/base/status.h"
#include "engine/targeting/printer.h"
#include "engine/text/section_path.h"

namespace placard {
namespace {

std::string Joined(const std::vector<std::string>& values) {
  std::string text;
  for (size_t i = 0; i < std::min(values.size(), kShownValues); ++i) {
    if (i > 0) text += ", ";
    text += values[i];
  }
  return text;
}

std::string More(size_t count) {
  if (count <= kShownValues) return "";
  return Concat(" and ", count - kShownValues, " more");
}

template <typename T>
size_t Cut(std::vector<T>& values) {
  const size_t count = values.size();
  if (count > kShownValues) values.resize(kShownValues);
  return count - values.size();
}

// Cuts a leaf's values and says how many are left out.
struct Cutter {
  size_t operator()(SectionRule& rule) const {
    return Cut(rule.include) + Cut(rule.exclude);
  }
  size_t operator()(KeywordRule& rule) const { return Cut(rule.terms); }
  size_t operator()(CategoryRule& rule) const { return Cut(rule.categories); }
  size_t operator()(ValueRule& rule) const { return Cut(rule.values); }
  size_t operator()(KeyValueRule& rule) const {
    return Cut(rule.wanted->values);
  }
  template <typename Other>
  size_t operator()(Other&) const {
    return 0;
  }
};

// "x in {a, b}" as its leaf of one value `value` is printed: "a".
std::string OneValue(const Rule& leaf) {
  const std::string text = Print(leaf);
  const size_t open = text.rfind('{');
  return text.substr(open + 1, text.size() - open - 2);
}

struct Values {
  std::vector<std::string> operator()(const SectionRule& rule) const {
    std::vector<std::string> words;
    for (const SectionTerm& term : rule.include) {
      words.push_back(OneValue(Rule{SectionRule{.include = {term}}}));
    }
    return words;
  }
  std::vector<std::string> operator()(const KeywordRule& rule) const {
    std::vector<std::string> words;
    for (const KeywordTerm& term : rule.terms) {
      words.push_back(OneValue(Rule{KeywordRule{{term}}}));
    }
    return words;
  }
  std::vector<std::string> operator()(const CategoryRule& rule) const {
    std::vector<std::string> words;
    for (const CategoryId& category : rule.categories) {
      words.push_back(OneValue(Rule{CategoryRule{{category}}}));
    }
    return words;
  }
  std::vector<std::string> operator()(const ValueRule& rule) const {
    return rule.values;
  }
  std::vector<std::string> operator()(const DeviceRule& rule) const {
    std::vector<std::string> words;
    for (const Device device : rule.devices) {
      words.push_back(OneValue(Rule{DeviceRule{{device}}}));
    }
    return words;
  }
  std::vector<std::string> operator()(const KeyValueRule& rule) const {
    return rule.wanted->values;
  }
  template <typename Other>
  std::vector<std::string> operator()(const Other&) const {
    return {};
  }
};

const std::vector<Rule>* PartsOf(const Rule& rule) {
  if (const auto* all = std::get_if<AllOfRule>(&rule.kind)) return &all->rules;
  if (const auto* any = std::get_if<AnyOfRule>(&rule.kind)) return &any->rules;
  if (const auto* no = std::get_if<NotRule>(&rule.kind)) return &no->rule;
  return nullptr;
}

std::optional<std::string> FindPath(const Rule& from, const Rule& leaf) {
  std::string here(KindWord(from));
  if (&from == &leaf) return here;
  const std::vector<Rule>* parts = PartsOf(from);
  if (parts == nullptr) return std::nullopt;
  const bool is_group = !std::holds_alternative<NotRule>(from.kind);
  for (size_t i = 0; i < parts->size(); ++i) {
    const std::optional<std::string> below = FindPath((*parts)[i], leaf);
    if (!below.has_value()) continue;
    return is_group ? Concat(here, "[", i, "].", *below)
                    : Concat(here, ".", *below);
  }
  return std::nullopt;
}

}  // namespace

std::string InBraces(const std::vector<std::string>& values) {
  return Concat("{", Joined(values), "}", More(values.size()));
}

std::string Listed(const std::vector<std::string>& values) {
  return Joined(values) + More(values.size());
}

std::string SizeWord(const Size& size) {
  if (const auto* fixed = std::get_if<FixedSize>(&size)) {
    return Concat(fixed->width, "x", fixed->height);
  }
  if (const auto* ratio = std::get_if<RatioSize>(&size)) {
    std::string shape = Concat(ratio->width, ":", ratio->height);
    if (ratio->min_width <= 1) return shape;
    return Concat(shape, " from ", ratio->min_width);
  }
  return "fluid";
}

std::vector<std::string> SizeWords(const std::vector<Size>& sizes) {
  std::vector<std::string> words;
  words.reserve(sizes.size());
  for (const Size& size : sizes) words.push_back(SizeWord(size));
  return words;
}

std::string_view TierWord(Tier tier) {
  static constexpr std::array<std::string_view, 4> kWords = {
      "sponsorship", "standard", "price_priority", "house"};
  return kWords[static_cast<size_t>(tier)];
}

std::string TimeWord(absl::Time time, const absl::TimeZone& zone) {
  return absl::FormatTime(absl::RFC3339_sec, time, zone);
}

std::string LeafWords(const Rule& leaf) {
  Rule shown = leaf;
  const size_t more = std::visit(Cutter(), shown.kind);
  return more == 0 ? Print(shown)
                   : Concat(Print(shown), " and ", more, " more");
}

std::vector<std::string> LeafValues(const Rule& leaf) {
  return std::visit(Values(), leaf.kind);
}

std::string_view KindWord(const Rule& rule) {
  static constexpr std::array<std::string_view, 11> kKinds = {
      "all_of",   "any_of",       "not",        "sections",
      "keywords", "keyword_list", "categories", "values",
      "devices",  "key_value",    "dayparts"};
  static constexpr std::array<std::string_view, 4> kFields = {
      "countries", "regions", "languages", "segments"};
  if (const auto* value = std::get_if<ValueRule>(&rule.kind)) {
    return kFields[static_cast<size_t>(value->field)];
  }
  return kKinds[rule.kind.index()];
}

std::string PathTo(const Rule& root, const Rule& leaf) {
  return FindPath(root, leaf).value_or("");
}

}  // namespace placard
