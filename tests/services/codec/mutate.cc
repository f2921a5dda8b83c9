#include "tests/services/codec/mutate.h"

#include <array>
#include <cstdint>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace placard {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const std::vector<std::string>& HardTexts() {
  static const std::vector<std::string> kTexts = {"",
                                                  "a",
                                                  "de",
                                                  "DE-BY",
                                                  "pt-BR",
                                                  "news/x",
                                                  "++",
                                                  "war",
                                                  "Straße",
                                                  "\u0130I\u0131",
                                                  "\u200B",
                                                  " x  y ",
                                                  "\xFF",
                                                  "a\xC3",
                                                  "\u0345\u0301",
                                                  "\uFDFA",
                                                  "/",
                                                  "%2F",
                                                  "a%20b",
                                                  "advertisers/b",
                                                  "campaigns/",
                                                  "crime",
                                                  "keywordLists/x",
                                                  "tall",
                                                  "paris",
                                                  "anywhere",
                                                  "sitePolicy",
                                                  "https://e.com",
                                                  "https://u@e.com",
                                                  "e.com",
                                                  "EUR",
                                                  "Asia/Kathmandu",
                                                  std::string(64, 'a'),
                                                  std::string(65, 'b'),
                                                  std::string(129, 'c'),
                                                  std::string("a\0b", 3)};
  return kTexts;
}

constexpr std::array<int64_t, 16> kHardNumbers = {
    0,    1,  -1,        2,         15,        16,  17,        1425,
    1440, 20, 1'000'000, INT32_MAX, INT32_MIN, 300, INT64_MAX, INT64_MIN};

void SetHard(Message& message, const FieldDescriptor* field, Random& random) {
  const auto* reflection = message.GetReflection();
  const int64_t number = kHardNumbers[Below(random, kHardNumbers.size())];
  const std::string& text = HardTexts()[Below(random, HardTexts().size())];
  const bool repeated = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      repeated ? reflection->AddString(&message, field, text)
               : reflection->SetString(&message, field, text);
      break;
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int value = static_cast<int>(Below(random, 9));
      repeated ? reflection->AddEnumValue(&message, field, value)
               : reflection->SetEnumValue(&message, field, value);
      break;
    }
    case FieldDescriptor::CPPTYPE_INT32:
      reflection->SetInt32(&message, field, static_cast<int32_t>(number));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      reflection->SetInt64(&message, field, number);
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      reflection->SetUInt64(&message, field, static_cast<uint64_t>(number));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection->SetBool(&message, field, number % 2 != 0);
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      repeated ? reflection->AddMessage(&message, field)
               : reflection->MutableMessage(&message, field);
      break;
    default:
      break;
  }
}

void Repeat(Message& message, const FieldDescriptor* field, Random& random) {
  const auto* reflection = message.GetReflection();
  const auto size = static_cast<size_t>(reflection->FieldSize(message, field));
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    const int from = static_cast<int>(Below(random, size));
    reflection->AddMessage(&message, field)
        ->CopyFrom(reflection->GetRepeatedMessage(message, field, from));
  } else {
    SetHard(message, field, random);
  }
}

void Exchange(Message& message, const FieldDescriptor* field, Random& random) {
  const auto* reflection = message.GetReflection();
  const auto size = static_cast<size_t>(reflection->FieldSize(message, field));
  reflection->SwapElements(&message, field,
                           static_cast<int>(Below(random, size)),
                           static_cast<int>(Below(random, size)));
}

void MutateField(Message& message, Random& random) {
  const auto* type = message.GetDescriptor();
  if (type->field_count() == 0) return;
  const auto count = static_cast<size_t>(type->field_count());
  const FieldDescriptor* field =
      type->field(static_cast<int>(Below(random, count)));
  const auto* reflection = message.GetReflection();
  const bool has_elements =
      field->is_repeated() && reflection->FieldSize(message, field) > 0;
  switch (Below(random, 6)) {
    case 0:
      reflection->ClearField(&message, field);
      break;
    case 1:
      if (has_elements) reflection->RemoveLast(&message, field);
      break;
    case 2:
      if (has_elements) Exchange(message, field, random);
      break;
    case 3:
      if (has_elements) Repeat(message, field, random);
      break;
    default:
      SetHard(message, field, random);
      break;
  }
}

// `message` or one that lies inside, each level as likely as the next.
Message* Anywhere(Message* message, Random& random) {
  while (Below(random, 5) != 0) {
    const auto* reflection = message->GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection->ListFields(*message, &fields);
    std::erase_if(fields, [](const FieldDescriptor* field) {
      return field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE;
    });
    if (fields.empty()) break;
    const FieldDescriptor* field = fields[Below(random, fields.size())];
    if (!field->is_repeated()) {
      message = reflection->MutableMessage(message, field);
      continue;
    }
    const auto size =
        static_cast<size_t>(reflection->FieldSize(*message, field));
    message = reflection->MutableRepeatedMessage(
        message, field, static_cast<int>(Below(random, size)));
  }
  return message;
}

}  // namespace

size_t Below(Random& random, size_t limit) {
  return static_cast<size_t>(random()) % limit;
}

std::string MutateBytes(std::string bytes, Random& random) {
  const size_t changes = 1 + Below(random, 4);
  for (size_t i = 0; i < changes && !bytes.empty(); ++i) {
    const size_t at = Below(random, bytes.size());
    switch (Below(random, 4)) {
      case 0:
        bytes[at] = static_cast<char>(random());
        break;
      case 1:
        bytes.erase(at, 1 + Below(random, 8));
        break;
      case 2:
        bytes.insert(at, 1 + Below(random, 3), static_cast<char>(random()));
        break;
      default:
        bytes.insert(at, bytes.substr(at, 1 + Below(random, 64)));
        break;
    }
  }
  return bytes;
}

void MutateMessage(Message& message, Random& random) {
  MutateField(*Anywhere(&message, random), random);
}

}  // namespace placard
