#include "bench/report/figure.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "absl/strings/str_format.h"
#include "engine/base/status.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace placard {
namespace {

using Object = google::protobuf::Map<std::string, google::protobuf::Value>;

std::string Text(const Object& object, const std::string& name) {
  const auto field = object.find(name);
  return field == object.end() ? "" : field->second.string_value();
}

absl::StatusOr<std::optional<Bound>> ParseBound(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const bool at_most = text.starts_with("<= ");
  if (at_most || text.starts_with(">= ")) {
    char* end = nullptr;
    const double value = std::strtod(text.c_str() + 3, &end);
    if (end != text.c_str() + 3 && *end == '\0') {
      return Bound{.value = value, .at_most = at_most};
    }
  }
  return InvalidArgument("bound \"", text, "\", expected \"<= n\" or \">= n\"");
}

absl::StatusOr<Figure> ParseFigure(const Object& object) {
  Figure figure = {.id = Text(object, "id"),
                   .what = Text(object, "what"),
                   .unit = Text(object, "unit")};
  if (figure.id.empty()) return InvalidArgument("figure without an id");
  const auto value = object.find("value");
  if (value != object.end() && value->second.has_number_value()) {
    figure.value = value->second.number_value();
  }
  absl::StatusOr<std::optional<Bound>> bound =
      ParseBound(Text(object, "bound"));
  if (!bound.ok()) return Annotate(bound.status(), figure.id);
  figure.bound = *bound;
  const auto holds = object.find("holds");
  figure.holds =
      holds != object.end() && holds->second.bool_value() &&
      (!figure.bound.has_value() ||
       (figure.value.has_value() && figure.bound->Admits(*figure.value)));
  return figure;
}

// In the quotes of JSON.
std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (static_cast<unsigned char>(c) < ' ') {
      absl::StrAppendFormat(&out, "\\u%04x", c);
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string Number(const std::optional<double>& value) {
  return value.has_value() && std::isfinite(*value)
             ? absl::StrFormat("%.9g", *value)
             : "null";
}

}  // namespace

absl::StatusOr<Figures> ParseFigures(std::string_view json) {
  google::protobuf::ListValue list;
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      {json.data(), json.size()}, &list);
  if (!parsed.ok()) {
    return InvalidArgument("expected a JSON array: ",
                           parsed.message().ToString());
  }
  Figures figures;
  for (const google::protobuf::Value& value : list.values()) {
    PLACARD_ASSIGN_OR_RETURN(Figure figure,
                             ParseFigure(value.struct_value().fields()));
    figures.push_back(std::move(figure));
  }
  return figures;
}

std::string PrintFigures(const Figures& figures) {
  std::string out = "[\n";
  for (size_t i = 0; i < figures.size(); ++i) {
    const Figure& figure = figures[i];
    const std::string bound =
        figure.bound.has_value()
            ? Quoted(Concat(figure.bound->at_most ? "<= " : ">= ",
                            Number(figure.bound->value)))
            : "null";
    out += Concat("  {\"id\": ", Quoted(figure.id),
                  ", \"what\": ", Quoted(figure.what),
                  ", \"value\": ", Number(figure.value),
                  ", \"unit\": ", Quoted(figure.unit), ", \"bound\": ", bound,
                  ", \"holds\": ", figure.holds ? "true" : "false", "}",
                  i + 1 < figures.size() ? ",\n" : "\n");
  }
  return out + "]\n";
}

void Merge(Figures more, Figures& figures) {
  for (Figure& figure : more) {
    const auto same = std::find_if(
        figures.begin(), figures.end(),
        [&](const Figure& other) { return other.id == figure.id; });
    if (same == figures.end()) {
      figures.push_back(std::move(figure));
    } else {
      *same = std::move(figure);
    }
  }
}

std::string PrintValue(double value) {
  if (!std::isfinite(value) || std::abs(value) < 1000) {
    return absl::StrFormat("%.4g", value);
  }
  std::string digits = absl::StrFormat("%.0f", std::abs(value));
  for (size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return (value < 0 ? "-" : "") + digits;
}

std::string PrintBound(const std::optional<Bound>& bound) {
  if (!bound.has_value()) return "";
  return Concat(bound->at_most ? "<= " : ">= ", PrintValue(bound->value));
}

}  // namespace placard
