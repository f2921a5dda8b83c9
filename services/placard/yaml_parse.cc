#include <array>
#include <exception>
#include <istream>
#include <map>
#include <sstream>
#include <string>

#include "engine/text/normalize.h"
#include "services/placard/yaml_tree.h"
#include "yaml-cpp/eventhandler.h"
#include "yaml-cpp/exceptions.h"
#include "yaml-cpp/mark.h"
#include "yaml-cpp/parser.h"

namespace placard {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// A finished node that aliases may repeat.
struct Anchored {
  YamlNode node;
  size_t nodes = 0;
  size_t depth = 0;
};

size_t CountNodes(const YamlNode& node) {
  size_t count = 1;
  for (const YamlNode& child : node.children) count += CountNodes(child);
  return count;
}

size_t Depth(const YamlNode& node) {
  size_t deepest = 0;
  for (const YamlNode& child : node.children) {
    deepest = std::max(deepest, Depth(child));
  }
  return deepest + 1;
}

bool IsKnownTag(std::string_view tag) {
  constexpr std::array<std::string_view, 6> kKnown = {"",
                                                      "?",
                                                      "!",
                                                      "tag:yaml.org,2002:str",
                                                      "tag:yaml.org,2002:seq",
                                                      "tag:yaml.org,2002:map"};
  for (std::string_view known : kKnown) {
    if (tag == known) return true;
  }
  return false;
}

// The parser reports a plain `null` or `~` as the absence of a value; in a
// field of text it is text.
std::string_view NullWord(std::string_view text, int pos) {
  if (pos < 0 || static_cast<size_t>(pos) >= text.size()) return {};
  for (std::string_view word : {"null", "Null", "NULL", "~"}) {
    if (text.substr(static_cast<size_t>(pos)).starts_with(word)) return word;
  }
  return {};
}

// Builds the tree of one document. After the first error it ignores the rest:
// the parser cannot be told to stop but by an exception.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, size_t& alias_nodes)
      : text_(text), alias_nodes_(alias_nodes) {}

  bool failed() const { return !error_.empty(); }
  const std::string& error() const { return error_; }
  int error_line() const { return error_line_; }
  YamlNode TakeRoot() { return std::move(root_); }
  // Where the parser last found nothing where a value might be.
  YAML::Mark nothing_at() const { return nothing_at_; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const std::string_view word = NullWord(text_, mark.pos);
    if (word.empty()) {
      nothing_at_ = mark;
      AddLeaf(mark, YamlNode{}, anchor);
    } else {
      AddLeaf(mark, YamlNode::Scalar(std::string(word)), anchor);
    }
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag,
                YAML::anchor_t anchor, const std::string& value) override {
    CheckTag(mark, tag);
    AddLeaf(mark, YamlNode::Scalar(value), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) {
      return Fail(mark, "an alias cannot stand inside what it repeats");
    }
    const Anchored& anchored = found->second;
    alias_nodes_ += anchored.nodes;
    if (alias_nodes_ > kYamlAliasNodes) {
      return Fail(mark, Concat("aliases repeat more than ", kYamlAliasNodes,
                               " values; write them out"));
    }
    if (open_.size() + anchored.depth > kYamlDepth) return FailDepth(mark);
    AddLeaf(mark, anchored.node, YAML::NullAnchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(mark, tag, anchor, YamlNode::Sequence());
  }
  void OnSequenceEnd() override { Close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag,
                  YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    Open(mark, tag, anchor, YamlNode::Map());
  }
  void OnMapEnd() override { Close(); }

 private:
  struct OpenNode {
    OpenNode(YamlNode* opened, YAML::anchor_t its_anchor)
        : node(opened), anchor(its_anchor) {}

    YamlNode* node;
    YAML::anchor_t anchor;
    bool has_key = false;
    std::string key;
    int key_line = 0;
  };

  void Fail(const YAML::Mark& mark, std::string message) {
    if (failed()) return;
    error_ = std::move(message);
    error_line_ = mark.line + 1;
  }
  void FailDepth(const YAML::Mark& mark) {
    Fail(mark, Concat("nested deeper than ", kYamlDepth, " levels"));
  }

  void CheckTag(const YAML::Mark& mark, const std::string& tag) {
    if (!IsKnownTag(tag)) Fail(mark, Concat("tag ", tag, " is not used here"));
  }

  // Puts `node` where the next value belongs; nullptr when it became a key.
  YamlNode* Place(const YAML::Mark& mark, YamlNode node) {
    node.line = mark.line + 1;
    if (open_.empty()) {
      root_ = std::move(node);
      return &root_;
    }
    OpenNode& parent = open_.back();
    if (parent.node->is_map()) {
      if (!parent.has_key) return TakeKey(mark, node);
      node.key = std::move(parent.key);
      node.line = parent.key_line;
      parent.has_key = false;
    }
    return &parent.node->children.emplace_back(std::move(node));
  }

  YamlNode* TakeKey(const YAML::Mark& mark, YamlNode& node) {
    if (!node.is_scalar()) {
      Fail(mark, "a key must be a single word");
      return nullptr;
    }
    OpenNode& parent = open_.back();
    parent.key = std::move(node.text);
    parent.key_line = node.line;
    parent.has_key = true;
    return nullptr;
  }

  void AddLeaf(const YAML::Mark& mark, YamlNode node, YAML::anchor_t anchor) {
    if (failed()) return;
    const YamlNode* placed = Place(mark, std::move(node));
    if (placed != nullptr) Remember(anchor, *placed);
  }

  void Open(const YAML::Mark& mark, const std::string& tag,
            YAML::anchor_t anchor, YamlNode node) {
    CheckTag(mark, tag);
    if (open_.size() >= kYamlDepth) FailDepth(mark);
    if (failed()) return;
    YamlNode* placed = Place(mark, std::move(node));
    if (placed != nullptr) open_.push_back(OpenNode(placed, anchor));
  }

  void Close() {
    if (failed()) return;
    Remember(open_.back().anchor, *open_.back().node);
    open_.pop_back();
  }

  void Remember(YAML::anchor_t anchor, const YamlNode& node) {
    if (anchor == YAML::NullAnchor) return;
    anchors_[anchor] = {node, CountNodes(node), Depth(node)};
  }

  const std::string_view text_;
  size_t& alias_nodes_;
  YAML::Mark nothing_at_ = YAML::Mark::null_mark();
  YamlNode root_;
  std::vector<OpenNode> open_;
  std::map<YAML::anchor_t, Anchored> anchors_;
  std::string error_;
  int error_line_ = 0;
};

// What YAML forbids anyway, and what the parser would take for the text's end.
bool HasControlCharacter(std::string_view text) {
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_space = byte == '\t' || byte == '\n' || byte == '\r';
    if ((byte < 0x20 && !is_space) || byte == 0x7F) return true;
  }
  return false;
}

