#include "services/campaign/resource.h"

#include <map>

#include "absl/strings/numbers.h"
#include "engine/base/check.h"
#include "engine/base/status.h"
#include "google/protobuf/descriptor.h"
#include "services/codec/campaign_codec.h"
#include "services/codec/timestamp.h"

namespace placard {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;

const FieldDescriptor* KindField(const v1::Resource& resource) {
  const FieldDescriptor* field =
      resource.GetReflection()->GetOneofFieldDescriptor(
          resource, v1::Resource::descriptor()->oneof_decl(0));
  PLACARD_CHECK(field != nullptr);
  return field;
}

const FieldDescriptor* Named(const Message& message, const char* name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  PLACARD_CHECK(field != nullptr);
  return field;
}

void SetTime(Message& message, const char* name, const Timestamp& time) {
  message.GetReflection()
      ->MutableMessage(&message, Named(message, name))
      ->CopyFrom(time);
}

v1::Status OrActive(v1::Status said, v1::Status before) {
  if (said != v1::STATUS_UNSPECIFIED) return said;
  return before == v1::STATUS_UNSPECIFIED ? v1::STATUS_ACTIVE : before;
}

void FillStatuses(const v1::Campaign& before, v1::Campaign& campaign) {
  campaign.set_status(OrActive(campaign.status(), before.status()));
  std::map<std::string_view, v1::Status> statuses;
  for (const v1::LineItem& item : before.line_items()) {
    statuses[item.id()] = item.status();
  }
  for (v1::LineItem& item : *campaign.mutable_line_items()) {
    const auto it = statuses.find(item.id());
    item.set_status(OrActive(item.status(), it == statuses.end()
                                                ? v1::STATUS_UNSPECIFIED
                                                : it->second));
  }
}

}  // namespace

const Message& Inside(const v1::Resource& resource) {
  return resource.GetReflection()->GetMessage(resource, KindField(resource));
}

Message& Inside(v1::Resource& resource) {
  return *resource.GetReflection()->MutableMessage(&resource,
                                                   KindField(resource));
}

std::string_view FieldOf(ResourceKind kind) {
  switch (kind) {
    case ResourceKind::kTaxonomy:
      return "taxonomy";
    case ResourceKind::kKeywordList:
      return "keyword_list";
    case ResourceKind::kAdvertiser:
      return "advertiser";
    case ResourceKind::kSitePolicy:
      return "site_policy";
    case ResourceKind::kCampaign:
      return "campaign";
  }
  PLACARD_CHECK(false);
}

v1::Resource EmptyResource(ResourceKind kind, std::string_view name) {
  v1::Resource resource;
  const FieldDescriptor* field =
      v1::Resource::descriptor()->FindFieldByName(std::string(FieldOf(kind)));
  Message* inside = resource.GetReflection()->MutableMessage(&resource, field);
  inside->GetReflection()->SetString(inside, Named(*inside, "name"),
                                     std::string(name));
  return resource;
}

std::string EtagOf(const v1::Resource& resource) {
  const Message& inside = Inside(resource);
  return inside.GetReflection()->GetString(inside, Named(inside, "etag"));
}

void SetEtag(v1::Resource& resource, uint64_t revision) {
  Message& inside = Inside(resource);
  inside.GetReflection()->SetString(&inside, Named(inside, "etag"),
                                    Concat(revision));
}

bool IsOutputOnly(std::string_view path) {
  const std::string_view field = path.substr(0, path.find('.'));
  return field == "etag" || field == "create_time" || field == "update_time" ||
         field == "warnings";
}

void ClearOutputOnly(v1::Resource& resource) {
  Message& inside = Inside(resource);
  for (const char* name : {"etag", "create_time", "update_time"}) {
    inside.GetReflection()->ClearField(&inside, Named(inside, name));
  }
  if (resource.has_campaign()) resource.mutable_campaign()->clear_warnings();
}

void SetTimes(v1::Resource& resource, const v1::Resource* before,
              absl::Time now) {
  Message& inside = Inside(resource);
  const Timestamp stamp = ToTimestamp(now);
  SetTime(inside, "update_time", stamp);
  if (before == nullptr) {
    SetTime(inside, "create_time", stamp);
    return;
  }
  const Message& old = Inside(*before);
  const FieldDescriptor* created = Named(old, "create_time");
  inside.GetReflection()
      ->MutableMessage(&inside, created)
      ->CopyFrom(old.GetReflection()->GetMessage(old, created));
}

std::optional<uint64_t> ParseEtag(std::string_view etag) {
  uint64_t revision;
  if (!absl::SimpleAtoi(ToAbsl(etag), &revision) || Concat(revision) != etag) {
    return std::nullopt;
  }
  return revision;
}

absl::StatusOr<v1::Resource> ParseStored(std::string_view name,
                                         uint64_t revision,
                                         std::string_view body) {
  v1::Resource resource;
  if (!resource.ParseFromArray(body.data(), static_cast<int>(body.size())) ||
      NameOf(resource) != name) {
    return Error(absl::StatusCode::kDataLoss, name,
                 " is not readable in the store");
  }
  SetEtag(resource, revision);
  return resource;
}

void FillStatuses(const v1::Resource* before, v1::Resource& resource) {
  const v1::Resource& old =
      before == nullptr ? v1::Resource::default_instance() : *before;
  if (resource.has_campaign()) {
    FillStatuses(old.campaign(), *resource.mutable_campaign());
  }
  if (resource.has_advertiser()) {
    v1::Advertiser& advertiser = *resource.mutable_advertiser();
    advertiser.set_status(
        OrActive(advertiser.status(), old.advertiser().status()));
  }
}

}  // namespace placard
