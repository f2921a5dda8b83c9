// Documents, pages and searches in few words.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "engine/catalog/catalog_builder.h"
#include "engine/catalog/snapshot.h"
#include "engine/model/campaign.h"
#include "engine/model/page.h"

namespace placard {

// When everything happens unless said otherwise.
inline const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

Rule Word(std::string word);
Rule Has(std::string key, std::string value);
Rule OnList(std::string list);
Price PriceOf(int64_t cpm);  // in micros

// A campaign of advertiser "advertisers/a" that always runs, with a creative
// that all its line items show.
Campaign CampaignOf(std::string name);
void AddLineItem(Campaign& campaign, std::string id, Rule rule,
                 int32_t weight = 1);

template <typename T>
std::shared_ptr<const T> Shared(T document) {
  return std::make_shared<const T>(std::move(document));
}
std::shared_ptr<const Advertiser> AdvertiserOf(std::string name);
std::shared_ptr<const KeywordList> ListOf(std::string name,
                                          std::vector<std::string> words);

// A request of so many slots for a page with such keywords.
PageRequest About(std::vector<std::string> keywords, size_t slots = 1);

struct Found {
  std::string line_item;
  uint64_t slots = 0;
  std::vector<bool> blocked;  // by creative
  friend bool operator==(const Found&, const Found&) = default;
};
void PrintTo(const Found& found, std::ostream* out);

// Everything that the search finds, in its order.
std::vector<Found> FindAll(const Snapshot& snapshot, const PageRequest& request,
                           absl::Time instant = kNow);
// The line items' names alone, without the campaign's.
std::vector<std::string> Names(const Snapshot& snapshot,
                               const PageRequest& request,
                               absl::Time instant = kNow);

}  // namespace placard
