// The messages that a single scalar says; see friendly_forms.h.

#include <array>
#include <limits>

#include "absl/strings/numbers.h"
#include "engine/base/status.h"
#include "google/protobuf/timestamp.pb.h"
#include "placard/v1/campaign.pb.h"
#include "placard/v1/common.pb.h"
#include "services/placard/friendly_forms.h"
#include "services/placard/local_time.h"

namespace placard {
namespace {

using ::google::protobuf::Message;

// Digits only: "+3", " 3" and "0x3" are no sizes.
bool ParseNumber(std::string_view text, int32_t& number) {
  return text.find_first_not_of("0123456789") == std::string_view::npos &&
         absl::SimpleAtoi(ToAbsl(text), &number);
}

bool ParsePair(std::string_view text, char separator, int32_t& first,
               int32_t& second) {
  const size_t at = text.find(separator);
  return at != std::string_view::npos &&
         ParseNumber(text.substr(0, at), first) &&
         ParseNumber(text.substr(at + 1), second);
}

bool ParseRatio(std::string_view text, v1::RatioSize& ratio) {
  const size_t at = text.find('@');
  int32_t width = 0;
  int32_t height = 0;
  int32_t min_width = 0;
  if (at != std::string_view::npos &&
      !ParseNumber(text.substr(at + 1), min_width)) {
    return false;
  }
  if (!ParsePair(text.substr(0, at), ':', width, height)) return false;
  ratio.set_width_ratio(width);
  ratio.set_height_ratio(height);
  ratio.set_min_width(min_width);
  return true;
}

absl::Status ParseSize(std::string_view text, const absl::TimeZone&,
                       Message& message) {
  auto& size = static_cast<v1::Size&>(message);
  int32_t width = 0;
  int32_t height = 0;
  v1::RatioSize ratio;
  if (text == "fluid") {
    size.mutable_fluid();
  } else if (ParsePair(text, 'x', width, height)) {
    size.mutable_fixed()->set_width(width);
    size.mutable_fixed()->set_height(height);
  } else if (ParseRatio(text, ratio)) {
    *size.mutable_ratio() = ratio;
  } else {
    return InvalidArgument(
        "must be a size such as 300x250, \"16:9\", \"16:9@320\" or fluid, is "
        "\"",
        text, "\"");
  }
  return absl::OkStatus();
}

std::optional<std::string> PrintSize(const Message& message,
                                     const absl::TimeZone&) {
  const auto& size = static_cast<const v1::Size&>(message);
  if (size.has_fluid()) return "fluid";
  if (size.has_fixed()) {
    const auto [width, height] =
        std::pair(size.fixed().width(), size.fixed().height());
    if (width < 0 || height < 0) return std::nullopt;
    return Concat(width, "x", height);
  }
  if (!size.has_ratio()) return std::nullopt;
  const v1::RatioSize& ratio = size.ratio();
  if (ratio.width_ratio() < 0 || ratio.height_ratio() < 0 ||
      ratio.min_width() < 0) {
    return std::nullopt;
  }
  std::string text = Concat(ratio.width_ratio(), ":", ratio.height_ratio());
  if (ratio.min_width() > 0) text += Concat("@", ratio.min_width());
  return text;
}

// A bare word is a phrase, and says so: what was not said and what is meant
// are the same to every server.
absl::Status ParseTerm(std::string_view text, const absl::TimeZone&,
                       Message& message) {
  auto& term = static_cast<v1::KeywordTerm&>(message);
  term.set_text(std::string(text));
  term.set_match(v1::KeywordTerm::MATCH_PHRASE);
  return absl::OkStatus();
}

std::optional<std::string> PrintTerm(const Message& message,
                                     const absl::TimeZone&) {
  const auto& term = static_cast<const v1::KeywordTerm&>(message);
  if (term.match() != v1::KeywordTerm::MATCH_UNSPECIFIED &&
      term.match() != v1::KeywordTerm::MATCH_PHRASE) {
    return std::nullopt;
  }
  return term.text();
}

absl::Status ParseSection(std::string_view text, const absl::TimeZone&,
                          Message& message) {
  static_cast<v1::SectionTerm&>(message).set_path(std::string(text));
  return absl::OkStatus();
}

std::optional<std::string> PrintSection(const Message& message,
                                        const absl::TimeZone&) {
  const auto& term = static_cast<const v1::SectionTerm&>(message);
  if (term.exact()) return std::nullopt;
  return term.path();
}

absl::Status ParseCategory(std::string_view text, const absl::TimeZone&,
                           Message& message) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    return InvalidArgument(
        "must be a category such as iab-content-3.1/386, is \"", text, "\"");
  }
  auto& category = static_cast<v1::Category&>(message);
  category.set_taxonomy(std::string(text.substr(0, slash)));
  category.set_id(std::string(text.substr(slash + 1)));
  return absl::OkStatus();
}

