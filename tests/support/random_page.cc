#include <string>
#include <utility>
#include <vector>

#include "engine/base/status.h"
#include "tests/support/random_model.h"
#include "tests/support/random_values.h"

namespace placard {
namespace {

using namespace random_values;

std::string RandomText(Dice& dice, size_t at_most) {
  std::string text;
  for (size_t words = dice.Below(at_most + 1); words > 0; --words) {
    if (!text.empty()) text += dice.Percent(80) ? " " : "'";
    text += dice.Pick(Words());
  }
  return text;
}

std::vector<std::string> RandomKeywords(Dice& dice) {
  std::vector<std::string> keywords(dice.Below(4));
  for (std::string& keyword : keywords) {
    keyword = dice.Pick(Words());
    if (dice.OneIn(3))
      keyword += (dice.OneIn(3) ? "-" : " ") + dice.Pick(Words());
  }
  return keywords;
}

std::vector<KeyValue> RandomKeyValues(Dice& dice) {
  std::vector<KeyValue> key_values;
  for (const std::string& key : dice.Sample(Keys(), dice.Below(3))) {
    key_values.push_back(
        {.key = key, .values = dice.Sample(Values(), dice.Below(3))});
  }
  return key_values;
}

template <typename T>
std::optional<T> Perhaps(Dice& dice, const std::vector<T>& values) {
  if (dice.OneIn(4)) return std::nullopt;
  return dice.Pick(values);
}

// Something that RandomContents() may have.
ShownAd RandomShownAd(Dice& dice) {
  const std::string campaign = Concat("campaigns/k", dice.Below(8));
  ShownAd ad = {
      .campaign = PageViewHash(campaign),
      .advertiser = PageViewHash(Concat("advertisers/a", dice.Below(4))),
      .line_item =
          PageViewHash(Concat(campaign, "/lineItems/l", dice.Below(3))),
      .creative = PageViewHash(Concat(campaign, "/creatives/c", dice.Below(4))),
      .house = dice.OneIn(5)};
  if (dice.OneIn(3)) ad.labels = {PageViewHash(dice.Pick(Labels()))};
  return ad;
}

}  // namespace

Page RandomPage(Dice& dice) {
  Page page;
  page.sections = dice.Sample(Sections(), dice.Below(3));
  page.keywords = RandomKeywords(dice);
  page.categories = dice.Sample(Categories(), dice.Below(3));
  if (dice.OneIn(3)) page.exclusion_labels = dice.Sample(Labels(), 1);
  page.language = Perhaps(dice, Languages());
  page.key_values = RandomKeyValues(dice);
  page.title = RandomText(dice, 4);
  page.text = RandomText(dice, 6);
  return page;
}

Viewer RandomViewer(Dice& dice) {
  return {.country = Perhaps(dice, Countries()),
          .region = Perhaps(dice, Regions()),
          .device = Perhaps(dice, Devices()),
          .segments = dice.Sample(Segments(), dice.Below(3))};
}

Slot RandomSlot(Dice& dice, std::string id) {
  return {.id = std::move(id),
          .sizes = dice.Sample(Sizes(), dice.Between(1, 3)),
          .count = static_cast<int32_t>(dice.Between(1, 3)),
          .floor = Micros(dice.OneIn(2) ? 0 : dice.Pick(CpmMicros())),
          .key_values = RandomKeyValues(dice)};
}

PageRequest RandomRequest(Dice& dice) {
  PageRequest request{.request_id = Concat("r", dice.Below(3)),
                      .page = RandomPage(dice),
                      .viewer = RandomViewer(dice),
                      .slots = {}};
  const size_t slots = dice.Between(1, 5);
  for (size_t i = 0; i < slots; ++i) {
    request.slots.push_back(RandomSlot(dice, Concat("slot", i)));
  }
  for (size_t shown = dice.OneIn(3) ? dice.Between(1, 3) : 0; shown > 0;
       --shown) {
    request.page_view.shown.push_back(RandomShownAd(dice));
  }
  return request;
}

}  // namespace placard