std::string CheckText(std::string_view text) {
  if (text.size() > kYamlBytes) {
    return Concat("is larger than ", kYamlBytes >> 20, " MiB");
  }
  if (!IsValidUtf8(text)) return "is not UTF-8";
  if (HasControlCharacter(text)) return "holds control characters";
  return {};
}

void ParseDocuments(std::string_view text, std::string_view file,
                    std::vector<YamlNode>& documents, SourceErrors& errors) {
  // The parser takes the end of the text for the end of a quotation that was
  // never closed; it refuses the end of a document inside one.
  std::istringstream stream(
      Concat(text, text.ends_with('\n') ? "" : "\n", "...\n"));
  YAML::Parser parser(stream);
  size_t alias_nodes = 0;
  int stuck_at = -1;
  while (parser) {
    TreeBuilder builder(text, alias_nodes);
    if (!parser.HandleNextDocument(builder)) return;
    if (builder.failed()) {
      errors.push_back(
          {std::string(file), builder.error_line(), "", builder.error()});
      return;
    }
    YamlNode root = builder.TakeRoot();
    if (root.kind != YamlNode::Kind::kNull) {
      documents.push_back(std::move(root));
      continue;
    }
    // At a bracket that closes nothing the parser finds one empty document
    // after the other.
    const YAML::Mark at = builder.nothing_at();
    if (at.pos == stuck_at) {
      errors.push_back({std::string(file), at.line + 1, "",
                        "not YAML: what stands here closes nothing"});
      return;
    }
    stuck_at = at.pos;
  }
}

}  // namespace

std::vector<YamlNode> ParseYaml(std::string_view text, std::string_view file,
                                SourceErrors& errors) {
  std::vector<YamlNode> documents;
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  if (std::string problem = CheckText(text); !problem.empty()) {
    errors.push_back({std::string(file), 0, "", std::move(problem)});
    return documents;
  }
  try {
    ParseDocuments(text, file, documents, errors);
  } catch (const YAML::Exception& e) {
    const int line = e.mark.is_null() ? 0 : e.mark.line + 1;
    errors.push_back(
        {std::string(file), line, "", Concat("not YAML: ", e.msg)});
  } catch (const std::exception& e) {
    errors.push_back(
        {std::string(file), 0, "", Concat("not YAML: ", e.what())});
  }
  return documents;
}

const YamlNode* YamlNode::Find(std::string_view wanted) const {
  for (const YamlNode& child : children) {
    if (child.key == wanted) return &child;
  }
  return nullptr;
}

}  // namespace placard
