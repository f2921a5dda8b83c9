#include "services/codec/campaign_codec.h"

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/status.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/codec/checker.h"
#include "services/codec/read_documents.h"
#include "services/codec/visit_resource.h"

namespace placard {
namespace {

auto ReadModel(const v1::Advertiser& wire, Checker& check) {
  return ReadAdvertiser(wire, check);
}
auto ReadModel(const v1::Campaign& wire, Checker& check) {
  return ReadCampaign(wire, check);
}
auto ReadModel(const v1::KeywordList& wire, Checker& check) {
  return ReadKeywordList(wire, check);
}
auto ReadModel(const v1::SitePolicy& wire, Checker& check) {
  return ReadSitePolicy(wire, check);
}
auto ReadModel(const v1::Taxonomy& wire, Checker& check) {
  return ReadTaxonomy(wire, check);
}

absl::StatusOr<CatalogObject> ReadResource(const v1::Resource& resource) {
  Checker check(Strictness::kStored);
  check.Known(resource);
  CatalogObject object;
  const bool has_kind = VisitResource(resource, [&](const auto& document) {
    auto model = ReadModel(document, check);
    object = std::make_shared<const decltype(model)>(std::move(model));
  });
  if (!has_kind) check.Fail("must be a kind of resource this version knows");
  PLACARD_RETURN_IF_ERROR(ToStatus(std::move(check).Take()));
  return object;
}

// Deterministic: maps and unknown fields aside, protobuf's order of fields is
// fixed, and this version writes neither.
std::string Serialize(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  PLACARD_CHECK(message.SerializeToCodedStream(&out));
  out.Trim();
  return bytes;
}

// `resource` without these fields of the document inside, as far as it has
// them.
std::string SerializeWithout(std::initializer_list<const char*> fields,
                             const v1::Resource& resource) {
  google::protobuf::Arena arena;  // a copy's hundreds of parts cost less so
  auto& rest = *google::protobuf::Arena::CreateMessage<v1::Resource>(&arena);
  rest = resource;
  const google::protobuf::Reflection& reflection = *rest.GetReflection();
  const google::protobuf::FieldDescriptor* kind =
      reflection.GetOneofFieldDescriptor(rest,
                                         rest.GetDescriptor()->oneof_decl(0));
  if (kind == nullptr) return Serialize(rest);
  google::protobuf::Message* document = reflection.MutableMessage(&rest, kind);
  for (const char* name : fields) {
    const google::protobuf::FieldDescriptor* field =
        document->GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) {
      document->GetReflection()->ClearField(document, field);
    }
  }
  return Serialize(rest);
}

std::string SerializeContent(const v1::Resource& resource) {
  return SerializeWithout({"etag", "create_time", "update_time", "warnings"},
                          resource);
}

class ReferenceFinder {
 public:
  void Visit(const v1::Advertiser& advertiser) {
    VisitBlocks("", advertiser.blocks());
  }
  void Visit(const v1::SitePolicy& policy) { VisitBlocks("", policy.blocks()); }
  void Visit(const v1::KeywordList&) {}
  void Visit(const v1::Taxonomy&) {}
  void Visit(const v1::Campaign& campaign) {
    found_.push_back({"advertiser", campaign.advertiser()});
    VisitBlocks("", campaign.blocks());
    for (int i = 0; i < campaign.creatives_size(); ++i) {
      VisitBlocks(Concat("creatives[", i, "]."),
                  campaign.creatives(i).blocks());
    }
    for (int i = 0; i < campaign.line_items_size(); ++i) {
      const v1::Targeting& targeting = campaign.line_items(i).targeting();
      VisitNames(Concat("line_items[", i, "].targeting.keywords.block_lists"),
                 targeting.keywords().block_lists());
    }
  }

  std::vector<Reference> Take() && {
    const auto by_name = [](const Reference& a, const Reference& b) {
      return a.name < b.name;
    };
    const auto same_name = [](const Reference& a, const Reference& b) {
      return a.name == b.name;
    };
    std::stable_sort(found_.begin(), found_.end(), by_name);
    found_.erase(std::unique(found_.begin(), found_.end(), same_name),
                 found_.end());
    return std::move(found_);
  }

 private:
  using Names = google::protobuf::RepeatedPtrField<std::string>;

  void VisitBlocks(std::string_view around, const v1::Blocks& blocks) {
    VisitNames(Concat(around, "blocks.keyword_lists"), blocks.keyword_lists());
  }
  void VisitNames(std::string_view field, const Names& names) {
    for (int i = 0; i < names.size(); ++i) {
      found_.push_back({Concat(field, "[", i, "]"), names[i]});
    }
  }

  std::vector<Reference> found_;
};

}  // namespace

absl::StatusOr<CatalogObject> ReadDocument(std::string_view name,
                                           std::string_view body) {
  v1::Resource resource;
  if (!resource.ParseFromArray(body.data(), static_cast<int>(body.size()))) {
    return InvalidArgument(name, ": is no serialised resource");
  }
  return ReadDocument(name, resource);
}

absl::StatusOr<CatalogObject> ReadDocument(std::string_view name,
                                           const v1::Resource& resource) {
  if (NameOf(resource) != name) {
    return InvalidArgument(name, ": holds a document named ",
                           Quoted(NameOf(resource)));
  }
  absl::StatusOr<CatalogObject> object = ReadResource(resource);
  if (!object.ok()) return Annotate(object.status(), name);
  return object;
}

std::string SerializeDocument(const v1::Resource& resource) {
  return SerializeWithout({"etag", "warnings"}, resource);
}

bool SameContent(const v1::Resource& a, const v1::Resource& b) {
  return SerializeContent(a) == SerializeContent(b);
}

std::vector<Reference> References(const v1::Resource& resource) {
  ReferenceFinder finder;
  VisitResource(resource,
                [&finder](const auto& document) { finder.Visit(document); });
  return std::move(finder).Take();
}

std::vector<std::string> NamesOf(const std::vector<Reference>& references) {
  std::vector<std::string> names;
  names.reserve(references.size());
  for (const Reference& each : references) names.push_back(each.name);
  return names;
}

std::string_view NameOf(const v1::Resource& resource) {
  std::string_view name;
  VisitResource(resource,
                [&name](const auto& document) { name = document.name(); });
  return name;
}

std::optional<ResourceKind> KindOf(const v1::Resource& resource) {
  switch (resource.kind_case()) {
    case v1::Resource::kTaxonomy:
      return ResourceKind::kTaxonomy;
    case v1::Resource::kKeywordList:
      return ResourceKind::kKeywordList;
    case v1::Resource::kAdvertiser:
      return ResourceKind::kAdvertiser;
    case v1::Resource::kSitePolicy:
      return ResourceKind::kSitePolicy;
    case v1::Resource::kCampaign:
      return ResourceKind::kCampaign;
    case v1::Resource::KIND_NOT_SET:
      break;
  }
  return std::nullopt;
}

}  // namespace placard
