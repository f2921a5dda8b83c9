#include "tests/engine/catalog/documents.h"

#include <ostream>

namespace placard {

Rule Word(std::string word) {
  return Rule{KeywordRule{{{.text = std::move(word)}}}};
}

Rule Has(std::string key, std::string value) {
  return Rule{KeyValueRule{KeyValue{std::move(key), {std::move(value)}}}};
}

Rule OnList(std::string list) { return Rule{KeywordListRule{std::move(list)}}; }

Price PriceOf(int64_t cpm) {
  Price price;
  price.cpm = Micros(cpm);
  return price;
}

Campaign CampaignOf(std::string name) {
  Campaign campaign;
  campaign.name = std::move(name);
  campaign.advertiser = "advertisers/a";
  campaign.flight.start = absl::FromUnixSeconds(0);
  campaign.creatives.emplace_back().name = campaign.name + "/creatives/only";
  campaign.creatives[0].size = FixedSize{300, 250};
  campaign.creatives[0].click_host = "shop.example";
  return campaign;
}

void AddLineItem(Campaign& campaign, std::string id, Rule rule,
                 int32_t weight) {
  LineItem& item = campaign.line_items.emplace_back();
  item.name = campaign.name + "/lineItems/" + id;
  item.rule = std::move(rule);
  item.weight = weight;
  item.creatives = {0};
}

std::shared_ptr<const Advertiser> AdvertiserOf(std::string name) {
  Advertiser advertiser;
  advertiser.name = std::move(name);
  return Shared(std::move(advertiser));
}

std::shared_ptr<const KeywordList> ListOf(std::string name,
                                          std::vector<std::string> words) {
  KeywordList list;
  list.name = std::move(name);
  for (std::string& word : words) {
    list.terms.push_back({.text = std::move(word)});
  }
  return Shared(std::move(list));
}

PageRequest About(std::vector<std::string> keywords, size_t slots) {
  PageRequest request;
  request.page.keywords = std::move(keywords);
  request.slots.resize(slots);
  return request;
}

void PrintTo(const Found& found, std::ostream* out) {
  *out << found.line_item << " in slots " << found.slots << ", blocked ";
  for (const bool blocked : found.blocked) *out << (blocked ? '1' : '0');
}

std::vector<Found> FindAll(const Snapshot& snapshot, const PageRequest& request,
                           absl::Time instant) {
  SearchScratch scratch;
  snapshot.Prepare(request, instant, scratch);
  std::vector<Found> all;
  snapshot.Search(scratch, [&](const SearchCandidate& candidate) {
    const ServedLineItem& item = snapshot.line_item(*candidate.row);
    const uint64_t slots = candidate.slots;
    Found& found = all.emplace_back();
    found.line_item = item.line_item->name;
    found.slots = slots;
    for (const ServedCreative& creative : item.creatives) {
      found.blocked.push_back(
          snapshot.CreativeBlocked(item, creative, scratch));
    }
    return Visit::kNext;
  });
  return all;
}

std::vector<std::string> Names(const Snapshot& snapshot,
                               const PageRequest& request, absl::Time instant) {
  std::vector<std::string> names;
  for (const Found& found : FindAll(snapshot, request, instant)) {
    names.push_back(found.line_item.substr(found.line_item.rfind('/') + 1));
  }
  return names;
}

}  // namespace placard
