// Builds snapshots, each from the last and what has changed since: documents
// are put and removed one by one, and Publish makes a Snapshot of them.
//
//   builder.Put(campaign);
//   builder.Remove("keywordLists/old");
//   published.store(builder.Publish({.epoch = epoch, .revision = revision}));
//   if (builder.wants_rebuild()) {
//     RebuildJob job = builder.StartRebuild();
//     ... on another thread: rebuilt = job.Run() ...
//     builder.Adopt(std::move(rebuilt));
//   }
//
// Thread safety: thread-compatible; owned by one thread. What it hands out may
// be used by any.
// Cost: Put and Remove are O(1), or O(campaigns of an advertiser). Publish
// costs what has changed: for each line item of a campaign that was put a
// comparison, for each whose rule, rank or flight is another a row of the
// delta. The rest are copies of a pointer for each 512 line items and, if any
// was paused, dropped or resumed, a bit for each. A keyword list costs the
// terms of all lists; one that appears or vanishes a look at each campaign.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "engine/base/workers.h"
#include "engine/catalog/row_table.h"
#include "engine/catalog/served.h"
#include "engine/catalog/snapshot.h"
#include "engine/catalog/snapshot_parts.h"
#include "engine/model/campaign.h"
#include "engine/targeting/rule_compiler.h"

namespace placard {

class CatalogBuilder {
 public:
  // Empty, with a site policy that says nothing.
  CatalogBuilder();

  // Adds the document or replaces the one of its name.
  void Put(CatalogObject object);
  void PutAll(const CatalogContents& contents);

  // Removes the document of the name, as the wire has it: "campaigns/x",
  // "advertisers/x", "keywordLists/x", "taxonomies/x", "sitePolicy". A name
  // that none has is no error.
  void Remove(std::string_view name);

  // What is built from here on is quickest for the pages of the week from
  // `now` on; by default all are equal.
  void SetTime(absl::Time now) { rows_.SetTime(now); }

  // Whoever the workers are, the snapshot is the same.
  std::shared_ptr<const Snapshot> Publish(
      CatalogVersion version, const Workers& workers = LoneWorker());

  // Whether the update path would be faster for a rebuild of the base.
  bool wants_rebuild() const { return rows_.wants_rebuild(); }
  // Of the catalogue as it was last published. One at a time.
  RebuildJob StartRebuild();
  // What has changed since the job was started stays in the delta.
  void Adopt(const RebuiltSegment& rebuilt) { rows_.Adopt(rebuilt); }

 private:
  // A line item by its name, as it was last published.
  using OldLineItems =
      absl::flat_hash_map<std::string_view, const ServedLineItem*>;

  struct Document {
    std::shared_ptr<const Campaign> campaign;  // null: removed
    bool is_dirty = false;
  };

  void PutOne(std::shared_ptr<const Advertiser> advertiser);
  void PutOne(std::shared_ptr<const Campaign> campaign);
  void PutOne(std::shared_ptr<const KeywordList> list);
  void PutOne(std::shared_ptr<const Taxonomy> taxonomy);
  void PutOne(std::shared_ptr<const SitePolicy> policy);
  void RemoveCampaign(std::string_view name);
  void RemoveAdvertiser(std::string_view name);
  void RemoveKeywordList(std::string_view name);

  uint32_t ListId(std::string_view name);
  void MarkDirty(uint32_t campaign_key);
  void MarkCampaignsOf(std::string_view advertiser);
  void MarkThoseThatName(const absl::flat_hash_set<std::string>& lists);

  // A line item as it is to be.
  struct Outcome {
    std::optional<Ineligibility> reason;
    bool is_active = false;
  };
  // What becomes of a campaign that has changed.
  struct Derivation {
    uint32_t campaign_key = 0;
    std::shared_ptr<const ServedCampaign> before;  // null: there was none
    OldLineItems old;                              // its line items
    std::vector<LineItemKey> keys;                 // of those that it has now
    std::shared_ptr<const ServedCampaign> now;     // null: it was removed
    std::vector<Outcome> outcomes;                 // of its line items
  };
  using Derivations = std::vector<Derivation>;

  void DeriveDirty(const Workers& workers);
  void Derive(Derivations& before, Derivations& now, const Workers& workers);
  Derivations Begin(std::span<const uint32_t> campaign_keys);
  Derivation Begin(uint32_t campaign_key);
  void Serve(Derivation& derivation) const;
  void Finish(Derivation& derivation);
  void NoteEdges(uint32_t campaign_key, const ServedCampaign* before,
                 const ServedCampaign* now);
  void SetLineItem(const ServedLineItem& item, const Outcome& outcome,
                   const ServedLineItem* old);
  void DropLineItem(const ServedLineItem& item);
  std::optional<Ineligibility> WhyIneligible(const ServedLineItem& item) const;
  void SetIneligibility(const std::string& name,
                        std::optional<Ineligibility> reason);
  void CompactEdges();
  void RefreshShared();

  // Documents.
  Advertisers advertisers_;
  KeywordLists keyword_lists_;
  CategoryTree::Taxonomies taxonomies_;
  std::shared_ptr<const SitePolicy> site_policy_;
  absl::flat_hash_map<std::string, uint32_t> campaign_keys_;  // by name
  std::vector<Document> documents_;                           // by campaign key
  absl::flat_hash_map<std::string, absl::flat_hash_set<uint32_t>>
      campaigns_of_;  // by advertiser
  ListIds list_ids_;

  SizeTable sizes_;

  // What the next Publish has to do.
  std::vector<uint32_t> dirty_;                     // campaign keys
  absl::flat_hash_set<std::string> changed_lists_;  // appeared or vanished
  std::vector<FlightEdges::Edge> new_edges_;

  // Derived from the documents at the last Publish.
  CowArray<std::shared_ptr<const ServedCampaign>> campaigns_;  // by key
  RowTable rows_;
  std::map<std::string, Ineligibility> ineligible_;  // by name
  size_t line_items_ = 0;
  size_t campaigns_with_dayparts_ = 0;
  FlightEdges edges_;

  // Shared with snapshots; null: has to be made anew.
  std::shared_ptr<const Advertisers> shared_advertisers_;
  std::shared_ptr<const SizeTable> shared_sizes_;
  std::shared_ptr<const KeywordLists> shared_lists_;
  std::shared_ptr<const CategoryTree> categories_;
  std::shared_ptr<const PagePolicy> policy_;
  std::shared_ptr<const std::vector<IneligibleLineItem>> shared_ineligible_;
};

}  // namespace placard
