#include "services/placard/message_writer.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/status.h"
#include "services/placard/friendly_forms.h"
#include "services/placard/local_time.h"

namespace placard {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

class MessageWriter {
 public:
  YamlNode Map(const Message& message);

 private:
  bool WriteFormed(const Message& message, const FieldDescriptor& field,
                   YamlNode& map);
  YamlNode Field(const Message& message, const FieldDescriptor& field);
  YamlNode Value(const Message& message, const FieldDescriptor& field,
                 std::optional<int> index);
  YamlNode MessageValue(const Message& message);
  YamlNode List(const Message& message, const FieldDescriptor& field);
  YamlNode Days(const Message& message, const FieldDescriptor& field);

  absl::TimeZone zone_ = absl::UTCTimeZone();
};

absl::TimeZone ZoneOf(const Message& flight) {
  const FieldDescriptor* name =
      flight.GetDescriptor()->FindFieldByName("time_zone");
  const absl::StatusOr<absl::TimeZone> zone =
      ParseTimeZone(flight.GetReflection()->GetString(flight, name));
  return zone.ok() ? *zone : absl::UTCTimeZone();
}

// Those that are set. A daypart's start always is: midnight, though it is the
// default of a number, is worth its word.
std::vector<const FieldDescriptor*> FieldsOf(const Message& message) {
  const auto* type = message.GetDescriptor();
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  if (type->full_name() != "placard.v1.Daypart") return set;
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (field->name() == "start_minute" ||
        std::find(set.begin(), set.end(), field) != set.end()) {
      fields.push_back(field);
    }
  }
  return fields;
}

int64_t NumberOf(const Message& message, const FieldDescriptor& field) {
  const auto* reflection = message.GetReflection();
  return field.cpp_type() == FieldDescriptor::CPPTYPE_INT64
             ? reflection->GetInt64(message, &field)
             : reflection->GetInt32(message, &field);
}

// The message in which the end of a form's path lies, and that end.
int64_t FormedNumber(const Message& message, const FieldDescriptor& field,
                     const FieldForm& form) {
  const size_t dot = form.path.find('.');
  if (dot == std::string_view::npos) return NumberOf(message, field);
  const Message& inner = message.GetReflection()->GetMessage(message, &field);
  return NumberOf(inner, *inner.GetDescriptor()->FindFieldByName(
                             std::string(form.path.substr(dot + 1))));
}

void Append(YamlNode& map, std::string_view key, YamlNode value) {
  value.key = std::string(key);
  map.children.push_back(std::move(value));
}

YamlNode MessageWriter::Map(const Message& message) {
  const absl::TimeZone outer_zone = zone_;
  if (message.GetDescriptor()->name() == "Flight") zone_ = ZoneOf(message);
  YamlNode map = YamlNode::Map();
  for (const FieldDescriptor* field : FieldsOf(message)) {
    if (WriteFormed(message, *field, map)) continue;
    Append(map, field->name(), Field(message, *field));
  }
  zone_ = outer_zone;
  return map;
}

// By its friendlier keys, if all of them can say it.
bool MessageWriter::WriteFormed(const Message& message,
                                const FieldDescriptor& field, YamlNode& map) {
  std::vector<YamlNode> entries;
  for (const FieldForm* form : FieldFormsOf(field)) {
    YamlNode value;
    if (form->print == nullptr) {
      value = Field(message, field);
    } else {
      std::optional<std::string> text =
          form->print(FormedNumber(message, field, *form));
      if (!text) return false;
      value = YamlNode::Scalar(*std::move(text));
    }
    value.key = std::string(form->key);
    entries.push_back(std::move(value));
  }
  for (YamlNode& entry : entries) map.children.push_back(std::move(entry));
  return !entries.empty();
}

YamlNode MessageWriter::Field(const Message& message,
                              const FieldDescriptor& field) {
  return field.is_repeated() ? List(message, field)
                             : Value(message, field, std::nullopt);
}

YamlNode MessageWriter::List(const Message& message,
                             const FieldDescriptor& field) {
  if (field.full_name() == "placard.v1.Daypart.days") {
    return Days(message, field);
  }
  YamlNode list = YamlNode::Sequence();
  const int size = message.GetReflection()->FieldSize(message, &field);
  for (int i = 0; i < size; ++i) {
    list.children.push_back(Value(message, field, i));
  }
  return list;
}

YamlNode MessageWriter::Days(const Message& message,
                             const FieldDescriptor& field) {
  std::vector<int> days;
  const int size = message.GetReflection()->FieldSize(message, &field);
  days.reserve(static_cast<size_t>(size));
  for (int i = 0; i < size; ++i) {
    days.push_back(
        message.GetReflection()->GetRepeatedEnumValue(message, &field, i));
  }
  YamlNode list = YamlNode::Sequence();
  for (std::string& name : PrintDays(days)) {
    list.children.push_back(YamlNode::Scalar(std::move(name)));
  }
  return list;
}

YamlNode MessageWriter::MessageValue(const Message& message) {
  const auto* type = message.GetDescriptor();
  const ScalarForm* form = FindScalarForm(*type);
  if (form != nullptr) {
    std::optional<std::string> text = form->print(message, zone_);
    if (text) return YamlNode::Scalar(*std::move(text));
  }
  if (type->field_count() == 1 && type->field(0)->is_repeated()) {
    return List(message, *type->field(0));
  }
  return Map(message);
}

std::string WithoutPrefix(const FieldDescriptor& field,
                          const std::string& text) {
  const std::string_view prefix = ReferencePrefix(field);
  const bool is_short = text.starts_with(prefix) &&
                        text.find('/', prefix.size()) == std::string::npos;
  return is_short && !prefix.empty() ? text.substr(prefix.size()) : text;
}

YamlNode MessageWriter::Value(const Message& message,
                              const FieldDescriptor& field,
                              std::optional<int> index) {
  const auto* reflection = message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageValue(
          index ? reflection->GetRepeatedMessage(message, &field, *index)
                : reflection->GetMessage(message, &field));
    case FieldDescriptor::CPPTYPE_STRING:
      return YamlNode::Scalar(WithoutPrefix(
          field, index ? reflection->GetRepeatedString(message, &field, *index)
                       : reflection->GetString(message, &field)));
    case FieldDescriptor::CPPTYPE_ENUM:
      return YamlNode::Scalar(PrintEnumValue(
          index ? *reflection->GetRepeatedEnum(message, &field, *index)
                : *reflection->GetEnum(message, &field)));
    case FieldDescriptor::CPPTYPE_BOOL:
      return YamlNode::Boolean(reflection->GetBool(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return YamlNode::Scalar(Concat(reflection->GetUInt64(message, &field)));
    case FieldDescriptor::CPPTYPE_INT64:
      return YamlNode::Scalar(
          Concat(index ? reflection->GetRepeatedInt64(message, &field, *index)
                       : reflection->GetInt64(message, &field)));
    default:
      return YamlNode::Scalar(Concat(NumberOf(message, field)));
  }
}

}  // namespace

YamlNode WriteMessage(const Message& message) {
  return MessageWriter().Map(message);
}

}  // namespace placard
