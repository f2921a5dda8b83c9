#include "bench/world/world.h"

#include <algorithm>
#include <array>
#include <future>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/status.h"
#include "services/codec/campaign_codec.h"
#include "services/codec/to_proto.h"

namespace placard {
namespace {

// So many that the flush to the disk which ends each batch does not count, and
// so few that a store answers well within its deadline.
constexpr size_t kBatch = 500;
// While one waits for the store, the other serialises.
constexpr size_t kWriters = 2;

using Documents = std::vector<CatalogObject>;

void Wrap(const Taxonomy& taxonomy, v1::Resource& out) {
  *out.mutable_taxonomy() = ToProto(taxonomy);
}
void Wrap(const KeywordList& list, v1::Resource& out) {
  *out.mutable_keyword_list() = ToProto(list);
}
void Wrap(const Advertiser& advertiser, v1::Resource& out) {
  *out.mutable_advertiser() = ToProto(advertiser);
}
void Wrap(const SitePolicy& policy, v1::Resource& out) {
  *out.mutable_site_policy() = ToProto(policy);
}
void Wrap(const Campaign& campaign, v1::Resource& out) {
  *out.mutable_campaign() = ToProto(campaign);
}

WriteOp NewDocument(const CatalogObject& object) {
  v1::Resource resource;
  std::visit([&](const auto& document) { Wrap(*document, resource); }, object);
  return {.name = std::string(NameOf(resource)),
          .expected = Expected::Absent(),
          .body = SerializeDocument(resource),
          .references = NamesOf(References(resource))};
}

// What campaigns refer to.
Documents SharedDocuments(const CatalogContents& contents) {
  Documents shared = {contents.site_policy};
  const auto add = [&](const auto& documents) {
    for (const auto& [name, document] : documents) shared.push_back(document);
  };
  add(contents.taxonomies);
  add(contents.keyword_lists);
  add(contents.advertisers);
  return shared;
}

Documents Campaigns(const CatalogContents& contents) {
  Documents campaigns;
  campaigns.reserve(contents.campaigns.size());
  for (const auto& [name, campaign] : contents.campaigns) {
    campaigns.push_back(campaign);
  }
  return campaigns;
}

class Writing {
 public:
  Writing(CatalogStore& store, const std::string& epoch,
          const WorldProgress& progress)
      : store_(store), epoch_(epoch), progress_(progress) {}

  // Several batches at once. Precondition: no document refers to another one
  // of them.
  absl::Status Write(const Documents& documents) {
    std::span<const CatalogObject> left = documents;
    std::array<std::future<absl::Status>, kWriters> writers;
    for (std::future<absl::Status>& writer : writers) {
      writer = std::async(std::launch::async, [&] { return WriteFrom(left); });
    }
    absl::Status status;
    for (std::future<absl::Status>& writer : writers) {
      status.Update(writer.get());
    }
    return status;
  }

 private:
  // Takes batches until nothing is left.
  absl::Status WriteFrom(std::span<const CatalogObject>& left) {
    for (;;) {
      const std::span<const CatalogObject> batch = Take(left);
      if (batch.empty()) return absl::OkStatus();
      WriteBatch writes = {
          .epoch = epoch_, .ops = {}, .request_id = "", .actor = "bench"};
      for (const CatalogObject& object : batch) {
        writes.ops.push_back(NewDocument(object));
      }
      PLACARD_RETURN_IF_ERROR(store_.Commit(writes, nullptr).status());
      const std::lock_guard lock(mu_);
      written_ += batch.size();
      progress_(written_);
    }
  }

  std::span<const CatalogObject> Take(std::span<const CatalogObject>& left) {
    const std::lock_guard lock(mu_);
    const auto batch = left.first(std::min(kBatch, left.size()));
    left = left.subspan(batch.size());
    return batch;
  }

  CatalogStore& store_;
  const std::string& epoch_;
  const WorldProgress& progress_;

  std::mutex mu_;
  size_t written_ = 0;  // guarded by mu_
};

}  // namespace

size_t DocumentsIn(const CatalogContents& contents) {
  return 1 + contents.taxonomies.size() + contents.keyword_lists.size() +
         contents.advertisers.size() + contents.campaigns.size();
}

absl::Status WriteWorld(CatalogStore& store, const std::string& epoch,
                        const CatalogContents& contents,
                        const WorldProgress& progress) {
  PLACARD_ASSIGN_OR_RETURN(const Position position, store.CreateEpoch(epoch));
  if (position.revision != 0) {
    return Error(absl::StatusCode::kAlreadyExists,
                 "the store holds a catalogue already");
  }
  Writing writing(store, epoch, progress);
  PLACARD_RETURN_IF_ERROR(writing.Write(SharedDocuments(contents)));
  return writing.Write(Campaigns(contents));
}

}  // namespace placard