std::optional<std::string> PrintCategory(const Message& message,
                                         const absl::TimeZone&) {
  const auto& category = static_cast<const v1::Category&>(message);
  if (category.taxonomy().find('/') != std::string::npos) return std::nullopt;
  return Concat(category.taxonomy(), "/", category.id());
}

absl::Status ParseRotation(std::string_view text, const absl::TimeZone&,
                           Message& message) {
  const auto* modes = v1::Rotation::Mode_descriptor();
  const auto* mode = FindEnumValue(*modes, text);
  if (mode == nullptr) {
    return InvalidArgument("must be one of ", EnumValueNames(*modes), ", is \"",
                           text, "\"");
  }
  static_cast<v1::Rotation&>(message).set_mode(
      static_cast<v1::Rotation::Mode>(mode->number()));
  return absl::OkStatus();
}

std::optional<std::string> PrintRotation(const Message& message,
                                         const absl::TimeZone&) {
  const auto& rotation = static_cast<const v1::Rotation&>(message);
  const auto* mode =
      v1::Rotation::Mode_descriptor()->FindValueByNumber(rotation.mode());
  if (rotation.frozen() || rotation.mode() == 0 || mode == nullptr) {
    return std::nullopt;
  }
  return PrintEnumValue(*mode);
}

absl::Status ParseTimestamp(std::string_view text, const absl::TimeZone& zone,
                            Message& message) {
  PLACARD_ASSIGN_OR_RETURN(const absl::Time time, ParseLocalTime(text, zone));
  auto& timestamp = static_cast<google::protobuf::Timestamp&>(message);
  const int64_t seconds = absl::ToUnixSeconds(time);
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return absl::OkStatus();
}

std::optional<std::string> PrintTimestamp(const Message& message,
                                          const absl::TimeZone& zone) {
  // Years 1 to 9999, which a four-digit year can say in every zone.
  constexpr int64_t kFirst = -62'135'510'400;
  constexpr int64_t kLast = 253'402'214'400;
  const auto& stamp = static_cast<const google::protobuf::Timestamp&>(message);
  if (stamp.seconds() < kFirst || stamp.seconds() > kLast ||
      stamp.nanos() < 0 || stamp.nanos() > 999'999'999) {
    return std::nullopt;
  }
  return PrintLocalTime(
      absl::FromUnixSeconds(stamp.seconds()) + absl::Nanoseconds(stamp.nanos()),
      zone);
}

constexpr std::array<ScalarForm, 6> kScalarForms = {{
    {"placard.v1.Size", ParseSize, PrintSize},
    {"placard.v1.KeywordTerm", ParseTerm, PrintTerm},
    {"placard.v1.SectionTerm", ParseSection, PrintSection},
    {"placard.v1.Category", ParseCategory, PrintCategory},
    {"placard.v1.Rotation", ParseRotation, PrintRotation},
    {"google.protobuf.Timestamp", ParseTimestamp, PrintTimestamp},
}};

}  // namespace

const ScalarForm* FindScalarForm(const google::protobuf::Descriptor& type) {
  for (const ScalarForm& form : kScalarForms) {
    if (form.message == type.full_name()) return &form;
  }
  return nullptr;
}

}  // namespace placard
