// A v1::Resource seen from outside of its kind: what all resources have in
// common, so that no rule about them is written five times.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "placard/v1/campaign_service.pb.h"
#include "services/codec/names.h"

namespace placard {

// The campaign, advertiser, ... inside. Precondition: the resource has a kind.
const google::protobuf::Message& Inside(const v1::Resource& resource);
google::protobuf::Message& Inside(v1::Resource& resource);

// "campaign", "keyword_list": the field of v1::Resource and of requests.
std::string_view FieldOf(ResourceKind kind);

// A resource of `kind` with nothing but its name.
v1::Resource EmptyResource(ResourceKind kind, std::string_view name);

// Output-only fields. Precondition of all: the resource has a kind.
std::string EtagOf(const v1::Resource& resource);
void SetEtag(v1::Resource& resource, uint64_t revision);
void ClearOutputOnly(v1::Resource& resource);
void SetTimes(v1::Resource& resource, const v1::Resource* before,
              absl::Time now);
bool IsOutputOnly(std::string_view path);

// The revision that an etag names; nullopt for one that no server gave.
std::optional<uint64_t> ParseEtag(std::string_view etag);

// The resource that the store holds as `body` since `revision`.
// Errors: DATA_LOSS for bytes that are no resource.
absl::StatusOr<v1::Resource> ParseStored(std::string_view name,
                                         uint64_t revision,
                                         std::string_view body);

// Gives each status that is not said the one it has in `before` (of the line
// item with the same id), or ACTIVE.
void FillStatuses(const v1::Resource* before, v1::Resource& resource);

}  // namespace placard
