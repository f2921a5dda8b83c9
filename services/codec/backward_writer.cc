#include "services/codec/backward_writer.h"

#include <algorithm>
#include <cstring>

namespace placard {
namespace {

// An ordinary answer.
constexpr size_t kFirstCapacity = 4096;

size_t VarintBytes(uint64_t value) {
  size_t bytes = 1;
  while (value >>= 7) ++bytes;
  return bytes;
}

}  // namespace

void BackwardWriter::TextAlways(int field, std::string_view text) {
  std::memcpy(Take(text.size()), text.data(), text.size());
  Varint(text.size());
  Tag(field, kDelimited);
}

void BackwardWriter::LongVarint(uint64_t value) {
  char* out = Take(VarintBytes(value));
  for (; value >= 0x80; value >>= 7) {
    *out++ = static_cast<char>(value | 0x80);
  }
  *out = static_cast<char>(value);
}

void BackwardWriter::Grow(size_t bytes) {
  const size_t used = capacity_ - begin_;
  const size_t capacity = std::max(kFirstCapacity, 2 * (used + bytes));
  auto buffer = std::make_unique<char[]>(capacity);
  if (used > 0) {
    std::memcpy(buffer.get() + capacity - used, buffer_.get() + begin_, used);
  }
  buffer_ = std::move(buffer);
  capacity_ = capacity;
  begin_ = capacity - used;
}

}  // namespace placard
