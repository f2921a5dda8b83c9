#include "bench/workload/fill_pages.h"

#include <algorithm>
#include <tuple>

#include "bench/workload/dice.h"

namespace placard {
namespace {

constexpr size_t kLabels = 8;
constexpr size_t kPrices = 40;
constexpr uint32_t kSponsorship = 0;
constexpr uint32_t kPriced = 1;

uint32_t Number(size_t number) { return static_cast<uint32_t>(number); }

struct Advertiser {
  uint32_t number = 0;
  std::vector<uint32_t> labels;
};

class PageMaker {
 public:
  PageMaker(const FillShape& shape, uint64_t seed)
      : shape_(shape), dice_(seed) {}

  FillPage Make() {
    page_.places.assign(shape_.slots, static_cast<uint8_t>(shape_.places));
    page_.goals = {StageGoal::kCount, StageGoal::kTotal};
    page_.labels = kLabels;
    while (page_.candidates.size() < shape_.candidates) AddAdvertiser();
    page_.candidates.resize(shape_.candidates);
    std::stable_sort(page_.candidates.begin(), page_.candidates.end(),
                     [](const FillCandidate& a, const FillCandidate& b) {
                       return std::tuple(a.stage, -a.value) <
                              std::tuple(b.stage, -b.value);
                     });
    return page_;
  }

 private:
  void AddAdvertiser() {
    Advertiser advertiser = {.number = Number(page_.advertiser_limits.size())};
    const bool limited = dice_.OneIn(3);
    page_.advertiser_limits.push_back(
        limited ? static_cast<int32_t>(dice_.Between(1, 2)) : 1'000'000);
    if (dice_.Percent(shape_.labelled / 2)) advertiser.labels = {Label()};
    const size_t campaigns = dice_.Between(1, 6);
    for (size_t i = 0; i < campaigns; ++i) AddCampaign(advertiser);
  }

  void AddCampaign(const Advertiser& advertiser) {
    std::vector<uint32_t> labels = advertiser.labels;
    if (dice_.Percent(shape_.labelled / 2)) labels.push_back(Label());
    const uint32_t party = page_.parties++;
    const uint32_t unit = page_.units++;
    const uint32_t stage = dice_.OneIn(10) ? kSponsorship : kPriced;
    const size_t line_items = dice_.Between(1, 3);
    for (size_t i = 0; i < line_items; ++i) {
      FillCandidate candidate = {.slots = Slots(),
                                 .value = Price(),
                                 .stage = stage,
                                 .units = {page_.units++, page_.units++, unit},
                                 .first_claim = Number(page_.claims.size()),
                                 .claims = Number(labels.size()),
                                 .advertiser = advertiser.number,
                                 .line_item = page_.line_items++};
      for (const uint32_t label : labels) {
        page_.claims.push_back({.label = label, .party = party});
      }
      page_.candidates.push_back(candidate);
    }
  }

  uint32_t Label() { return Number(dice_.Below(kLabels)); }

  int64_t Price() {
    return static_cast<int64_t>(dice_.Between(1, kPrices)) * 100'000;
  }

  uint64_t Slots() {
    uint64_t slots = uint64_t{1} << dice_.Below(shape_.slots);
    for (size_t s = 0; s < shape_.slots; ++s) {
      if (dice_.OneIn(3)) slots |= uint64_t{1} << s;
    }
    return slots;
  }

  FillShape shape_;
  Dice dice_;
  FillPage page_;
};

}  // namespace

FillProblem FillPage::problem() const {
  return {.places = places,
          .candidates = candidates,
          .claims = claims,
          .goals = goals,
          .advertiser_limits = advertiser_limits,
          .group_line_items = group_line_items,
          .units = units,
          .labels = labels,
          .parties = parties,
          .line_items = line_items,
          .phantoms = phantoms};
}

FillPage MakeFillPage(const FillShape& shape, uint64_t seed) {
  return PageMaker(shape, seed).Make();
}

}  // namespace placard
