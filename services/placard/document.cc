#include "services/placard/document.h"

#include <optional>

#include "services/placard/message_writer.h"
#include "services/placard/resource_kind.h"
#include "services/placard/yaml_tree.h"

namespace placard {
namespace {

constexpr std::string_view kKindKey = "kind";

std::string KindList() {
  std::string list;
  for (const KindWords& words : kKinds) {
    list += Concat(list.empty() ? "" : ", ", words.word);
  }
  return list;
}

std::optional<ResourceKind> KindOfDocument(const YamlNode& root,
                                           std::string_view file,
                                           SourceErrors& errors) {
  if (!root.is_map()) {
    errors.push_back({std::string(file), root.line, "",
                      "must be a mapping: lines of \"key: value\""});
    return std::nullopt;
  }
  std::optional<ResourceKind> kind;
  const YamlNode* word = root.Find(kKindKey);
  if (word != nullptr) {
    kind = FindKind(word->text);
    if (!kind) {
      errors.push_back(
          {std::string(file), word->line, "kind",
           Concat("must be one of ", KindList(), ", is \"", word->text, "\"")});
    }
    return kind;
  }
  const YamlNode* name = root.Find("name");
  if (name != nullptr) kind = KindOfName(name->text);
  if (!kind) {
    errors.push_back({std::string(file), root.line, "kind",
                      Concat("is missing; one of ", KindList())});
  }
  return kind;
}

// A name must be there before a server can say anything about it.
void CheckName(Document& document, int line, SourceErrors& errors) {
  if (!NameOf(document.resource).empty()) return;
  errors.push_back({document.file, line, "id", "is missing"});
  document.lines.AddUnread("name");
}

}  // namespace

std::vector<Document> ReadDocuments(std::string_view text,
                                    std::string_view file,
                                    SourceErrors& errors) {
  std::vector<Document> documents;
  for (const YamlNode& root : ParseYaml(text, file, errors)) {
    const std::optional<ResourceKind> kind = KindOfDocument(root, file, errors);
    if (!kind) continue;
    const size_t errors_before = errors.size();
    Document document;
    document.file = std::string(file);
    document.lines.Add("", root.line);
    auto& message = MutableDocument(*kind, document.resource);
    ReadMessage(root, kKindKey, file, message, document.lines, errors);
    if (*kind == ResourceKind::kSitePolicy) {
      document.resource.mutable_site_policy()->set_name("sitePolicy");
    }
    CheckName(document, root.line, errors);
    document.errors = errors.size() - errors_before;
    documents.push_back(std::move(document));
  }
  return documents;
}

std::string PrintDocument(const v1::Resource& resource) {
  const ResourceKind kind = KindOf(resource);
  v1::Resource printed = resource;
  // There is one; its kind says all.
  if (kind == ResourceKind::kSitePolicy) {
    printed.mutable_site_policy()->clear_name();
  }
  YamlNode map = YamlNode::Map();
  map.children.push_back(YamlNode::Scalar(std::string(WordsOf(kind).word)));
  map.children.back().key = std::string(kKindKey);
  for (YamlNode& child : WriteMessage(DocumentOf(printed)).children) {
    map.children.push_back(std::move(child));
  }
  return PrintYaml(map);
}

std::vector<const v1::Resource*> ResourcesOf(
    const std::vector<Document>& documents) {
  std::vector<const v1::Resource*> resources;
  resources.reserve(documents.size());
  for (const Document& document : documents) {
    resources.push_back(&document.resource);
  }
  return resources;
}

SourceError ToSourceError(const Document& document, std::string_view field,
                          std::string_view message) {
  return {document.file, document.lines.Find(field), std::string(field),
          std::string(message)};
}

}  // namespace placard
