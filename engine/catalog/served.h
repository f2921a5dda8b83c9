// What the catalogue derives from a campaign so that a decision need not: flat
// records with numbers in place of names.
//
// Thread safety: immutable.
// Lifetime: records and all they point to live as long as a Snapshot that
// holds them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/limits.h"
#include "engine/catalog/size_table.h"
#include "engine/index/segment.h"
#include "engine/model/campaign.h"

namespace placard {

struct ServedLabel {
  uint64_t hash = 0;  // HashBytes(text)
  std::string_view text;

  friend bool operator==(const ServedLabel&, const ServedLabel&) = default;
};

struct ServedCreative {
  const Creative* creative = nullptr;
  uint64_t name_hash = 0;  // HashBytes(creative->name)
  // The advertiser's, the campaign's and its own.
  std::span<const ServedLabel> labels;
  SizeMask size = 0;            // one bit
  int32_t rotation_weight = 1;  // the creative's
  uint16_t position = 0;        // in ServedLineItem::creatives
  bool has_blocks = false;
};

// One line of memory: showing it needs no other but its creatives'.
struct alignas(64) ServedLineItem {
  LineItemKey key = 0;        // of this line item as long as it exists
  uint32_t campaign_key = 0;  // equal exactly for line items of one campaign
  const Campaign* campaign = nullptr;
  const LineItem* line_item = nullptr;
  const Advertiser* advertiser = nullptr;  // null: does not exist
  std::span<const ServedCreative> creatives;
  SizeMask sizes = 0;       // of its creatives
  bool has_labels = false;  // some creative
  bool has_blocks = false;  // some creative
  // A page view may show another one of its campaign beside it, or not each of
  // its creatives where it may show one of them.
  bool by_creative = false;
  // by_creative, or it has a share of voice, or its advertiser a limit.
  bool has_page_rules = false;
  Rotation rotation;  // the line item's
};
static_assert(sizeof(ServedLineItem) == 64);
static_assert(limits::kCreatives < 1 << 16);

// Why a line item cannot serve whatever the page and instant.
enum class Ineligibility : uint8_t {
  kBadRule,
  kNoAdvertiser,
  kNoPrice,        // in tier PRICE_PRIORITY
  kNoKeywordList,  // that its effective rule names
};

struct IneligibleLineItem {
  std::string name;
  Ineligibility reason = Ineligibility::kBadRule;
  friend bool operator==(const IneligibleLineItem&,
                         const IneligibleLineItem&) = default;
};

// One campaign's records. Neither copied nor moved: they point to each other.
class ServedCampaign {
 public:
  // `keys`: of the line items, in the campaign's order. `advertiser` may be
  // null. `sizes` has those of all creatives.
  ServedCampaign(std::shared_ptr<const Campaign> campaign,
                 std::shared_ptr<const Advertiser> advertiser,
                 uint32_t campaign_key, std::span<const LineItemKey> keys,
                 const SizeTable& sizes);
  ServedCampaign(const ServedCampaign&) = delete;
  ServedCampaign& operator=(const ServedCampaign&) = delete;

  const std::shared_ptr<const Campaign>& campaign() const { return campaign_; }
  std::span<const ServedLineItem> line_items() const { return line_items_; }

  // Of any line item's own rule.
  bool uses_dayparts() const { return uses_dayparts_; }

  // The keyword lists that anything of the campaign names: rules of its line
  // items, its own, its advertiser's and its creatives' blocks.
  std::span<const std::string_view> keyword_lists() const { return lists_; }

 private:
  struct Creatives {
    const std::vector<uint32_t>* positions = nullptr;
    std::vector<ServedCreative> records;
    SizeMask sizes = 0;
    bool has_labels = false;
    bool has_blocks = false;
  };

  void AddLabels();
  void AddLineItem(const LineItem& line_item, LineItemKey key);
  const Creatives& CreativesOf(const LineItem& line_item);
  void CollectLists();

  const std::shared_ptr<const Campaign> campaign_;
  const std::shared_ptr<const Advertiser> advertiser_;
  const uint32_t campaign_key_;
  const SizeTable* sizes_;  // while it is being made
  std::vector<ServedLabel> labels_;
  std::vector<size_t> label_ends_;  // by creative of the campaign
  std::vector<Creatives> creatives_;
  std::vector<ServedLineItem> line_items_;
  std::vector<std::string_view> lists_;
  bool uses_dayparts_ = false;
};

// Calls f(const Rule&) for the rule and all that it is made of.
template <typename F>
void ForEachRule(const Rule& rule, const F& f) {
  f(rule);
  if (const auto* all = std::get_if<AllOfRule>(&rule.kind)) {
    for (const Rule& part : all->rules) ForEachRule(part, f);
  } else if (const auto* any = std::get_if<AnyOfRule>(&rule.kind)) {
    for (const Rule& part : any->rules) ForEachRule(part, f);
  } else if (const auto* negation = std::get_if<NotRule>(&rule.kind)) {
    for (const Rule& part : negation->rule) ForEachRule(part, f);
  }
}

// Calls f(const std::string& list) for each keyword list that the line item's
// effective rule names. A missing advertiser names none.
template <typename F>
void ForEachKeywordList(const ServedLineItem& item, const F& f) {
  if (const auto* rule = std::get_if<Rule>(&item.line_item->rule)) {
    ForEachRule(*rule, [&](const Rule& part) {
      const auto* leaf = std::get_if<KeywordListRule>(&part.kind);
      if (leaf != nullptr) f(leaf->list);
    });
  }
  for (const std::string& list : item.campaign->blocks.keyword_lists) f(list);
  if (item.advertiser == nullptr) return;
  for (const std::string& list : item.advertiser->blocks.keyword_lists) {
    f(list);
  }
}

// Whether two versions of a line item are the same row of an index.
bool IsSameRow(const ServedLineItem& a, const ServedLineItem& b);

}  // namespace placard
