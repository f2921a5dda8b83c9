// Where the fields of a message stand in the file from which it was read, and
// which of them could not be read.
//
// Thread safety: thread-compatible.
// Cost: sixteen bytes a field, so that a hundred thousand campaigns can keep
// theirs; Find() is linear, for messages about errors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace placard {

// Lines by the paths in which servers name fields: "line_items[2].price".
class FieldLines {
 public:
  void Add(std::string_view path, int line);

  // Of the field or, when it was not written, of the nearest one around it.
  // 0 when nothing was.
  int Find(std::string_view path) const;

  // The value of this field could not be read: the message is without it.
  void AddUnread(std::string path);

  // Whether a message may be at fault at `path` only because a field could not
  // be read: this one, one inside or one around it.
  bool IsTainted(std::string_view path) const;

 private:
  // Hash of the path, line; two paths of one hash cost a wrong line in a
  // message, no more.
  std::vector<std::pair<uint64_t, int>> lines_;
  std::vector<std::string> unread_;
};

}  // namespace placard
