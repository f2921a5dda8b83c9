// A tree of YAML as a protocol message: fields by their names (or their JSON
// names), friendly forms by friendly_forms.h. Everything that is wrong is
// reported at once, with its line.
//
// Thread safety: thread-compatible.
// Lifetime: the references outlive the call only.
// Cost: linear in the tree.
// Errors: in ReadResult; never fails otherwise.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "google/protobuf/message.h"
#include "services/placard/source_error.h"
#include "services/placard/yaml_tree.h"

namespace placard {

// On which lines a message's fields stand, by the paths in which servers name
// them: "line_items[2].price". Twelve bytes a field, so that a hundred
// thousand campaigns can keep theirs.
class FieldLines {
 public:
  void Add(std::string_view path, int line);

  // Of the field or, when it was not written, of the nearest one around it.
  // 0 when nothing was.
  int Find(std::string_view path) const;

 private:
  // Hash of the path, line; two paths of one hash cost a wrong line in a
  // message, no more.
  std::vector<std::pair<uint64_t, int>> lines_;
};

// Fills `message` from `node`, a map. `skip` names a key that is the caller's.
// What is wrong is appended to `errors` under the name `file`; the message is
// then incomplete.
void ReadMessage(const YamlNode& node, std::string_view skip,
                 std::string_view file, google::protobuf::Message& message,
                 FieldLines& lines, SourceErrors& errors);

}  // namespace placard
