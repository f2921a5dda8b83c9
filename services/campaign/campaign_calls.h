// Every unary method of CampaignService, from message to message; knows no
// gRPC. Errors are those that the .proto names.
//
// Thread safety: thread-safe.
// Lifetime: `editor`, `serving` and `linter` must outlive it.
// Cost: Create, Get, Update, Delete, Pause and Resume block on the store; List
// and Lint read memory only.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/empty.pb.h"
#include "services/campaign/campaign_linter.h"
#include "services/campaign/catalog_editor.h"
#include "services/campaign/kind_traits.h"
#include "services/campaign/listing.h"
#include "services/campaign/update_mask.h"
#include "services/refresh/serving.h"
#include "services/rpc/violated.h"

namespace placard {

class CampaignCalls {
 public:
  // `actor` of all methods: who calls, for the store's log.
  CampaignCalls(CatalogEditor& editor, const Serving& serving,
                CampaignLinter& linter)
      : editor_(editor), serving_(serving), linter_(linter) {}

  template <typename M>
  absl::StatusOr<M> Create(const typename KindTraits<M>::CreateRequest& request,
                           const std::string& actor);
  template <typename M>
  absl::StatusOr<M> Get(const typename KindTraits<M>::GetRequest& request,
                        const std::string& actor);
  template <typename M>
  absl::StatusOr<typename KindTraits<M>::ListResponse> List(
      const typename KindTraits<M>::ListRequest& request,
      const std::string& actor);
  template <typename M>
  absl::StatusOr<M> Update(const typename KindTraits<M>::UpdateRequest& request,
                           const std::string& actor);
  template <typename M>
  absl::StatusOr<google::protobuf::Empty> Delete(
      const typename KindTraits<M>::DeleteRequest& request,
      const std::string& actor);

  absl::StatusOr<v1::SitePolicy> GetSitePolicy(
      const v1::GetSitePolicyRequest& request, const std::string& actor);

  // Pause... and Resume..., of a campaign or a line item.
  template <v1::Status kStatus, typename Request>
  absl::StatusOr<v1::Campaign> SetCampaign(const Request& request,
                                           const std::string& actor) {
    return SetCampaignStatus(request.name(), request.etag(),
                             request.request_id(), actor, kStatus);
  }
  template <v1::Status kStatus, typename Request>
  absl::StatusOr<v1::Campaign> SetLineItem(const Request& request,
                                           const std::string& actor) {
    return SetLineItemStatus(request.name(), request.etag(),
                             request.request_id(), actor, kStatus);
  }

  absl::StatusOr<v1::LintResponse> Lint(const v1::LintRequest& request,
                                        const std::string&) {
    return linter_.Lint(request);
  }

  // How writes of `actor` begin.
  // Errors: UNAVAILABLE before there is a catalogue; INVALID_ARGUMENT for a
  // request id that is too long.
  absl::StatusOr<WriteRequest> NewWrite(const std::string& request_id,
                                        const std::string& actor) const;

  CatalogEditor& editor() { return editor_; }
  CampaignLinter& linter() { return linter_; }

 private:
  absl::StatusOr<v1::Campaign> SetCampaignStatus(const std::string& name,
                                                 const std::string& etag,
                                                 const std::string& request_id,
                                                 const std::string& actor,
                                                 v1::Status status);
  absl::StatusOr<v1::Campaign> SetLineItemStatus(const std::string& name,
                                                 const std::string& etag,
                                                 const std::string& request_id,
                                                 const std::string& actor,
                                                 v1::Status status);
  absl::StatusOr<std::shared_ptr<const ServedDocuments>> Documents() const;
  // Adds warnings to a campaign that was, or would be, written.
  void Warn(const WriteRequest& write, v1::Resource& resource);

  // Only campaigns can be listed by status.
  static v1::Status StatusWanted(const v1::ListCampaignsRequest& request) {
    return request.status();
  }
  static v1::Status StatusWanted(const google::protobuf::Message&) {
    return v1::STATUS_UNSPECIFIED;
  }
  static bool AllowMissing(const v1::UpdateSitePolicyRequest&) { return true; }
  static bool AllowMissing(const auto& request) {
    return request.allow_missing();
  }

