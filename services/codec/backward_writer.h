// Writes a protobuf message from its end to its beginning: the length of a
// message within it is then known where it has to stand, so that nothing is
// measured first, built first or moved afterwards.
//
//   out.Message(v1::Ad::kSizeFieldNumber, [&] {
//     out.Number(...);                              // the last field first
//   });
//
// Fields written by falling number give the bytes that the protobuf runtime
// would give.
//
// Thread safety: thread-compatible.
// Cost: no allocation once it has held as much before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace placard {

class BackwardWriter {
 public:
  void Clear() { begin_ = capacity_; }

  // What was written; until the next call of another method.
  std::string_view bytes() const {
    return {buffer_.get() + begin_, capacity_ - begin_};
  }

  // Both leave out a field that is empty or zero, as proto3 has it.
  void Text(int field, std::string_view text) {
    if (!text.empty()) TextAlways(field, text);
  }
  // A signed number or an enumeration as its 64 bits.
  void Number(int field, uint64_t number) {
    if (number != 0) NumberAlways(field, number);
  }
  // For members of a oneof.
  void NumberAlways(int field, uint64_t number) {
    Varint(number);
    Tag(field, kVarint);
  }

  // `write` writes what is in it.
  template <typename Write>
  void Message(int field, Write&& write) {
    const size_t before = bytes().size();
    write();
    Varint(bytes().size() - before);
    Tag(field, kDelimited);
  }

 private:
  static constexpr uint64_t kVarint = 0;
  static constexpr uint64_t kDelimited = 2;

  void TextAlways(int field, std::string_view text);
  void Tag(int field, uint64_t type) {
    Varint(static_cast<uint64_t>(field) << 3 | type);
  }
  // Most are of one byte.
  void Varint(uint64_t value) {
    if (value >= 0x80) return LongVarint(value);
    *Take(1) = static_cast<char>(value);
  }
  void LongVarint(uint64_t value);
  // Makes room for `bytes` more and returns where they begin.
  char* Take(size_t bytes) {
    if (bytes > begin_) Grow(bytes);
    begin_ -= bytes;
    return buffer_.get() + begin_;
  }
  void Grow(size_t bytes);

  std::unique_ptr<char[]> buffer_;
  size_t capacity_ = 0;
  size_t begin_ = 0;
};

}  // namespace placard
