#include "tests/services/placard/random_message.h"

#include <array>
#include <string>

#include "engine/text/utf8.h"
#include "services/placard/friendly_forms.h"

namespace placard {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

constexpr int kDepth = 7;

class Filler {
 public:
  explicit Filler(std::mt19937_64& random) : random_(random) {}

  void Fill(Message& message, int depth) {
    const auto& type = *message.GetDescriptor();
    if (type.full_name() == "google.protobuf.Timestamp") {
      return FillTime(message);
    }
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const bool is_match = field.full_name() == "placard.v1.KeywordTerm.match";
      if (!is_match && Below(100) < 45) continue;
      if (field.message_type() != nullptr && depth == 0) continue;
      FillField(message, field, depth);
    }
  }

 private:
  uint64_t Below(uint64_t bound) { return random_() % bound; }

  void FillTime(Message& message) {
    const auto* type = message.GetDescriptor();
    const auto* reflection = message.GetReflection();
    const bool is_whole = Below(2) == 0;
    int64_t seconds = static_cast<int64_t>(Below(8'000'000'000));
    if (is_whole) seconds -= seconds % 900;
    reflection->SetInt64(&message, type->FindFieldByName("seconds"), seconds);
    if (is_whole) return;
    reflection->SetInt32(&message, type->FindFieldByName("nanos"),
                         static_cast<int32_t>(Below(1'000'000'000)));
  }

  void FillField(Message& message, const FieldDescriptor& field, int depth) {
    const auto* reflection = message.GetReflection();
    if (!field.is_repeated()) {
      if (field.message_type() != nullptr) {
        return Fill(*reflection->MutableMessage(&message, &field), depth - 1);
      }
      return FillScalar(message, field);
    }
    const uint64_t size = 1 + Below(3);
    for (uint64_t i = 0; i < size; ++i) {
      if (field.message_type() != nullptr) {
        Fill(*reflection->AddMessage(&message, &field), depth - 1);
      } else if (field.enum_type() != nullptr) {
        reflection->AddEnum(&message, &field, AnyValue(field));
      } else {
        reflection->AddString(&message, &field, Text(field));
      }
    }
  }

  const google::protobuf::EnumValueDescriptor* AnyValue(
      const FieldDescriptor& field) {
    const auto count = static_cast<uint64_t>(field.enum_type()->value_count());
    return field.enum_type()->value(1 + static_cast<int>(Below(count - 1)));
  }

  int64_t Number() {
    constexpr std::array<int64_t, 5> kInteresting = {-1, 1, 1440, 4'500'000,
                                                     1'000'000'000'000};
    if (Below(2) == 0) return kInteresting[Below(kInteresting.size())];
    return static_cast<int64_t>(Below(3'000));
  }

  void FillScalar(Message& message, const FieldDescriptor& field) {
    const auto* reflection = message.GetReflection();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        return reflection->SetString(&message, &field, Text(field));
      case FieldDescriptor::CPPTYPE_ENUM:
        return reflection->SetEnum(&message, &field, AnyValue(field));
      case FieldDescriptor::CPPTYPE_BOOL:
        return reflection->SetBool(&message, &field, true);
      case FieldDescriptor::CPPTYPE_UINT64:
        return reflection->SetUInt64(&message, &field, random_());
      case FieldDescriptor::CPPTYPE_INT64:
        return reflection->SetInt64(&message, &field, Number());
      default:
        return reflection->SetInt32(&message, &field,
                                    static_cast<int32_t>(Number()));
    }
  }

  std::string Text(const FieldDescriptor& field) {
    if (field.name() == "time_zone") {
      return Below(2) == 0 ? "Europe/Berlin" : "America/New_York";
    }
    const std::string_view prefix = ReferencePrefix(field);
    if (!prefix.empty()) return std::string(prefix) + "some-id";
    return Words();
  }

  std::string Words() {
    constexpr std::array<const char*, 18> kPieces = {
        "no", "null", "~",  "12:30", "0x1F", " ",  "\n",  "\n\n", "- ",
        ": ", "#",    "\"", "\\",    "'",    "\t", "{a}", "&b",   "%"};
    std::string text;
    for (uint64_t i = Below(6); i > 0; --i) {
      if (Below(2) == 0) {
        text += kPieces[Below(kPieces.size())];
      } else {
        AppendUtf8(AnyCharacter(), text);
      }
    }
    return text;
  }

  char32_t AnyCharacter() {
    const uint64_t kind = Below(4);
    if (kind == 0) return static_cast<char32_t>(Below(0x20));
    if (kind < 3) return static_cast<char32_t>('a' + Below(26));
    const auto c = static_cast<char32_t>(Below(0x110000));
    return c >= 0xD800 && c < 0xE000 ? U'\u00e9' : c;
  }

  std::mt19937_64& random_;
};

}  // namespace

void FillRandomly(std::mt19937_64& random, Message& message) {
  Filler(random).Fill(message, kDepth);
}

}  // namespace placard
