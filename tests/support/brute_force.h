// Decides a page the slow way: every line item is looked at, every rule is
// evaluated on strings, every order is written out. What the engine must agree
// with, ad for ad and reason for reason; the lifetime (`ttl`) is not computed.
//
// Shares with the engine what both take as given: the model, the text room, the
// arithmetic of draws, and the page filler, which has an oracle of its own.
//
// Thread safety: Decide() may be called concurrently.
// Lifetime: the contents must outlive the BruteForce and its decisions.
// Cost: linear in all line items, tens of milliseconds a page for 10,000.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "engine/delivery/delivery_view.h"
#include "engine/model/campaign.h"
#include "engine/model/decision.h"
#include "engine/model/page.h"

namespace placard {

class BruteForce {
 public:
  explicit BruteForce(const CatalogContents& contents);

  // `optimal` is false where the filler gave up.
  Decision Decide(const PageRequest& request, absl::Time instant, uint64_t seed,
                  const DeliveryView& delivery = {}) const;

  // A line item with what it is read together with.
  struct Item {
    const Advertiser* advertiser = nullptr;
    const Campaign* campaign = nullptr;
    const LineItem* line_item = nullptr;
    Rule rule;  // the effective one
  };

 private:
  const CatalogContents& contents_;
  // Those that can serve at some instant, in rank order.
  std::vector<Item> items_;
};

// For one page.
Decision BruteForceDecide(const CatalogContents& contents,
                          const PageRequest& request, absl::Time instant,
                          uint64_t seed);

// A line for each slot: its outcome, the ads taken and why no more.
std::string Describe(const Decision& decision, const PageRequest& request);

// Both described, or "" when they are the same by name; `ttl` is not compared.
std::string Difference(const Decision& expected, const Decision& actual,
                       const PageRequest& request);

}  // namespace placard
