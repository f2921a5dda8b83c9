// What is wrong in a file that a person wrote, said so that an editor can jump
// there.
//
// Thread safety: plain data.
#pragma once

#include <string>
#include <vector>

#include "engine/base/status.h"

namespace placard {

struct SourceError {
  std::string file;
  // From 1; 0 when the whole file is meant.
  int line = 0;
  // Path from the document's root, "line_items[2].price"; may be empty.
  std::string field;
  // "must be a whole number, is \"many\"".
  std::string message;

  friend bool operator==(const SourceError&, const SourceError&) = default;
};

// All that is wrong, in the order of the text; empty means nothing is.
using SourceErrors = std::vector<SourceError>;

// "spring.yaml:12: line_items[2].price: must be ..."
inline std::string ToString(const SourceError& error) {
  std::string text = error.file;
  if (error.line > 0) text += Concat(":", error.line);
  if (!error.field.empty()) text += Concat(": ", error.field);
  return Concat(text, ": ", error.message);
}

}  // namespace placard
