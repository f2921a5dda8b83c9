// What a Redis server answers, and the parser that makes it from bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

struct redisReader;

namespace placard {

struct Reply {
  // Status lines count as strings.
  enum class Type { kNil, kInteger, kString, kError, kArray };

  Type type = Type::kNil;
  int64_t integer = 0;
  // Of a string or an error.
  std::string text;
  std::vector<Reply> elements;

  bool is_nil() const { return type == Type::kNil; }
  bool is_string() const { return type == Type::kString; }
  bool is_error() const { return type == Type::kError; }
  bool is_array() const { return type == Type::kArray; }
};

// Bounds on one reply, so that a server which is no Redis, or no friend, costs
// bounded memory.
inline constexpr size_t kReplyElements = 1'000'000;
inline constexpr size_t kReplyBytes = 256 << 20;

// RESP2, by hiredis' reader, into Reply values.
//
// Thread safety: thread-compatible.
// Errors: INTERNAL when the bytes are no RESP2 or the reply is over its bounds;
// the parser is of no use then.
class ReplyParser {
 public:
  ReplyParser();
  ~ReplyParser();
  ReplyParser(ReplyParser&&) noexcept;
  ReplyParser& operator=(ReplyParser&&) noexcept;

  absl::Status Feed(std::string_view bytes);

  // The next complete reply; nullopt: feed more.
  absl::StatusOr<std::optional<Reply>> Next();

  // Bytes were fed that no reply has used.
  bool has_leftover() const;

 private:
  struct FreeReader {
    void operator()(redisReader* reader) const;
  };
  struct Budget;

  // On the heap: the reader keeps its address.
  std::unique_ptr<Budget> budget_;
  std::unique_ptr<redisReader, FreeReader> reader_;
};

}  // namespace placard
