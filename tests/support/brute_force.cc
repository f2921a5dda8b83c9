#include "tests/support/brute_force.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>
#include <variant>

#include "engine/base/hash.h"
#include "tests/support/candidate.h"
#include "tests/support/page_oracle.h"

namespace placard {
namespace {

int64_t Value(const BruteForce::Item& item) {
  return item.campaign->tier == Tier::kPricePriority
             ? EcpmMicros(*item.line_item)
             : item.line_item->weight;
}

bool BeforeInRank(const BruteForce::Item& a, const BruteForce::Item& b) {
  const auto key = [](const BruteForce::Item& item) {
    const std::string& name = item.line_item->name;
    return std::tuple<Tier, int32_t, int64_t, uint64_t, const std::string&>(
        item.campaign->tier, item.campaign->priority, -Value(item),
        HashBytes(name), name);
  };
  return key(a) < key(b);
}

// The line item with what it needs; none when it can serve at no instant.
std::optional<BruteForce::Item> ReadItem(const CatalogContents& contents,
                                         const Campaign& campaign,
                                         const LineItem& line_item) {
  const auto advertiser = contents.advertisers.find(campaign.advertiser);
  if (advertiser == contents.advertisers.end() ||
      std::holds_alternative<BadRule>(line_item.rule) ||
      (campaign.tier == Tier::kPricePriority && !line_item.price)) {
    return std::nullopt;
  }
  BruteForce::Item item{
      .advertiser = advertiser->second.get(),
      .campaign = &campaign,
      .line_item = &line_item,
      .rule = EffectiveRule(*advertiser->second, campaign, line_item)};
  if (!ListsExist(contents, item.rule)) return std::nullopt;
  return item;
}

}  // namespace

BruteForce::BruteForce(const CatalogContents& contents) : contents_(contents) {
  for (const auto& [name, campaign] : contents.campaigns) {
    for (const LineItem& line_item : campaign->line_items) {
      std::optional<Item> item = ReadItem(contents, *campaign, line_item);
      if (item.has_value()) items_.push_back(*std::move(item));
    }
  }
  std::sort(items_.begin(), items_.end(), BeforeInRank);
}

Decision BruteForce::Decide(const PageRequest& request, absl::Time instant,
                            uint64_t seed, const DeliveryView& delivery) const {
  CandidateFinder finder(contents_, request, instant, seed);
  std::vector<Candidate> candidates;
  for (const Item& item : items_) {
    std::optional<Candidate> candidate = finder.Find(item);
    if (candidate.has_value()) candidates.push_back(*std::move(candidate));
  }
  return PageOracle(contents_, request, instant, seed, delivery, candidates)
      .Decide();
}

Decision BruteForceDecide(const CatalogContents& contents,
                          const PageRequest& request, absl::Time instant,
                          uint64_t seed) {
  return BruteForce(contents).Decide(request, instant, seed);
}

}  // namespace placard
