// Readers of the leaves of rules, which flat targeting and the rule tree share.
//
// Thread safety: none; one targeting, one reader.
#pragma once

#include <cstddef>

#include "engine/model/rule.h"
#include "google/protobuf/repeated_field.h"
#include "placard/v1/campaign.pb.h"
#include "services/codec/checker.h"
#include "services/codec/read_parts.h"

namespace placard {

class LeafReader {
 public:
  explicit LeafReader(Checker& check) : check_(check) {}

  // The checker's scope is the message that has the field.
  KeywordRule Keywords(const char* field,
                       const Repeated<v1::KeywordTerm>& wire);
  CategoryRule Categories(const char* field,
                          const Repeated<v1::Category>& wire);
  ValueRule Values(const char* field, ValueRule::Field kind,
                   const Strings& wire);
  DeviceRule Devices(const char* field,
                     const google::protobuf::RepeatedField<int>& wire);
  DaypartRule Dayparts(const char* field, const Repeated<v1::Daypart>& wire);
  std::vector<std::string> Lists(const char* field, const Strings& wire);

  // The checker's scope is the message itself.
  SectionRule Sections(const v1::SectionTargeting& wire);
  KeyValueRule KeyValues(const v1::KeyValue& wire);

  // How many values all the leaves that were read hold.
  size_t values() const { return values_; }

 private:
  void Use(int values) { values_ += static_cast<size_t>(values); }

  Checker& check_;
  size_t values_ = 0;
};

}  // namespace placard
