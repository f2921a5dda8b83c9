#include "services/placard/spelling.h"

#include <vector>

#include "engine/base/status.h"
#include "engine/text/edit_distance.h"
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
