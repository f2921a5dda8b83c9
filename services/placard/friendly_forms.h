// How values are written by hand where the protocol's own form is clumsy: a
// size is 300x250, a bid is {cpm: 4.50}, a term is a word. One table that
// MessageReader reads by and WriteMessage() writes by, so that the two agree;
// what a friendly form cannot say exactly is written in the protocol's form,
// which may always be read.
//
// Thread safety: pure functions over constant tables.
// Errors: INVALID_ARGUMENT: what was expected.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace placard {

// A message that a single scalar says: Size, KeywordTerm, SectionTerm,
// Category, Rotation, Timestamp.
struct ScalarForm {
  // The message's full name.
  std::string_view message;
  absl::Status (*parse)(std::string_view text, const absl::TimeZone& zone,
                        google::protobuf::Message& message);
  // nullopt: it is too particular for a scalar.
  std::optional<std::string> (*print)(const google::protobuf::Message& message,
                                      const absl::TimeZone& zone);
};

// nullptr: the message is always written field by field.
const ScalarForm* FindScalarForm(const google::protobuf::Descriptor& type);

// A field that goes by a friendlier key, and whose value is written in another
// form: Floor's `cpm: 1.50` is `cpm_micros: 1500000`.
struct FieldForm {
  std::string_view message;  // full name
  std::string_view key;
  // The field's name; "cpc.cpc_micros" lies in a message of its own.
  std::string_view path;
  // Both nullptr: written as any value of its type.
  absl::StatusOr<int64_t> (*parse)(std::string_view text);
  std::optional<std::string> (*print)(int64_t value);
};

// nullptr: no field goes by this key.
const FieldForm* FindFieldForm(const google::protobuf::Descriptor& type,
                               std::string_view key);

// The forms that together say `field`; empty for most fields.
std::vector<const FieldForm*> FieldFormsOf(
    const google::protobuf::FieldDescriptor& field);

// What a field's reference always begins with: "advertisers/" for
// Campaign.advertiser; empty for other fields. It may be left out by hand.
std::string_view ReferencePrefix(
    const google::protobuf::FieldDescriptor& field);

// "above_fold", "above-fold", "POSITION_ABOVE_FOLD"; a day may be "mon" or
// "monday". nullptr: there is no such value.
const google::protobuf::EnumValueDescriptor* FindEnumValue(
    const google::protobuf::EnumDescriptor& type, std::string_view text);

// "above_fold"; "mon" for a day.
std::string PrintEnumValue(const google::protobuf::EnumValueDescriptor& value);

// "active, paused": for messages.
std::string EnumValueNames(const google::protobuf::EnumDescriptor& type);

// The days of "mon-fri" or "sat", in order, as numbers of DayOfWeek; empty
// when it is neither.
std::vector<int> ParseDays(std::string_view text);

// {1, 2, 3, 4, 5, 7} -> {"mon-fri", "sun"}; runs of at least three are joined.
std::vector<std::string> PrintDays(const std::vector<int>& days);

}  // namespace placard
