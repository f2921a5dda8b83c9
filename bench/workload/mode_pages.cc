#include "bench/workload/mode_pages.h"

#include <algorithm>
#include <set>
#include <utility>

#include "bench/workload/hard_rules.h"
#include "engine/base/limits.h"
#include "engine/base/status.h"

namespace placard {
namespace {

class PageMaker {
 public:
  PageMaker(const ModeShape& shape, const ModeWorld& world)
      : shape_(shape),
        world_(world),
        dice_(Mix(shape.seed, HashBytes("mode pages"))) {}

  PageView Make(size_t number) {
    PageView view;
    PageRequest& request = view.request;
    request.request_id = Concat("view-", number);
    request.page.url = Concat("https://site.example/", number);
    request.page.sections = {shape_.mode == Mode::kOneSection
                                 ? world_.sections().front()
                                 : dice_.Pick(world_.leaf_sections())};
    AddWords(request.page);
    AddRest(request.page);
    AddViewer(request.viewer);
    AddSlots(request.slots);
    view.instant = shape_.start +
                   absl::Seconds(static_cast<int64_t>(dice_.Below(7 * 86'400)));
    view.seed = dice_.Next();
    return view;
  }

 private:
  void AddWords(Page& page) {
    std::set<size_t> words;
    if (shape_.mode == Mode::kOneWordForMany) words.insert(kSharedWord);
    const size_t count = shape_.mode == Mode::kManyWords ? limits::kKeywords
                                                         : dice_.Between(5, 25);
    while (words.size() < count) words.insert(world_.DrawWord(dice_));
    for (const size_t word : words) {
      page.keywords.push_back(world_.Word(word));
    }
  }

  void AddRest(Page& page) {
    for (size_t i = dice_.Below(3); i > 0; --i) {
      page.categories.push_back(world_.DrawCategory(dice_));
    }
    page.language = world_.DrawLanguage(dice_);
    for (size_t key = 0; key < 6; ++key) {
      if (!dice_.OneIn(3)) continue;
      page.key_values.push_back(
          {Concat("key-", key), {Concat("value-", dice_.Below(10))}});
    }
  }

  void AddViewer(Viewer& viewer) {
    viewer.country = world_.Country(world_.DrawCountry(dice_));
    viewer.region = Concat(*viewer.country, "-", dice_.Below(4));
    viewer.device = static_cast<Device>(dice_.Below(3));
    if (shape_.mode == Mode::kNothingMatches) {
      viewer.country = world_.Country(kSharedCountry);
      viewer.device = kSharedDevice;
    }
    std::set<size_t> segments;
    for (size_t i = dice_.Below(7); i > 0; --i)
      segments.insert(dice_.Below(60));
    for (const size_t segment : segments) {
      viewer.segments.push_back(Concat("segment-", segment));
    }
  }

  void AddSlots(std::vector<Slot>& slots) {
    for (size_t i = 0; i < 3; ++i) {
      Slot& slot = slots.emplace_back();
      slot.id = Concat("slot-", i);
      slot.sizes = dice_.Sample(ModeSizes(), dice_.Between(1, 3));
      slot.floor = Micros(static_cast<int64_t>(dice_.Below(4)) * 250'000);
    }
  }

  const ModeShape& shape_;
  const ModeWorld& world_;
  Dice dice_;
};

}  // namespace

const std::vector<Size>& ModeSizes() {
  static const auto& sizes = *new std::vector<Size>{
      FixedSize{300, 250}, FixedSize{336, 280}, FixedSize{728, 90},
      FixedSize{970, 250}, FixedSize{970, 90},  FixedSize{160, 600},
      FixedSize{300, 600}, FixedSize{320, 50},  FixedSize{320, 100},
      FixedSize{468, 60},  FixedSize{120, 600}, FixedSize{250, 250}};
  return sizes;
}

std::vector<PageView> MakeModePages(const ModeShape& shape,
                                    const ModeWorld& world) {
  PageMaker maker(shape, world);
  std::vector<PageView> views;
  views.reserve(shape.pages);
  for (size_t i = 0; i < shape.pages; ++i) views.push_back(maker.Make(i));
  return views;
}

}  // namespace placard
