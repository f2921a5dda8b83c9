#include "tests/support/candidate.h"

#include <algorithm>
#include <string>
#include <variant>

#include "engine/base/hash.h"

namespace placard {
namespace {

// The keyword lists that a rule names, anywhere in it.
struct NamedLists {
  std::vector<std::string>& names;

  void operator()(const AllOfRule& all) const { Visit(all.rules); }
  void operator()(const AnyOfRule& any) const { Visit(any.rules); }
  void operator()(const NotRule& not_rule) const { Visit(not_rule.rule); }
  void operator()(const KeywordListRule& rule) const {
    names.push_back(rule.list);
  }
  template <typename OtherLeaf>
  void operator()(const OtherLeaf&) const {}

  void Visit(const std::vector<Rule>& rules) const {
    for (const Rule& rule : rules) std::visit(*this, rule.kind);
  }
};

bool Intersects(const std::vector<std::string>& a,
                const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& value) {
    return std::find(b.begin(), b.end(), value) != b.end();
  });
}

bool FitsSome(const Creative& creative, const std::vector<Size>& sizes) {
  return std::any_of(sizes.begin(), sizes.end(), [&](const Size& size) {
    return Fits(size, creative.size);
  });
}

}  // namespace

int64_t EcpmMicros(const LineItem& line_item) {
  return line_item.price.has_value() ? line_item.price->ecpm().value() : 0;
}

uint64_t PageHash(uint64_t seed, const PageRequest& request,
                  std::string_view name) {
  return Mix(Mix(seed, HashBytes(request.request_id)), HashBytes(name));
}

bool ListsExist(const CatalogContents& contents, const Rule& rule) {
  std::vector<std::string> names;
  std::visit(NamedLists{names}, rule.kind);
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    return contents.keyword_lists.find(name) != contents.keyword_lists.end();
  });
}

CandidateFinder::CandidateFinder(const CatalogContents& contents,
                                 const PageRequest& request, absl::Time instant,
                                 uint64_t seed)
    : contents_(contents),
      request_(request),
      instant_(instant),
      seed_(seed),
      evaluator_(contents, request.page, request.viewer, instant),
      site_floor_(contents.site_policy->FloorFor(request.page)),
      site_blocks_(Hits(contents.site_policy->blocks)) {}

std::optional<Candidate> CandidateFinder::Find(const BruteForce::Item& item) {
  if (!Serves(item)) return std::nullopt;
  const std::vector<bool> accepts = Acceptance(item);
  if (std::find(accepts.begin(), accepts.end(), true) == accepts.end()) {
    return std::nullopt;
  }
  Candidate candidate{.item = &item,
                      .slots = std::vector<InSlot>(accepts.size()),
                      .draw = PageHash(seed_, request_, item.line_item->name)};
  LookAtCreatives(candidate);

  const bool is_bid = item.campaign->tier == Tier::kPricePriority;
  for (size_t i = 0; i < accepts.size(); ++i) {
    InSlot& in_slot = candidate.slots[i];
    const Micros floor = std::max(request_.slots[i].floor, site_floor_);
    in_slot.accepts = accepts[i];
    in_slot.below_floor = is_bid && EcpmMicros(*item.line_item) < floor.value();
    in_slot.eligible = in_slot.accepts && !in_slot.usable.empty() &&
                       !in_slot.below_floor &&
                       (is_bid || item.line_item->weight > 0);
  }
  return candidate;
}

bool CandidateFinder::Serves(const BruteForce::Item& item) const {
  return item.campaign->status == ServingStatus::kActive &&
         item.line_item->status == ServingStatus::kActive &&
         item.advertiser->status == ServingStatus::kActive &&
         item.campaign->flight.Contains(instant_);
}

// Slots with the same key-values are accepted alike.
std::vector<bool> CandidateFinder::Acceptance(const BruteForce::Item& item) {
  const std::vector<Slot>& slots = request_.slots;
  const absl::TimeZone& zone = item.campaign->flight.zone;
  std::vector<bool> accepts(slots.size());
  for (size_t i = 0; i < slots.size(); ++i) {
    size_t same = 0;
    while (slots[same].key_values != slots[i].key_values) ++same;
    accepts[i] =
        same < i ? accepts[same] : evaluator_.Holds(item.rule, zone, &slots[i]);
  }
  return accepts;
}

// A list that does not exist might have blocked: it counts as a hit.
bool CandidateFinder::Hits(const Blocks& blocks) {
  const Rule rule = BlockedPages(blocks);
  return !ListsExist(contents_, rule) ||
         evaluator_.Holds(rule, absl::UTCTimeZone(), nullptr);
}

bool CandidateFinder::IsBlocked(const BruteForce::Item& item,
                                const Creative& creative) {
  const SitePolicy& site = *contents_.site_policy;
  for (const auto* labels :
       {&item.advertiser->exclusion_labels, &item.campaign->exclusion_labels,
        &creative.exclusion_labels}) {
    if (Intersects(*labels, request_.page.exclusion_labels)) return true;
  }
  if (Hits(creative.blocks)) return true;
  if (Intersects({item.advertiser->name}, site.blocked_advertisers)) {
    return true;
  }
  if (site.BlocksClickHost(creative.click_host)) return true;
  return site_blocks_ && !item.campaign->exempt_from_site_blocks;
}

void CandidateFinder::LookAtCreatives(Candidate& candidate) {
  for (uint32_t position : candidate.line_item().creatives) {
    const Creative& creative = candidate.campaign().creatives[position];
    const bool blocked = IsBlocked(*candidate.item, creative);
    for (size_t i = 0; i < candidate.slots.size(); ++i) {
      if (!FitsSome(creative, request_.slots[i].sizes)) continue;
      candidate.slots[i].fits = true;
      if (!blocked) candidate.slots[i].usable.push_back(&creative);
    }
  }
}

}  // namespace placard
