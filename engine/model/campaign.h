// What ops write: campaigns and the documents they share. Plain data, valid and
// normalised; see proto/placard/v1/campaign.proto for what each field means to
// those who write it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/money.h"
#include "engine/model/rule.h"
#include "engine/model/size.h"

namespace placard {

// Names are the wire's: "advertisers/acme", "campaigns/spring",
// "campaigns/spring/lineItems/paris", "campaigns/spring/creatives/tall".

enum class Tier : uint8_t { kSponsorship, kStandard, kPricePriority, kHouse };

enum class ServingStatus : uint8_t { kActive, kPaused };

// How many of a campaign's line items one page view shows. A companion is no
// line item of its own here: it comes with its master.
enum class Roadblock : uint8_t {
  kOnlyOne,           // at most one
  kOneOrMore,         // any number, each by its own place in the order
  kAsManyAsPossible,  // any number, side by side in the order
  kAll,               // all that may serve at the instant, or none
};

// Which of a line item's creatives comes first when several can be shown.
struct Rotation {
  enum class Mode : uint8_t {
    kEven,        // all as often
    kWeighted,    // in proportion to Creative::rotation_weight
    kSequential,  // in turn, as they are written, a minute each
    kOptimised,   // the one most clicked, as far as that is known
  };
  Mode mode = Mode::kEven;
  // kOptimised: nothing more is learnt; by weight.
  bool frozen = false;
  friend bool operator==(const Rotation&, const Rotation&) = default;
};

// What a page view shows at most once.
enum class NoDuplicates : uint8_t {
  kCreative,
  kLineItem,
  kCampaign,
  kAdvertiser
};

// Half-open: [start, end); `end` may be InfiniteFuture.
struct Flight {
  absl::Time start;
  absl::Time end = absl::InfiniteFuture();
  absl::TimeZone zone;

  bool Contains(absl::Time instant) const {
    return start <= instant && instant < end;
  }
};

// What is bid, in the unit in which it was.
struct Price {
  Micros cpm;                      // of a bid for impressions
  Micros cpc;                      // of a bid for clicks
  int64_t clicks_per_million = 0;  // of a bid for clicks
  enum class Unit : uint8_t { kCpm, kCpc } unit = Unit::kCpm;

  // What a thousand impressions earn.
  Micros ecpm() const {
    return unit == Unit::kCpm ? cpm : EffectiveCpm(cpc, clicks_per_million);
  }
  friend bool operator==(const Price&, const Price&) = default;
};

struct ImageContent {
  std::string url;
  std::string title;
};

struct HtmlContent {
  std::string markup;
};

struct NativeContent {
  std::string title;
  std::string body;
  std::string image_url;
  std::string sponsored_by;
  std::string call_to_action;
};

struct Creative {
  std::string name;
  Size size;
  std::string click_url;
  std::string click_host;  // of click_url, lower case, no port
  std::variant<ImageContent, HtmlContent, NativeContent> content;
  std::vector<std::string> exclusion_labels;  // its own only
  Blocks blocks;                              // its own only
  int32_t rotation_weight = 1;                // 0: only where none else can
};

struct LineItem {
  std::string name;
  ServingStatus status = ServingStatus::kActive;
  std::optional<Price> price;
  int32_t weight = 1;
  std::variant<Rule, BadRule> rule;  // its own only
  std::vector<uint32_t> creatives;   // positions in Campaign::creatives
  Rotation rotation;
  // Serves only beside this line item of its campaign, which is no companion
  // itself: a position in Campaign::line_items.
  std::optional<uint32_t> companion_of;
  // kSponsorship only: of the pages that it could serve on, so many percent
  // are its own, and it serves on no others. 0: races for all of them.
  int32_t share_of_voice = 0;
};

struct Campaign {
  std::string name;
  std::string advertiser;  // an advertiser's name
  ServingStatus status = ServingStatus::kActive;
  Flight flight;
  Tier tier = Tier::kStandard;
  int32_t priority = 8;  // 1 first
  std::vector<LineItem> line_items;
  std::vector<Creative> creatives;
  std::vector<std::string> exclusion_labels;
  Blocks blocks;
  bool exempt_from_site_blocks = false;  // kHouse only
  Roadblock roadblock = Roadblock::kOnlyOne;
};

struct Advertiser {
  std::string name;
  ServingStatus status = ServingStatus::kActive;
  std::vector<std::string> exclusion_labels;
  Blocks blocks;
  // How many of its paid advertisements a page view shows; 0: no limit.
  int32_t page_limit = 0;
  // Its advertisements may share a label with each other.
  bool same_advertiser_exception = false;
};

struct KeywordList {
  std::string name;
  absl::Time expires = absl::InfiniteFuture();
  bool dry_run = false;
  std::vector<KeywordTerm> terms;

  bool BlocksAt(absl::Time instant) const {
    return !dry_run && instant < expires;
  }
};

// What a page must satisfy for a line item to be a candidate: the line item's
// own rule, and none of the pages that its campaign or advertiser stays away
// from.
// Precondition: line_item.rule is no BadRule.
Rule EffectiveRule(const Advertiser& advertiser, const Campaign& campaign,
                   const LineItem& line_item);

// What a thousand impressions cost at least below `section`; an empty path is
// the whole site.
struct Floor {
  SectionPath section;
  Micros cpm;
};

struct SlotPreset {
  std::string id;
  std::vector<Size> sizes;
  int32_t count = 1;
  Micros floor;
  std::optional<std::string> position;
};

struct SitePolicy {
  std::string currency;
  Blocks blocks;
  std::vector<std::string> blocked_advertisers;    // advertisers' names
  std::vector<std::string> blocked_click_domains;  // lower case
  std::vector<Floor> floors;
  std::vector<SectionPath> sections;
  std::vector<SlotPreset> slot_presets;
  NoDuplicates no_duplicates = NoDuplicates::kCampaign;
  int32_t advertiser_page_limit = 0;  // of each advertiser; 0: no limit

  // The highest of the page's paths' deepest floors; nothing said: zero.
  Micros FloorFor(const Page& page) const;
  // Whether `host` is a blocked domain or lies below one.
  bool BlocksClickHost(std::string_view host) const;
};

struct Taxonomy {
  std::string id;                             // as CategoryId::taxonomy says it
  std::map<std::string, std::string> parent;  // a root's is empty; no cycle
};

// Everything that ops have written, at one version: what a snapshot is built
// from, and what the slow evaluator reads.
struct CatalogContents {
  std::map<std::string, std::shared_ptr<const Advertiser>> advertisers;
  std::map<std::string, std::shared_ptr<const Campaign>> campaigns;
  std::map<std::string, std::shared_ptr<const KeywordList>> keyword_lists;
  std::map<std::string, std::shared_ptr<const Taxonomy>> taxonomies;  // by id
  std::shared_ptr<const SitePolicy> site_policy;  // never null
};

// One document of them, whichever it is; never null.
using CatalogObject = std::variant<
    std::shared_ptr<const Advertiser>, std::shared_ptr<const Campaign>,
    std::shared_ptr<const KeywordList>, std::shared_ptr<const Taxonomy>,
    std::shared_ptr<const SitePolicy>>;

}  // namespace placard
