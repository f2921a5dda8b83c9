// What a Snapshot is made of; between CatalogBuilder and Snapshot.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/catalog/cow_array.h"
#include "engine/catalog/flight_edges.h"
#include "engine/catalog/page_policy.h"
#include "engine/catalog/served.h"
#include "engine/catalog/size_table.h"
#include "engine/catalog/snapshot.h"
#include "engine/index/segment.h"
#include "engine/model/campaign.h"
#include "engine/targeting/category_tree.h"

namespace placard {

// A bit a row: it may be looked at.
using LiveBits = std::vector<uint64_t>;

using Advertisers = std::map<std::string, std::shared_ptr<const Advertiser>>;

struct SnapshotParts {
  struct SearchedSegment {
    std::shared_ptr<const Segment> segment;
    std::shared_ptr<const LiveBits> live;
  };

  CatalogVersion version;
  std::vector<SearchedSegment> segments;
  CowArray<const ServedLineItem*> line_items;                 // by key
  CowArray<std::shared_ptr<const ServedCampaign>> campaigns;  // by key, or null
  size_t line_item_count = 0;
  std::shared_ptr<const std::vector<IneligibleLineItem>> ineligible;

  std::shared_ptr<const SizeTable> sizes;
  std::shared_ptr<const PagePolicy> policy;
  std::shared_ptr<const SitePolicy> site_policy;
  std::shared_ptr<const Advertisers> advertisers;
  std::shared_ptr<const KeywordLists> keyword_lists;
  std::shared_ptr<const CategoryTree> categories;
  CategoryTree::Taxonomies taxonomies;

  FlightEdges edges;
  bool uses_dayparts = false;
};

}  // namespace placard
