#include "services/campaign/campaign_calls.h"

#include "engine/base/limits.h"
#include "engine/base/status.h"

namespace placard {

absl::Status CheckName(ResourceKind kind, std::string_view name) {
  absl::Status status = ParseNameOf(kind, name).status();
  if (status.ok()) return status;
  return Violated("name", ToStd(status.message()));
}

absl::StatusOr<WriteRequest> CampaignCalls::NewWrite(
    const std::string& request_id, const std::string& actor) const {
  if (request_id.size() > limits::kRequestIdBytes) {
    return Violated("request_id",
                    Concat("must be at most ", limits::kRequestIdBytes,
                           " bytes, is ", request_id.size()));
  }
  std::string epoch = serving_.changes.version().epoch;
  if (epoch.empty()) {
    return Unavailable("this server has not read the catalogue yet");
  }
  return WriteRequest{.epoch = std::move(epoch),
                      .etag = "",
                      .request_id = request_id,
                      .actor = actor};
}

absl::StatusOr<std::shared_ptr<const ServedDocuments>>
CampaignCalls::Documents() const {
  std::shared_ptr<const ServedDocuments> served = serving_.documents.Load();
  if (served == nullptr) {
    return Unavailable("this server has not read the catalogue yet");
  }
  return served;
}

void CampaignCalls::Warn(const WriteRequest& write, v1::Resource& resource) {
  if (!write.validate_only) linter_.Wrote(resource);
  if (!resource.has_campaign()) return;
  size_t bytes_left = kFindingBytes;
  WriteFindings(linter_.Judge({&resource}).front(), bytes_left,
                *resource.mutable_campaign()->mutable_warnings());
}

absl::StatusOr<v1::SitePolicy> CampaignCalls::GetSitePolicy(
    const v1::GetSitePolicyRequest& request, const std::string& actor) {
  absl::StatusOr<v1::SitePolicy> found = Get<v1::SitePolicy>(request, actor);
  if (!absl::IsNotFound(found.status())) return found;
  v1::SitePolicy never_written;
  never_written.set_name(std::string(kSitePolicyName));
  return never_written;
}

absl::StatusOr<v1::Campaign> CampaignCalls::SetCampaignStatus(
    const std::string& name, const std::string& etag,
    const std::string& request_id, const std::string& actor,
    v1::Status status) {
  PLACARD_RETURN_IF_ERROR(CheckName(ResourceKind::kCampaign, name));
  PLACARD_ASSIGN_OR_RETURN(WriteRequest write, NewWrite(request_id, actor));
  write.etag = etag;
  PLACARD_ASSIGN_OR_RETURN(
      v1::Resource campaign,
      editor_.Edit(name, write, [&](v1::Resource& resource) {
        resource.mutable_campaign()->set_status(status);
        return absl::OkStatus();
      }));
  return std::move(*campaign.mutable_campaign());
}

absl::StatusOr<v1::Campaign> CampaignCalls::SetLineItemStatus(
    const std::string& name, const std::string& etag,
    const std::string& request_id, const std::string& actor,
    v1::Status status) {
  const absl::StatusOr<LineItemName> parsed = ParseLineItemName(name);
  if (!parsed.ok()) return Violated("name", ToStd(parsed.status().message()));
  PLACARD_ASSIGN_OR_RETURN(WriteRequest write, NewWrite(request_id, actor));
  write.etag = etag;
  PLACARD_ASSIGN_OR_RETURN(
      v1::Resource campaign,
      editor_.Edit(parsed->campaign, write,
                   [&](v1::Resource& resource) -> absl::Status {
                     for (v1::LineItem& item :
                          *resource.mutable_campaign()->mutable_line_items()) {
                       if (item.id() != parsed->id) continue;
                       item.set_status(status);
                       return absl::OkStatus();
                     }
                     return NotFound(name, " does not exist");
                   }));
  return std::move(*campaign.mutable_campaign());
}

}  // namespace placard
