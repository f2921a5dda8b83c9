// From parts of the model to the wire; see to_proto.h.
//
// Thread safety: pure functions.
#pragma once

#include <variant>

#include "engine/model/campaign.h"
#include "placard/v1/campaign.pb.h"
#include "placard/v1/decision.pb.h"

namespace placard {

v1::Size ToProto(const Size& size);
v1::Price ToProto(const Price& price);
v1::Blocks ToProto(const Blocks& blocks);
v1::KeywordTerm ToProto(const KeywordTerm& term);
v1::SectionTerm ToProto(const SectionTerm& term);
v1::Category ToProto(const CategoryId& category);
v1::KeyValue ToProto(const KeyValue& key_value);

// Works alike for a creative's and for an advertisement's.
template <typename Wire>
void WriteContent(const Creative& creative, Wire& wire) {
  if (const auto* image = std::get_if<ImageContent>(&creative.content)) {
    wire.mutable_image()->set_url(image->url);
    wire.mutable_image()->set_title(image->title);
  } else if (const auto* html = std::get_if<HtmlContent>(&creative.content)) {
    wire.mutable_html()->set_markup(html->markup);
  } else {
    const auto& native = std::get<NativeContent>(creative.content);
    wire.mutable_native()->set_title(native.title);
    wire.mutable_native()->set_body(native.body);
    wire.mutable_native()->set_image_url(native.image_url);
    wire.mutable_native()->set_sponsored_by(native.sponsored_by);
    wire.mutable_native()->set_call_to_action(native.call_to_action);
  }
}

// Appends the wire's form of each element to a repeated field.
template <typename Models, typename Wires>
void AppendEach(const Models& models, Wires* wires) {
  for (const auto& model : models) *wires->Add() = ToProto(model);
}
inline void AppendStrings(
    const std::vector<std::string>& models,
    google::protobuf::RepeatedPtrField<std::string>* wires) {
  wires->Add(models.begin(), models.end());
}

}  // namespace placard
