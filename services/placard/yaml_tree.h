// YAML (and JSON, which is a part of it) as a plain tree that remembers its
// lines. Every scalar is the text that stands there: NO is a country and no
// boolean, 1.10 keeps its zero; what a value means is for its field to say.
// MessageReader makes protocol messages of these trees, WriteMessage() makes
// trees of messages.
//
// Thread safety: plain data, pure functions.
// Cost: linear in the text; aliases may add at most kYamlAliasNodes nodes.
// Errors: ParseYaml() returns what is wrong and never throws.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "services/placard/source_error.h"

namespace placard {

// A campaign is at most 256 KiB; this holds a few hundred of them at once.
inline constexpr size_t kYamlBytes = 64 << 20;
// Copies that all aliases of a file may make: enough for shared creatives, far
// too few for a bomb.
inline constexpr size_t kYamlAliasNodes = 100'000;
// A rule tree of 16 levels, each a list in a mapping, and what surrounds it.
inline constexpr size_t kYamlDepth = 100;

struct YamlNode {
  enum class Kind { kNull, kScalar, kSequence, kMap };

  static YamlNode Scalar(std::string text) {
    YamlNode node = Of(Kind::kScalar);
    node.text = std::move(text);
    return node;
  }
  static YamlNode Boolean(bool value) {
    YamlNode node = Scalar(value ? "true" : "false");
    node.is_boolean = true;
    return node;
  }
  static YamlNode Sequence() { return Of(Kind::kSequence); }
  static YamlNode Map() { return Of(Kind::kMap); }

  bool is_scalar() const { return kind == Kind::kScalar; }
  bool is_sequence() const { return kind == Kind::kSequence; }
  bool is_map() const { return kind == Kind::kMap; }

  // Of a map; nullptr when there is none.
  const YamlNode* Find(std::string_view wanted) const;

  Kind kind = Kind::kNull;
  // Of a map's child: what it is called.
  std::string key;
  // Of a scalar.
  std::string text;
  // Of a scalar that is printed: no text, so it stands without quotes.
  bool is_boolean = false;
  // From 1; that of its key in a map. 0 in trees that were not parsed.
  int line = 0;
  // Of a sequence or map, in order. A map's keys may repeat: whoever reads it
  // has the names to say so.
  std::vector<YamlNode> children;

 private:
  static YamlNode Of(Kind kind) {
    YamlNode node;
    node.kind = kind;
    return node;
  }
};

// The documents of a text that have any content. Stops at the first error of
// syntax, which it appends to `errors` under the name `file`; the documents
// before it are returned.
std::vector<YamlNode> ParseYaml(std::string_view text, std::string_view file,
                                SourceErrors& errors);

// Block style, two spaces; short lists of scalars stand on one line. Ends with
// a newline. ParseYaml(PrintYaml(x)) == x but for lines and is_boolean,
// provided that x is UTF-8 throughout.
std::string PrintYaml(const YamlNode& node);

}  // namespace placard
