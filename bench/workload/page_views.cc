#include "bench/workload/page_views.h"

#include <set>
#include <string>
#include <utility>

#include "bench/workload/formats.h"
#include "engine/base/status.h"

namespace placard {
namespace {

std::vector<std::string> SomeSegments(Dice& dice, const Market& market) {
  std::set<std::string> segments;
  if (dice.Percent(30)) return {};  // no consent
  for (size_t i = dice.Below(7); i > 0; --i) {
    segments.insert(market.Segment(dice));
  }
  return {segments.begin(), segments.end()};
}

Viewer MakeViewer(Dice& dice, const Market& market) {
  Viewer viewer;
  viewer.device = market.DrawDevice(dice);
  viewer.segments = SomeSegments(dice, market);
  if (dice.Percent(5)) return viewer;  // from nowhere known
  viewer.country = market.Country(dice);
  if (dice.Percent(80)) viewer.region = market.Region(dice, *viewer.country);
  return viewer;
}

std::string MakeText(Dice& dice, const Market& market, size_t words) {
  std::string text;
  for (size_t i = 0; i < words; ++i) {
    if (i > 0) text += ' ';
    text += market.PageWord(dice);
  }
  return text;
}

Page MakePage(Dice& dice, const Market& market, const PageContext& context,
              size_t text_words) {
  Page page;
  page.sections = {context.section};
  page.keywords = context.keywords;
  for (const std::string& keyword : context.keywords) {
    if (!page.title.empty()) page.title += ' ';
    page.title += keyword;
  }
  for (size_t i = dice.Below(3); i > 0; --i) {
    page.categories.push_back(market.DrawCategory(dice, context.section));
  }
  if (dice.Percent(4)) page.exclusion_labels = {"alcohol", "gambling"};
  if (dice.Percent(90)) page.language = market.Language(dice);
  for (size_t key = 0; key < 6; ++key) {
    if (!dice.OneIn(3)) continue;
    page.key_values.push_back(
        {Concat("key-", key), {Concat("value-", dice.Below(10))}});
  }
  page.text = MakeText(dice, market, text_words);
  return page;
}

PageView MakePageView(Dice& dice, const Market& market,
                      const PageContext& context, size_t number,
                      size_t text_words) {
  PageView view;
  view.request.request_id = Concat("view-", number);
  view.request.page = MakePage(dice, market, context, text_words);
  view.request.page.url = Concat("https://site.example/", number);
  view.request.viewer = MakeViewer(dice, market);
  view.request.slots = DrawSlots(dice, *view.request.viewer.device);
  view.instant = WorkloadStart() +
                 absl::Seconds(static_cast<int64_t>(dice.Below(7 * 86'400)));
  view.seed = dice.Next();
  return view;
}

}  // namespace

std::vector<PageView> MakePageViews(const WorkloadShape& shape,
                                    const Market& market,
                                    const std::vector<PageContext>& contexts) {
  Dice dice(Mix(shape.seed, HashBytes("page views")));
  std::vector<PageView> views;
  views.reserve(contexts.size());
  for (const PageContext& context : contexts) {
    views.push_back(
        MakePageView(dice, market, context, views.size(), shape.text_words));
  }
  return views;
}

}  // namespace placard
