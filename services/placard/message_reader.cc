#include "services/placard/message_reader.h"

#include <map>

#include "absl/strings/numbers.h"
#include "absl/time/time.h"
#include "services/placard/friendly_forms.h"
#include "services/placard/local_time.h"
#include "services/placard/spelling.h"

namespace placard {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

constexpr std::string_view kFlight = "placard.v1.Flight";
constexpr std::string_view kDays = "placard.v1.Daypart.days";

// The one list that a message consists of, as RuleGroup does; nullptr when it
// is made otherwise.
const FieldDescriptor* OnlyList(const Descriptor& type) {
  if (type.field_count() != 1 || !type.field(0)->is_repeated()) return nullptr;
  return type.field(0);
}

// What a key stands for: "start" and "start_time" are the same field.
std::string TargetOf(const Descriptor& type, const YamlNode& node) {
  const FieldForm* form = FindFieldForm(type, node.key);
  if (form != nullptr && (form->parse == nullptr || node.is_scalar())) {
    return std::string(form->path);
  }
  const FieldDescriptor* field = type.FindFieldByName(node.key);
  if (field == nullptr) field = type.FindFieldByCamelcaseName(node.key);
  return field == nullptr ? node.key : field->name();
}

class MessageReader {
 public:
  MessageReader(std::string_view file, FieldLines& lines, SourceErrors& errors)
      : file_(file), lines_(lines), errors_(errors) {}

  void ReadMap(const YamlNode& node, std::string_view skip, Message& message);

 private:
  // A place in the path that lasts as long as this.
  class Step {
   public:
    Step(MessageReader& reader, std::string_view name, int line)
        : path_(reader.path_), length_(path_.size()) {
      if (!path_.empty() && name[0] != '[') path_ += '.';
      path_ += name;
      reader.lines_.Add(path_, line);
    }
    ~Step() { path_.resize(length_); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    std::string& path_;
    const size_t length_;
  };

  void Fail(const YamlNode& node, std::string message) {
    errors_.push_back({file_, node.line, path_, std::move(message)});
    lines_.AddUnread(path_);
  }
  // About an entry of a message of this type.
  void FailKey(const Descriptor& type, const YamlNode& node,
               std::string message) {
    const std::string around = path_.empty() ? "" : Concat(path_, ".");
    errors_.push_back(
        {file_, node.line, Concat(around, node.key), std::move(message)});
    lines_.AddUnread(Concat(around, TargetOf(type, node)));
  }

  void ReadEntry(const YamlNode& node, Message& message);
  void ReadFormed(const YamlNode& node, const FieldForm& form,
                  Message& message);
  void ReadField(const YamlNode& node, const FieldDescriptor& field,
                 Message& message);
  void ReadList(const YamlNode& node, const FieldDescriptor& field,
                Message& message);
  void ReadItem(const YamlNode& node, const FieldDescriptor& field,
                Message& message);
  static void KeepPlace(const FieldDescriptor& list, Message& message);
  void ReadMessageValue(const YamlNode& node, Message& message);
  void ReadScalar(const YamlNode& node, const FieldDescriptor& field,
                  Message& message);
  void ReadEnum(const YamlNode& node, const FieldDescriptor& field,
                Message& message);
  template <typename T>
  bool ReadNumber(const YamlNode& node, T& number);
  void SetNumber(const YamlNode& node, const FieldDescriptor& field,
                 Message& message);
  void ReadDays(const YamlNode& node, const FieldDescriptor& field,
                Message& message);
  bool ClaimOneof(const YamlNode& node, const FieldDescriptor& field,
                  const Message& message);
  void ReadZone(const Descriptor& type, const YamlNode& flight);

