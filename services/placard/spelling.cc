#include "services/placard/spelling.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "engine/base/status.h"
#include "services/placard/friendly_forms.h"

namespace placard {
namespace {

// How a field is best written: by its friendly keys if it has any.
std::vector<std::string> KeysOf(const google::protobuf::Descriptor& type) {
  std::vector<std::string> keys;
  for (int i = 0; i < type.field_count(); ++i) {
    const auto forms = FieldFormsOf(*type.field(i));
    for (const FieldForm* form : forms) keys.emplace_back(form->key);
    if (forms.empty()) keys.push_back(type.field(i)->name());
  }
  return keys;
}

}  // namespace

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row[b.size()];
}

std::string DidYouMean(const google::protobuf::Descriptor& type,
                       std::string_view key) {
  constexpr size_t kNear = 2;
  constexpr size_t kLongestName = 64;
  std::string known;
  for (const std::string& name : KeysOf(type)) {
    if (key.size() <= kLongestName && EditDistance(key, name) <= kNear) {
      return Concat("; did you mean \"", name, "\"?");
    }
    known += Concat(known.empty() ? "" : ", ", name);
  }
  return Concat("; known are ", known);
}

}  // namespace placard
