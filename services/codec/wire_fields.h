// Takes the bytes of a message apart, field by field, for readers that know
// their fields and leave to others whatever they do not expect.
//
// Thread safety: thread-compatible.
// Lifetime: texts point into the bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace placard {

// Tags as one byte; fields from number 16 on would take two.
constexpr uint8_t NumberTag(int field) {
  return static_cast<uint8_t>(field << 3);
}
constexpr uint8_t TextTag(int field) {
  return static_cast<uint8_t>(field << 3 | 2);
}

// Takes a message apart. What returns bool says whether it could.
class Fields {
 public:
  explicit Fields(std::string_view bytes)
      : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool at_end() const { return at_ == end_; }

  // Precondition: not at the end.
  uint8_t Tag() { return static_cast<uint8_t>(*at_++); }

  bool Number(uint64_t most, uint64_t& out) {
    out = 0;
    for (int shift = 0; shift < 64 && at_ != end_; shift += 7) {
      const auto byte = static_cast<uint8_t>(*at_++);
      if (shift == 63 && byte > 1) return false;
      out |= static_cast<uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return out <= most;
    }
    return false;
  }

  // Text, or a message.
  bool Bytes(size_t most, std::string_view& out) {
    uint64_t size = 0;
    if (!Number(most, size) || size > static_cast<size_t>(end_ - at_)) {
      return false;
    }
    out = {at_, static_cast<size_t>(size)};
    at_ += size;
    return true;
  }

 private:
  const char* at_;
  const char* end_;
};

// Calls field(tag, fields), which takes its value, until one returns false.
template <typename Field>
bool ForEachField(std::string_view message, Field&& field) {
  Fields fields(message);
  while (!fields.at_end()) {
    const uint8_t tag = fields.Tag();
    if (!field(tag, fields)) return false;
  }
  return true;
}

}  // namespace placard
