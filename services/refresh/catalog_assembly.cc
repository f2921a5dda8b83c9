#include "services/refresh/catalog_assembly.h"

#include <utility>

#include "engine/base/status.h"
#include "services/codec/campaign_codec.h"
#include "services/refresh/background.h"

namespace placard {
namespace {

bool IsCampaign(std::string_view name) {
  return name.starts_with("campaigns/");
}

// Without it, advertisements would stand where they must not.
bool KeepsAdsAway(std::string_view name) {
  return name == kSitePolicyName || name.starts_with("taxonomies/");
}

}  // namespace

void CatalogAssembly::Put(PreparedDocument prepared) {
  const Document& document = prepared.served->document;
  if (prepared.object.ok()) {
    unreadable_.erase(document.name);
    if (document.name == kSitePolicyName) policy_is_unreadable_ = false;
    builder_.Put(*std::move(prepared.object));
  } else {
    PutUnreadable(document, prepared.object.status());
  }
  const size_t before = documents_.size();
  const bool is_campaign = IsCampaign(document.name);
  documents_.Put(std::move(prepared.served));
  if (is_campaign) campaigns_ += documents_.size() - before;
}

void CatalogAssembly::PutUnreadable(const Document& document,
                                    const absl::Status& why) {
  log_.Error("document cannot be read",
             {{"name", document.name},
              {"revision", Concat(document.revision)},
              {"reason", std::string(ToStd(why.message()))}});
  unreadable_.insert(document.name);
  if (document.name == kSitePolicyName) policy_is_unreadable_ = true;
  if (!KeepsAdsAway(document.name)) builder_.Remove(document.name);
}

void CatalogAssembly::Remove(std::string_view name) {
  builder_.Remove(name);
  if (const auto it = unreadable_.find(name); it != unreadable_.end()) {
    unreadable_.erase(it);
  }
  if (name == kSitePolicyName) policy_is_unreadable_ = false;
  if (documents_.Remove(name) && IsCampaign(name)) --campaigns_;
}

ServedVersion CatalogAssembly::PublishTo(Serving& serving, uint64_t revision,
                                         const Workers& workers) {
  const CatalogVersion version = {.epoch = epoch_, .revision = revision};
  ServedVersion served = {
      .snapshot = builder_.Publish(version, workers),
      .documents = std::make_shared<const ServedDocuments>(
          ServedDocuments{.version = version, .documents = documents_})};
  serving.snapshot.Store(served.snapshot);
  serving.documents.Store(served.documents);
  return served;
}

CatalogSummary CatalogAssembly::Summary() const {
  return {.epoch = epoch_,
          .campaigns = campaigns_,
          .documents = documents_.size(),
          .unreadable = unreadable_.size()};
}

std::future<RebuiltSegment> CatalogAssembly::StartRebuild() {
  return std::async(std::launch::async, [job = builder_.StartRebuild()] {
    YieldToServing();
    return job.Run();
  });
}

}  // namespace placard
