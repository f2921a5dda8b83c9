#include "services/placard/page_request.h"

#include <iterator>

#include "absl/strings/ascii.h"
#include "services/placard/friendly_forms.h"
#include "services/placard/message_reader.h"
#include "services/placard/yaml_tree.h"

namespace placard {
namespace {

// More than the 64 KiB that a server takes: it says better what is wrong.
constexpr size_t kArticleBytes = 1 << 20;

void Fail(std::string_view flag, std::string_view message,
          SourceErrors& errors) {
  errors.push_back({std::string(flag), 0, "", std::string(message)});
}

void ReadPageFile(const std::string& path, v1::DecideRequest& request,
                  SourceErrors& errors) {
  const absl::StatusOr<std::string> text = ReadFile(path, kArticleBytes);
  if (!text.ok()) return Fail(path, ToStd(text.status().message()), errors);
  const std::vector<YamlNode> documents = ParseYaml(*text, path, errors);
  if (!errors.empty()) return;
  if (documents.size() != 1 || !documents[0].is_map()) {
    return Fail(path, "must hold one page: a mapping", errors);
  }
  FieldLines lines;
  ReadMessage(documents[0], "kind", path, request, lines, errors);
}

// "300x250,16:9" as sizes, anything else as a preset's name.
void ReadShape(std::string_view shape, v1::Slot& slot) {
  const ScalarForm& form = *FindScalarForm(*v1::Size::descriptor());
  std::string_view rest = shape;
  while (true) {
    const size_t comma = rest.find(',');
    if (!form.parse(rest.substr(0, comma), absl::UTCTimeZone(),
                    *slot.add_sizes())
             .ok()) {
      slot.clear_sizes();
      slot.set_preset(std::string(shape));
      return;
    }
    if (comma == std::string_view::npos) return;
    rest.remove_prefix(comma + 1);
  }
}

void ReadSlots(const std::vector<std::string>& flags,
               v1::DecideRequest& request, SourceErrors& errors) {
  if (!flags.empty()) request.clear_slots();
  for (const std::string& flag : flags) {
    const size_t equals = flag.find('=');
    if (equals == std::string::npos || equals == 0 ||
        equals + 1 == flag.size()) {
      Fail("--slot",
           Concat("must be ID=WIDTHxHEIGHT or ID=PRESET, is \"", flag, "\""),
           errors);
      continue;
    }
    v1::Slot& slot = *request.add_slots();
    slot.set_id(flag.substr(0, equals));
    ReadShape(std::string_view(flag).substr(equals + 1), slot);
  }
  if (request.slots().empty() && errors.empty()) {
    Fail("--slot", "is missing: what is to be filled, such as top=300x250",
         errors);
  }
}

void ReadArticle(const std::string& path, std::istream& in, v1::Page& page,
                 SourceErrors& errors) {
  if (path.empty()) return;
  if (path == "-") {
    return page.set_text(std::string(std::istreambuf_iterator<char>(in), {}));
  }
  absl::StatusOr<std::string> text = ReadFile(path, kArticleBytes);
  if (!text.ok()) return Fail(path, ToStd(text.status().message()), errors);
  page.set_text(*std::move(text));
}

template <typename Field>
void Replace(const std::vector<std::string>& values, Field& field) {
  if (!values.empty()) field.Assign(values.begin(), values.end());
}

void ReadDevice(const std::string& name, v1::Viewer& viewer,
                SourceErrors& errors) {
  const auto* device = FindEnumValue(*v1::Device_descriptor(), name);
  if (device == nullptr) {
    return Fail(
        "--device",
        Concat("must be one of ", EnumValueNames(*v1::Device_descriptor()),
               ", is \"", name, "\""),
        errors);
  }
  viewer.set_device(static_cast<v1::Device>(device->number()));
}

}  // namespace

v1::DecideRequest BuildRequest(const DecideOptions& options, std::istream& in,
                               SourceErrors& errors) {
  v1::DecideRequest request;
  if (!options.page_file.empty()) {
    ReadPageFile(options.page_file, request, errors);
  }
  v1::Page& page = *request.mutable_page();
  Replace(options.sections, *page.mutable_sections());
  Replace(options.keywords, *page.mutable_keywords());
  Replace(options.exclusion_labels, *page.mutable_exclusion_labels());
  if (!options.title.empty()) page.set_title(options.title);
  if (!options.language.empty()) page.set_language(options.language);
  ReadArticle(options.text_file, in, page, errors);
  v1::Viewer& viewer = *request.mutable_viewer();
  if (!options.country.empty()) viewer.set_country(options.country);
  if (!options.device.empty()) ReadDevice(options.device, viewer, errors);
  if (options.seed) request.set_seed(*options.seed);
  if (!options.at.empty()) {
    const ScalarForm& form =
        *FindScalarForm(*google::protobuf::Timestamp::descriptor());
    const absl::Status at =
        form.parse(options.at, absl::UTCTimeZone(), *request.mutable_at());
    if (!at.ok()) Fail("--at", ToStd(at.message()), errors);
  }
  if (!options.page_view_token.empty()) {
    request.set_page_view_token(options.page_view_token);
  }
  if (!options.force.empty()) request.set_force(options.force);
  if (options.test) request.set_test(true);
  ReadSlots(options.slots, request, errors);
  return request;
}

}  // namespace placard
