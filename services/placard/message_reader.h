// A tree of YAML as a protocol message: fields by their names (or their JSON
// names), friendly forms by friendly_forms.h. Everything that is wrong is
// reported at once, with its line.
//
// Thread safety: pure function.
// Cost: linear in the tree.
// Errors: SourceErrors.
#pragma once

#include <string_view>

#include "google/protobuf/message.h"
#include "services/placard/field_lines.h"
#include "services/placard/source_error.h"
#include "services/placard/yaml_tree.h"

namespace placard {

// Fills `message` from `node`, a map. `skip` names a key that is the caller's.
// What is wrong is appended to `errors` under the name `file`; the message is
// then without it, and `lines` knows where.
void ReadMessage(const YamlNode& node, std::string_view skip,
                 std::string_view file, google::protobuf::Message& message,
                 FieldLines& lines, SourceErrors& errors);

}  // namespace placard