  CatalogEditor& editor_;
  const Serving& serving_;
  CampaignLinter& linter_;
};

// Refuses a name that is not one of `kind`.
absl::Status CheckName(ResourceKind kind, std::string_view name);

template <typename M>
absl::StatusOr<M> CampaignCalls::Create(
    const typename KindTraits<M>::CreateRequest& request,
    const std::string& actor) {
  using Traits = KindTraits<M>;
  PLACARD_ASSIGN_OR_RETURN(WriteRequest write,
                           NewWrite(request.request_id(), actor));
  write.validate_only = request.validate_only();
  v1::Resource resource;
  Traits::Mutable(resource) = Traits::In(request);
  absl::StatusOr<v1::Resource> created =
      editor_.Create(std::move(resource), write);
  if (!created.ok()) return Below(FieldOf(Traits::kKind), created.status());
  Warn(write, *created);
  return std::move(Traits::Mutable(*created));
}

template <typename M>
absl::StatusOr<M> CampaignCalls::Get(
    const typename KindTraits<M>::GetRequest& request, const std::string&) {
  using Traits = KindTraits<M>;
  PLACARD_RETURN_IF_ERROR(CheckName(Traits::kKind, request.name()));
  PLACARD_ASSIGN_OR_RETURN(v1::Resource found, editor_.Get(request.name()));
  return std::move(Traits::Mutable(found));
}

template <typename M>
absl::StatusOr<typename KindTraits<M>::ListResponse> CampaignCalls::List(
    const typename KindTraits<M>::ListRequest& request, const std::string&) {
  using Traits = KindTraits<M>;
  PLACARD_ASSIGN_OR_RETURN(const auto served, Documents());
  PLACARD_ASSIGN_OR_RETURN(
      ListPage page,
      placard::List(served->documents, {.kind = Traits::kKind,
                                        .page_size = request.page_size(),
                                        .page_token = request.page_token(),
                                        .text = request.text(),
                                        .status = StatusWanted(request)}));
  typename Traits::ListResponse response;
  for (const DocumentMirror::Entry& entry : page.documents) {
    const Document& document = entry->document;
    absl::StatusOr<v1::Resource> resource =
        ParseStored(document.name, document.revision, document.body);
    if (!resource.ok()) continue;  // the refresher has reported it
    Traits::AddTo(response) = std::move(Traits::Mutable(*resource));
  }
  response.set_next_page_token(page.next_page_token);
  response.mutable_config_version()->set_epoch(served->version.epoch);
  response.mutable_config_version()->set_revision(served->version.revision);
  return response;
}

template <typename M>
absl::StatusOr<M> CampaignCalls::Update(
    const typename KindTraits<M>::UpdateRequest& request,
    const std::string& actor) {
  using Traits = KindTraits<M>;
  PLACARD_ASSIGN_OR_RETURN(WriteRequest write,
                           NewWrite(request.request_id(), actor));
  write.etag = Traits::In(request).etag();
  write.validate_only = request.validate_only();
  const absl::Status named =
      CheckName(Traits::kKind, Traits::In(request).name());
  if (!named.ok()) return Below(FieldOf(Traits::kKind), named);
  v1::Resource resource;
  Traits::Mutable(resource) = Traits::In(request);
  PLACARD_RETURN_IF_ERROR(
      Violated(CheckUpdateMask(resource, request.update_mask())));
  absl::StatusOr<v1::Resource> updated = editor_.Update(
      resource, request.update_mask(), AllowMissing(request), write);
  if (!updated.ok()) return Below(FieldOf(Traits::kKind), updated.status());
  Warn(write, *updated);
  return std::move(Traits::Mutable(*updated));
}

template <typename M>
absl::StatusOr<google::protobuf::Empty> CampaignCalls::Delete(
    const typename KindTraits<M>::DeleteRequest& request,
    const std::string& actor) {
  PLACARD_ASSIGN_OR_RETURN(WriteRequest write,
                           NewWrite(request.request_id(), actor));
  write.etag = request.etag();
  write.validate_only = request.validate_only();
  PLACARD_RETURN_IF_ERROR(CheckName(KindTraits<M>::kKind, request.name()));
  PLACARD_RETURN_IF_ERROR(editor_.Delete(request.name(), write));
  return google::protobuf::Empty();
}

}  // namespace placard
