// A small catalogue, a page with one slot, and what is said of a line item.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/catalog/catalog_builder.h"
#include "engine/engine.h"
#include "engine/explain/explain.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/rules.h"
#include "tests/support/small_catalog.h"

namespace placard {

class ExplainedPage : public testing::Test {
 protected:
  ExplainedPage() { request_.slots = {BoxSlot("top")}; }

  Explanation Explain(std::vector<std::string> names, size_t near_misses = 0) {
    CatalogBuilder builder;
    builder.PutAll(catalog_.contents());
    snapshot_ = builder.Publish({.epoch = "test", .revision = 1});
    DecideScratch scratch;
    Decide(*snapshot_, request_, instant_, seed_, scratch, decision_);
    if (shown_) Show();
    return placard::Explain(
        *snapshot_, request_, instant_, seed_, decision_,
        {.line_items = std::move(names), .near_misses = near_misses},
        scratch.search);
  }

  LineItemExplanation ExplainOf(const std::string& id) {
    return Explain({"campaigns/" + id + "/lineItems/l"}).line_items[0];
  }

  // "path | asks | has | change" of each thing that fails; alternatives are
  // in brackets.
  static std::string Line(const Failure& failure) {
    if (failure.alternatives.empty()) {
      return failure.source + " " + failure.path + " | " + failure.asks +
             " | " + failure.has + " | " + failure.change;
    }
    std::string text = "any of";
    for (const std::vector<Failure>& parts : failure.alternatives) {
      text += " [";
      for (const Failure& part : parts) {
        if (text.back() != '[') text += "; ";
        text += Line(part);
      }
      text += "]";
    }
    return text;
  }
  std::vector<std::string> Lines(const std::string& id) {
    std::vector<std::string> lines;
    for (const Failure& failure : ExplainOf(id).failures) {
      lines.push_back(Line(failure));
    }
    return lines;
  }
  // Of a rule of its own, without the names.
  std::string RuleLine(Rule rule) {
    catalog_.Add({.id = "a", .rule = std::move(rule)});
    const std::vector<Failure> failures = ExplainOf("a").failures;
    EXPECT_EQ(failures.size(), 1u);
    const std::string line = Line(failures[0]);
    const std::string source = "campaigns/a/lineItems/l ";
    return line.starts_with(source) ? line.substr(source.size()) : line;
  }

  // The page shows in its first slot the first creative of the line item, and
  // nothing else, whatever was decided. An empty id: nothing at all.
  void PageShows(std::string id, size_t line_item = 0) {
    shown_ = {std::move(id), line_item};
  }

  SmallCatalog catalog_;
  PageRequest request_;
  absl::Time instant_ = absl::FromCivil(absl::CivilHour(2026, 2, 2, 9),
                                        absl::UTCTimeZone());  // a Monday
  uint64_t seed_ = 1;
  std::shared_ptr<const Snapshot> snapshot_;
  Decision decision_;

 private:
  void Show() {
    for (SlotResult& slot : decision_.slots) slot.ads.clear();
    if (shown_->first.empty()) return;
    const Campaign& campaign =
        *catalog_.contents().campaigns.at("campaigns/" + shown_->first);
    decision_.slots[0].ads = {
        {.campaign = &campaign,
         .line_item = &campaign.line_items[shown_->second],
         .creative = campaign.creatives.data()}};
  }

  std::optional<std::pair<std::string, size_t>> shown_;
};

}  // namespace placard