  const std::string file_;
  FieldLines& lines_;
  SourceErrors& errors_;
  std::string path_;
  absl::TimeZone zone_ = absl::UTCTimeZone();
};

void MessageReader::ReadMap(const YamlNode& node, std::string_view skip,
                            Message& message) {
  const Descriptor& type = *message.GetDescriptor();
  const absl::TimeZone outer_zone = zone_;
  if (type.full_name() == kFlight) ReadZone(type, node);
  std::map<std::string, int> seen;
  for (const YamlNode& child : node.children) {
    const auto [first, is_new] =
        seen.emplace(TargetOf(type, child), child.line);
    if (!is_new) {
      FailKey(type, child, Concat("is already given in line ", first->second));
    } else if (child.key != skip) {
      ReadEntry(child, message);
    }
  }
  zone_ = outer_zone;
}

// An unknown zone is reported once, by its own field; times are read as UTC
// then.
void MessageReader::ReadZone(const Descriptor& type, const YamlNode& flight) {
  const YamlNode* name = flight.Find("time_zone");
  if (name == nullptr) name = flight.Find("timeZone");
  if (name == nullptr || !name->is_scalar()) return;
  const absl::StatusOr<absl::TimeZone> zone = ParseTimeZone(name->text);
  if (zone.ok()) {
    zone_ = *zone;
  } else {
    FailKey(type, *name, std::string(ToStd(zone.status().message())));
  }
}

void MessageReader::ReadEntry(const YamlNode& node, Message& message) {
  const Descriptor& type = *message.GetDescriptor();
  const FieldForm* form = FindFieldForm(type, node.key);
  if (form != nullptr && form->parse != nullptr && node.is_scalar()) {
    return ReadFormed(node, *form, message);
  }
  const FieldDescriptor* field = type.FindFieldByName(TargetOf(type, node));
  if (field == nullptr) {
    return FailKey(type, node,
                   Concat("unknown field", DidYouMean(type, node.key)));
  }
  const Step step(*this, field->name(), node.line);
  if (ClaimOneof(node, *field, message)) ReadField(node, *field, message);
}

// The value of a key such as `cpm` or, in a message of its own, `cpc`.
void MessageReader::ReadFormed(const YamlNode& node, const FieldForm& form,
                               Message& message) {
  const absl::StatusOr<int64_t> value = form.parse(node.text);
  if (!value.ok()) {
    return FailKey(*message.GetDescriptor(), node,
                   std::string(ToStd(value.status().message())));
  }
  const size_t dot = form.path.find('.');
  const FieldDescriptor& field = *message.GetDescriptor()->FindFieldByName(
      std::string(form.path.substr(0, dot)));
  const Step step(*this, field.name(), node.line);
  if (!ClaimOneof(node, field, message)) return;
  Message* target = &message;
  const FieldDescriptor* leaf = &field;
  if (dot != std::string_view::npos) {
    target = message.GetReflection()->MutableMessage(&message, &field);
    leaf = target->GetDescriptor()->FindFieldByName(
        std::string(form.path.substr(dot + 1)));
    lines_.Add(Concat(path_, ".", leaf->name()), node.line);
  }
  if (leaf->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
    target->GetReflection()->SetInt64(target, leaf, *value);
  } else {
    target->GetReflection()->SetInt32(target, leaf,
                                      static_cast<int32_t>(*value));
  }
}

// A second member of a oneof would silently replace the first.
bool MessageReader::ClaimOneof(const YamlNode& node,
                               const FieldDescriptor& field,
                               const Message& message) {
  const auto* oneof = field.real_containing_oneof();
  if (oneof == nullptr) return true;
  const FieldDescriptor* given =
      message.GetReflection()->GetOneofFieldDescriptor(message, oneof);
  if (given == nullptr || given == &field) return true;
  std::string problem = Concat("cannot stand beside ", given->name());
  if (message.GetDescriptor()->name() == "Rule") {
    problem += "; put both under all_of or any_of, as a list";
  }
  Fail(node, std::move(problem));
  return false;
}

void MessageReader::ReadField(const YamlNode& node,
                              const FieldDescriptor& field, Message& message) {
  if (node.kind == YamlNode::Kind::kNull) {
    Fail(node, "has no value; leave the line out or write one");
  } else if (field.is_repeated()) {
    ReadList(node, field, message);
  } else if (field.message_type() != nullptr) {
    ReadMessageValue(
        node, *message.GetReflection()->MutableMessage(&message, &field));
  } else {
    ReadScalar(node, field, message);
  }
}

void MessageReader::ReadList(const YamlNode& node, const FieldDescriptor& field,
                             Message& message) {
  if (!node.is_sequence()) {
    return Fail(node, "must be a list: [a, b], or lines that begin with -");
  }
  size_t index = 0;
  for (const YamlNode& item : node.children) {
    const Step step(*this, Concat("[", index, "]"), item.line);
    ReadItem(item, field, message);
    ++index;
  }
}

void MessageReader::ReadItem(const YamlNode& node, const FieldDescriptor& field,
                             Message& message) {
  if (node.kind == YamlNode::Kind::kNull) {
    Fail(node, "has no value");
    KeepPlace(field, message);
  } else if (field.full_name() == kDays) {
    ReadDays(node, field, message);
  } else if (field.message_type() != nullptr) {
    ReadMessageValue(node,
                     *message.GetReflection()->AddMessage(&message, &field));
  } else {
    ReadScalar(node, field, message);
  }
}

// For an item that could not be read, so that those behind it keep their
// numbers. Lists are of messages, strings and choices.
void MessageReader::KeepPlace(const FieldDescriptor& list, Message& message) {
  const auto* reflection = message.GetReflection();
  if (list.message_type() != nullptr) {
    reflection->AddMessage(&message, &list);
  } else if (list.enum_type() != nullptr) {
    reflection->AddEnumValue(&message, &list, 0);
  } else {
    reflection->AddString(&message, &list, "");
  }
}

void MessageReader::ReadMessageValue(const YamlNode& node, Message& message) {
  const Descriptor& type = *message.GetDescriptor();
  const ScalarForm* form = FindScalarForm(type);
  const FieldDescriptor* list = OnlyList(type);
  if (node.is_map()) {
    ReadMap(node, "", message);
  } else if (node.is_scalar() && form != nullptr) {
    const absl::Status read = form->parse(node.text, zone_, message);
    if (!read.ok()) Fail(node, std::string(ToStd(read.message())));
  } else if (list != nullptr) {
    const Step step(*this, list->name(), node.line);
    ReadList(node, *list, message);
  } else {
    Fail(node, "must be a mapping: lines of \"key: value\"");
  }
}

void MessageReader::ReadDays(const YamlNode& node, const FieldDescriptor& field,
                             Message& message) {
  const std::vector<int> days = ParseDays(node.text);
  if (days.empty()) {
    return Fail(node, Concat("must be a day such as mon, or days such as "
                             "mon-fri, is \"",
                             node.text, "\""));
  }
  for (int day : days) {
    message.GetReflection()->AddEnumValue(&message, &field, day);
  }
}

void MessageReader::ReadScalar(const YamlNode& node,
                               const FieldDescriptor& field, Message& message) {
  const auto* reflection = message.GetReflection();
  if (!node.is_scalar()) {
    if (field.is_repeated()) KeepPlace(field, message);
    return Fail(node, "must be a single value");
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    const std::string_view prefix = ReferencePrefix(field);
    const bool is_short = node.text.find('/') == std::string::npos;
    std::string text = is_short ? Concat(prefix, node.text) : node.text;
    if (field.is_repeated()) {
      reflection->AddString(&message, &field, std::move(text));
    } else {
      reflection->SetString(&message, &field, std::move(text));
    }
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    ReadEnum(node, field, message);
  } else if (field.cpp_type() != FieldDescriptor::CPPTYPE_BOOL) {
    SetNumber(node, field, message);
  } else if (node.text == "true" || node.text == "false") {
    reflection->SetBool(&message, &field, node.text == "true");
  } else {
    Fail(node, Concat("must be true or false, is \"", node.text, "\""));
  }
}

void MessageReader::ReadEnum(const YamlNode& node, const FieldDescriptor& field,
                             Message& message) {
  const auto* value = FindEnumValue(*field.enum_type(), node.text);
  if (value == nullptr) {
    if (field.is_repeated()) KeepPlace(field, message);
    return Fail(node,
                Concat("must be one of ", EnumValueNames(*field.enum_type()),
                       ", is \"", node.text, "\""));
  }
  if (field.is_repeated()) {
    message.GetReflection()->AddEnum(&message, &field, value);
  } else {
    message.GetReflection()->SetEnum(&message, &field, value);
  }
}

template <typename T>
bool MessageReader::ReadNumber(const YamlNode& node, T& number) {
  if (absl::SimpleAtoi(node.text, &number)) return true;
  Fail(node, Concat("must be a whole number, is \"", node.text, "\""));
  return false;
}

// The API has whole numbers only, none of them in lists.
void MessageReader::SetNumber(const YamlNode& node,
                              const FieldDescriptor& field, Message& message) {
  const auto* reflection = message.GetReflection();
  int32_t small = 0;
  int64_t large = 0;
  uint64_t natural = 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      if (ReadNumber(node, small)) {
        reflection->SetInt32(&message, &field, small);
      }
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      if (ReadNumber(node, large)) {
        reflection->SetInt64(&message, &field, large);
      }
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      if (ReadNumber(node, natural)) {
        reflection->SetUInt64(&message, &field, natural);
      }
      break;
    default:
      Fail(node, "cannot be written in a file");
  }
}

}  // namespace

void ReadMessage(const YamlNode& node, std::string_view skip,
                 std::string_view file, Message& message, FieldLines& lines,
                 SourceErrors& errors) {
  MessageReader(file, lines, errors).ReadMap(node, skip, message);
}

}  // namespace placard
