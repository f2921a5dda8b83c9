#include "services/codec/parts_to_proto.h"

#include "engine/text/section_path.h"
#include "services/codec/enums.h"

namespace placard {

v1::Size ToProto(const Size& size) {
  v1::Size wire;
  if (const auto* fixed = std::get_if<FixedSize>(&size)) {
    wire.mutable_fixed()->set_width(fixed->width);
    wire.mutable_fixed()->set_height(fixed->height);
  } else if (const auto* ratio = std::get_if<RatioSize>(&size)) {
    wire.mutable_ratio()->set_width_ratio(ratio->width);
    wire.mutable_ratio()->set_height_ratio(ratio->height);
    wire.mutable_ratio()->set_min_width(ratio->min_width);
  } else {
    wire.mutable_fluid();
  }
  return wire;
}

v1::Price ToProto(const Price& price) {
  v1::Price wire;
  if (price.unit == Price::Unit::kCpm) {
    wire.set_cpm_micros(price.cpm.value());
  } else {
    wire.mutable_cpc()->set_cpc_micros(price.cpc.value());
    wire.mutable_cpc()->set_clicks_per_million(price.clicks_per_million);
  }
  return wire;
}

v1::KeywordTerm ToProto(const KeywordTerm& term) {
  v1::KeywordTerm wire;
  wire.set_text(term.text);
  wire.set_match(ToWire(kMatches, term.match));
  return wire;
}

v1::SectionTerm ToProto(const SectionTerm& term) {
  v1::SectionTerm wire;
  wire.set_path(PrintSectionPath(term.path));
  wire.set_exact(term.exact);
  return wire;
}

v1::Category ToProto(const CategoryId& category) {
  v1::Category wire;
  wire.set_taxonomy(category.taxonomy);
  wire.set_id(category.id);
  return wire;
}

v1::KeyValue ToProto(const KeyValue& key_value) {
  v1::KeyValue wire;
  wire.set_key(key_value.key);
  AppendStrings(key_value.values, wire.mutable_values());
  return wire;
}

v1::Blocks ToProto(const Blocks& blocks) {
  v1::Blocks wire;
  AppendEach(blocks.keywords, wire.mutable_keywords());
  AppendStrings(blocks.keyword_lists, wire.mutable_keyword_lists());
  AppendEach(blocks.sections, wire.mutable_sections());
  AppendEach(blocks.categories, wire.mutable_categories());
  return wire;
}

}  // namespace placard
