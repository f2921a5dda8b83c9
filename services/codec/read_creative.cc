#include <string>
#include <utility>

#include "engine/base/limits.h"
#include "services/codec/names.h"
#include "services/codec/read_documents.h"
#include "services/codec/read_parts.h"
#include "services/codec/url.h"

namespace placard {
namespace {

ImageContent ReadImage(const v1::ImageContent& wire, Checker& check) {
  const Checker::Scope scope = check.In("image");
  check.Known(wire);
  check.Url("url", wire.url());
  check.Text("title", wire.title(), 1, limits::kTitleBytes);
  return {.url = wire.url(), .title = wire.title()};
}

HtmlContent ReadHtml(const v1::HtmlContent& wire, Checker& check) {
  const Checker::Scope scope = check.In("html");
  check.Known(wire);
  check.Text("markup", wire.markup(), 1, limits::kMarkupBytes);
  return {.markup = wire.markup()};
}

NativeContent ReadNative(const v1::NativeContent& wire, Checker& check) {
  const Checker::Scope scope = check.In("native");
  check.Known(wire);
  check.Text("title", wire.title(), 1, limits::kTitleBytes);
  check.Text("body", wire.body(), 0, limits::kBodyBytes);
  if (!wire.image_url().empty()) check.Url("image_url", wire.image_url());
  check.Text("sponsored_by", wire.sponsored_by(), 1, limits::kTitleBytes);
  check.Text("call_to_action", wire.call_to_action(), 0,
             limits::kCallToActionBytes);
  return {.title = wire.title(),
          .body = wire.body(),
          .image_url = wire.image_url(),
          .sponsored_by = wire.sponsored_by(),
          .call_to_action = wire.call_to_action()};
}

void ReadContent(const v1::Creative& wire, Checker& check, Creative& creative) {
  switch (wire.content_case()) {
    case v1::Creative::kImage:
      creative.content = ReadImage(wire.image(), check);
      break;
    case v1::Creative::kHtml:
      creative.content = ReadHtml(wire.html(), check);
      break;
    case v1::Creative::kNative:
      creative.content = ReadNative(wire.native(), check);
      break;
    case v1::Creative::CONTENT_NOT_SET:
      check.Fail("must have exactly one of image, html and native");
      break;
  }
}

}  // namespace

Creative ReadCreative(const v1::Creative& wire, std::string_view campaign,
                      Checker& check) {
  check.Known(wire);
  check.Text("display_name", wire.display_name(), 0, limits::kDisplayNameBytes);
  Creative creative;
  creative.name = FormatCreativeName(campaign, wire.id());
  if (wire.has_size()) {
    const Checker::Scope scope = check.In("size");
    creative.size = ReadSize(wire.size(), check);
  } else {
    check.FailAt("size", "must be set");
  }
  if (check.Url("click_url", wire.click_url())) {
    creative.click_url = wire.click_url();
    creative.click_host = *HttpsHost(wire.click_url());
  }
  ReadContent(wire, check, creative);
  creative.exclusion_labels = ReadLabels(wire.exclusion_labels(), check);
  creative.blocks = ReadBlocks(wire.blocks(), check);
  if (wire.has_rotation_weight()) {
    check.Range("rotation_weight", wire.rotation_weight(), 0, limits::kWeight);
    creative.rotation_weight = wire.rotation_weight();
  }
  return creative;
}

}  // namespace placard
