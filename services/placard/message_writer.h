// A protocol message as the tree that a person would have written: the inverse
// of ReadMessage().
//
// Thread safety: pure function.
// Cost: linear in the message.
#pragma once

#include "google/protobuf/message.h"
#include "services/placard/yaml_tree.h"

namespace placard {

// A map of the fields that are set, in the order of their numbers. Reading it
// back gives `message`, but for this: a term that does not say how it is
// looked for is read back as a phrase, which is what it means.
YamlNode WriteMessage(const google::protobuf::Message& message);

}  // namespace placard
