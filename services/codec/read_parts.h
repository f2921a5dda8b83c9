// Readers of what pages and documents are made of. All readers of this room
// work alike: they report what is wrong to a Checker, whose scope is the
// message that is read, and return what could be read; where something was
// reported, that is not to be used.
//
// Thread safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/limits.h"
#include "engine/model/campaign.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "placard/v1/campaign.pb.h"
#include "placard/v1/common.pb.h"
#include "services/codec/checker.h"

namespace placard {

using Strings = google::protobuf::RepeatedPtrField<std::string>;
template <typename T>
using Repeated = google::protobuf::RepeatedPtrField<T>;

// Reads each element with `read`, in its own scope.
template <typename T, typename Read>
auto ReadEach(const char* field, const Repeated<T>& elements, Checker& check,
              Read&& read) {
  std::vector<decltype(read(elements.Get(0), check))> all;
  all.reserve(static_cast<size_t>(elements.size()));
  for (int i = 0; i < elements.size(); ++i) {
    const Checker::Scope scope = check.In({field, i});
    all.push_back(read(elements.Get(i), check));
  }
  return all;
}

struct ListLimits {
  size_t min_count = 0;
  size_t max_count = 0;
  size_t max_bytes = 0;  // of each
};
inline constexpr ListLimits kLabelLimits = {
    .max_count = limits::kExclusionLabels, .max_bytes = limits::kIdBytes};

KeywordTerm ReadKeywordTerm(const v1::KeywordTerm& wire, Checker& check);
SectionTerm ReadSectionTerm(const v1::SectionTerm& wire, Checker& check);
CategoryId ReadCategory(const v1::Category& wire, Checker& check);
Size ReadSize(const v1::Size& wire, Checker& check);

// These overwrite `out`, whose storage is used again.
void ReadCategoryInto(const v1::Category& wire, Checker& check,
                      CategoryId& out);
void ReadKeyValue(const v1::KeyValue& wire, Checker& check, KeyValue& out);
// None is empty, before normalisation or after.
void ReadNormalized(const char* field, const Strings& wire,
                    const ListLimits& list, Checker& check,
                    std::vector<std::string>& out);
// As ParseSectionPath, for paths of plain names; false for all others, which
// may be right too.
bool ReadPlainSection(std::string_view wire, SectionPath& out);
void ReadSections(const char* field, const Strings& wire, Checker& check,
                  std::vector<SectionPath>& out);

// Of the field "blocks".
Blocks ReadBlocks(const v1::Blocks& wire, Checker& check);
// Of the field "exclusion_labels", with kLabelLimits.
std::vector<std::string> ReadLabels(const Strings& wire, Checker& check);
// Names of resources of one kind.
std::vector<std::string> ReadNames(const char* field, ResourceKind kind,
                                   const Strings& wire, Checker& check);
// nullopt for one that is refused.
std::optional<absl::Time> ReadTime(const char* field,
                                   const google::protobuf::Timestamp& wire,
                                   Checker& check);

}  // namespace placard
