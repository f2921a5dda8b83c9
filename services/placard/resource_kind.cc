#include "services/placard/resource_kind.h"

#include "absl/strings/match.h"
#include "engine/base/check.h"
#include "engine/base/status.h"

namespace placard {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

constexpr std::string_view kLineItems = "/lineItems/";

const FieldDescriptor& DocumentField(const v1::Resource& resource) {
  const auto& type = *resource.GetDescriptor();
  const FieldDescriptor* field =
      resource.GetReflection()->GetOneofFieldDescriptor(resource,
                                                        type.oneof_decl(0));
  PLACARD_CHECK(field != nullptr);
  return *field;
}

absl::Status UnknownName(std::string_view text) {
  return InvalidArgument(
      "\"", text,
      "\" names nothing; write campaigns/ID (or ID), "
      "campaigns/ID/lineItems/ID, advertisers/ID, keyword-lists/ID, "
      "taxonomies/ID or site-policy");
}

}  // namespace

const KindWords& WordsOf(ResourceKind kind) {
  return kKinds[static_cast<size_t>(kind) - 1];
}

std::optional<ResourceKind> FindKind(std::string_view word) {
  for (const KindWords& words : kKinds) {
    if (absl::EqualsIgnoreCase(ToAbsl(words.word), ToAbsl(word))) {
      return words.kind;
    }
  }
  return std::nullopt;
}

std::optional<ResourceKind> KindOfName(std::string_view name) {
  for (const KindWords& words : kKinds) {
    const bool is_single = words.kind == ResourceKind::kSitePolicy;
    if (is_single ? name == words.prefix : name.starts_with(words.prefix)) {
      return words.kind;
    }
  }
  return std::nullopt;
}

absl::StatusOr<ResourceName> ParseResourceName(std::string_view text) {
  if (text.empty()) return UnknownName(text);
  if (text.find('/') == std::string_view::npos) {
    if (text == "site-policy" || text == "sitePolicy") {
      return ResourceName{ResourceKind::kSitePolicy, "sitePolicy", ""};
    }
    return ResourceName{ResourceKind::kCampaign, Concat("campaigns/", text),
                        ""};
  }
  for (const KindWords& words : kKinds) {
    const size_t slash = text.find('/');
    const std::string_view collection = text.substr(0, slash);
    if (words.kind == ResourceKind::kSitePolicy ||
        (collection != words.plural &&
         collection != words.prefix.substr(0, words.prefix.size() - 1))) {
      continue;
    }
    const std::string_view id = text.substr(slash + 1);
    const size_t more = id.find('/');
    ResourceName name{words.kind, Concat(words.prefix, id.substr(0, more)), ""};
    if (id.empty() || more == 0) return UnknownName(text);
    if (more == std::string_view::npos) return name;
    const std::string_view rest = id.substr(more);
    if (words.kind != ResourceKind::kCampaign ||
        !rest.starts_with(kLineItems) || rest.size() == kLineItems.size()) {
      return UnknownName(text);
    }
    name.line_item = Concat(words.prefix, id);
    return name;
  }
  return UnknownName(text);
}

absl::StatusOr<std::string> ParseLineItem(std::string_view text) {
  PLACARD_ASSIGN_OR_RETURN(const ResourceName name, ParseResourceName(text));
  if (!name.line_item.empty()) return name.line_item;
  return InvalidArgument(text,
                         " is no line item; those are campaigns/ID/lineItems/"
                         "ID");
}

Message& MutableDocument(ResourceKind kind, v1::Resource& resource) {
  const FieldDescriptor* field =
      resource.GetDescriptor()->FindFieldByNumber(static_cast<int>(kind));
  return *resource.GetReflection()->MutableMessage(&resource, field);
}

const Message& DocumentOf(const v1::Resource& resource) {
  return resource.GetReflection()->GetMessage(resource,
                                              &DocumentField(resource));
}

ResourceKind KindOf(const v1::Resource& resource) {
  return static_cast<ResourceKind>(DocumentField(resource).number());
}

std::string NameOf(const v1::Resource& resource) {
  const Message& document = DocumentOf(resource);
  return document.GetReflection()->GetString(
      document, document.GetDescriptor()->FindFieldByName("name"));
}

void ClearOutputOnly(v1::Resource& resource) {
  Message& document = MutableDocument(KindOf(resource), resource);
  for (const char* name : {"etag", "create_time", "update_time", "warnings"}) {
    const google::protobuf::FieldDescriptor* field =
        document.GetDescriptor()->FindFieldByName(name);
    if (field != nullptr)
      document.GetReflection()->ClearField(&document, field);
  }
}

}  // namespace placard
