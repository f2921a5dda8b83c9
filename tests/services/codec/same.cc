#include "tests/services/codec/same.h"

#include <algorithm>
#include <tuple>
#include <variant>
#include <vector>

namespace placard {
namespace {

auto Fields(const ImageContent& c) { return std::tie(c.url, c.title); }
auto Fields(const HtmlContent& c) { return std::tie(c.markup); }
auto Fields(const NativeContent& c) {
  return std::tie(c.title, c.body, c.image_url, c.sponsored_by,
                  c.call_to_action);
}
auto Fields(const Floor& f) { return std::tie(f.section, f.cpm); }
auto Fields(const SlotPreset& p) {
  return std::tie(p.id, p.sizes, p.count, p.floor, p.position);
}
auto Fields(const Slot& s) {
  return std::tie(s.id, s.sizes, s.count, s.floor, s.key_values);
}
auto Fields(const LineItem& i) {
  return std::tie(i.name, i.status, i.price, i.weight, i.rule, i.creatives,
                  i.rotation, i.companion_of, i.share_of_voice);
}
auto Fields(const Flight& f) { return std::tie(f.start, f.end, f.zone); }

template <typename T>
bool SameFields(const T& a, const T& b) {
  return Fields(a) == Fields(b);
}

template <typename T, typename Equal>
bool SameEach(const std::vector<T>& a, const std::vector<T>& b, Equal equal) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), equal);
}

bool SameCreative(const Creative& a, const Creative& b) {
  const auto rest = [](const Creative& c) {
    return std::tie(c.name, c.size, c.click_url, c.click_host,
                    c.exclusion_labels, c.blocks, c.rotation_weight);
  };
  if (rest(a) != rest(b) || a.content.index() != b.content.index()) {
    return false;
  }
  return std::visit(
      [&b](const auto& content) {
        using Content = std::remove_cvref_t<decltype(content)>;
        return SameFields(content, std::get<Content>(b.content));
      },
      a.content);
}

}  // namespace

bool Same(const Campaign& a, const Campaign& b) {
  const auto rest = [](const Campaign& c) {
    return std::tie(c.name, c.advertiser, c.status, c.tier, c.priority,
                    c.exclusion_labels, c.blocks, c.exempt_from_site_blocks,
                    c.roadblock);
  };
  return rest(a) == rest(b) && SameFields(a.flight, b.flight) &&
         SameEach(a.line_items, b.line_items, SameFields<LineItem>) &&
         SameEach(a.creatives, b.creatives, SameCreative);
}

bool Same(const Advertiser& a, const Advertiser& b) {
  const auto all = [](const Advertiser& x) {
    return std::tie(x.name, x.status, x.exclusion_labels, x.blocks,
                    x.page_limit, x.same_advertiser_exception);
  };
  return all(a) == all(b);
}

bool Same(const KeywordList& a, const KeywordList& b) {
  return std::tie(a.name, a.expires, a.dry_run, a.terms) ==
         std::tie(b.name, b.expires, b.dry_run, b.terms);
}

bool Same(const SitePolicy& a, const SitePolicy& b) {
  const auto rest = [](const SitePolicy& p) {
    return std::tie(p.currency, p.blocks, p.blocked_advertisers,
                    p.blocked_click_domains, p.sections, p.no_duplicates,
                    p.advertiser_page_limit);
  };
  return rest(a) == rest(b) &&
         SameEach(a.floors, b.floors, SameFields<Floor>) &&
         SameEach(a.slot_presets, b.slot_presets, SameFields<SlotPreset>);
}

bool Same(const Taxonomy& a, const Taxonomy& b) {
  return std::tie(a.id, a.parent) == std::tie(b.id, b.parent);
}

bool Same(const CatalogObject& a, const CatalogObject& b) {
  if (a.index() != b.index()) return false;
  return std::visit(
      [&b](const auto& object) {
        using Pointer = std::remove_cvref_t<decltype(object)>;
        return Same(*object, *std::get<Pointer>(b));
      },
      a);
}

bool Same(const PageRequest& a, const PageRequest& b) {
  const auto page = [](const Page& p) {
    return std::tie(p.url, p.sections, p.keywords, p.categories,
                    p.exclusion_labels, p.language, p.key_values, p.title,
                    p.text);
  };
  const auto viewer = [](const Viewer& v) {
    return std::tie(v.country, v.region, v.device, v.segments);
  };
  return a.request_id == b.request_id && a.force == b.force &&
         a.page_view == b.page_view && page(a.page) == page(b.page) &&
         viewer(a.viewer) == viewer(b.viewer) &&
         SameEach(a.slots, b.slots, SameFields<Slot>);
}

}  // namespace placard
