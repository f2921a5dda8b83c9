#include "services/codec/checker.h"

#include <cstdio>
#include <vector>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/text/normalize.h"
#include "engine/text/utf8.h"
#include "services/codec/url.h"

namespace placard {

void Checker::FailUnknownFields(
    const google::protobuf::UnknownFieldSet& unknown) {
  for (int i = 0; i < unknown.field_count(); ++i) {
    Fail("field number ", unknown.field(i).number(),
         " is not understood by this version");
  }
}

bool Checker::Length(Where where, size_t bytes, size_t min, size_t max) {
  if (bytes < min) {
    FailAt(where, "must not be empty");
    return false;
  }
  if (strict() && bytes > max) {
    FailAt(where, "must be at most ", max, " bytes long, is ", bytes);
    return false;
  }
  return true;
}

bool Checker::Text(Where where, std::string_view text, size_t min, size_t max) {
  if (!Length(where, text.size(), min, max)) return false;
  if (IsValidUtf8(text)) return true;
  FailAt(where, "must be UTF-8, is ", Quoted(text));
  return false;
}

bool Checker::Normalized(Where where, std::string_view text, size_t min,
                         size_t max, std::string& out) {
  if (!Length(where, text.size(), min, max)) return false;
  const size_t before = out.size();
  if (const absl::Status status = NormalizeTo(text, out); !status.ok()) {
    FailAt(where, ToStd(status.message()));
    return false;
  }
  if (out.size() == before && !text.empty()) {
    FailAt(where, "must not be empty after normalisation, is ", Quoted(text));
    return false;
  }
  return true;
}

bool Checker::Count(Where where, int count, size_t min, size_t max) {
  const auto size = static_cast<size_t>(count);
  if (size < min) {
    FailAt(where, "must have at least ", min, ", has ", size);
    return false;
  }
  if (strict() && size > max) {
    FailAt(where, "must have at most ", max, ", has ", size);
    return false;
  }
  return true;
}

bool Checker::Range(Where where, int64_t value, int64_t min, int64_t max) {
  if (min <= value && value <= max) return true;
  FailAt(where, "must be ", min, " to ", max, ", is ", value);
  return false;
}

bool Checker::Name(Where where, ResourceKind kind, std::string_view name) {
  const absl::StatusOr<std::string> id = ParseNameOf(kind, name);
  if (id.ok()) return true;
  FailAt(where, ToStd(id.status().message()));
  return false;
}

bool Checker::Url(Where where, std::string_view url) {
  if (!Text(where, url, 1, limits::kUrlBytes)) return false;
  const absl::StatusOr<std::string> host = HttpsHost(url);
  if (host.ok()) return true;
  FailAt(where, ToStd(host.status().message()));
  return false;
}

bool Checker::Matches(Where where, std::string_view text,
                      bool (*is_right)(std::string_view),
                      std::string_view expected) {
  if (is_right(text)) return true;
  FailAt(where, "must be ", expected, ", is ", Quoted(text));
  return false;
}

void Checker::FailUnknown(Where where, int value) {
  FailAt(where, "is ", value, ", which this version does not know");
}

std::string Checker::Path(const Where* where) const {
  std::string path;
  const auto append = [&path](const Where& step) {
    if (!path.empty()) path += '.';
    path += step.field;
    if (step.index >= 0) path += Concat("[", step.index, "]");
  };
  std::vector<const Scope*> scopes;
  for (const Scope* at = innermost_; at != nullptr; at = at->around_) {
    scopes.push_back(at);
  }
  for (; !scopes.empty(); scopes.pop_back()) append(scopes.back()->where_);
  if (where != nullptr) append(*where);
  return path;
}

std::string Checker::Forgive(size_t failures) {
  PLACARD_CHECK(failures < violations_.size());
  const FieldViolation& first = violations_[failures];
  std::string reason = Concat(first.field, ": ", first.description);
  violations_.resize(failures);
  left_out_ = 0;
  return reason;
}

FieldViolations Checker::Take() && {
  if (left_out_ > 0) {
    violations_.push_back({"", Concat("and ", left_out_, " more violations")});
  }
  return std::move(violations_);
}

std::string Quoted(std::string_view text) {
  constexpr size_t kMaxBytes = 64;
  std::string quoted = "\"";
  while (!text.empty() && quoted.size() <= kMaxBytes) {
    const std::optional<Utf8Character> character = DecodeUtf8(text);
    const size_t bytes = character.has_value() ? character->bytes : 1;
    const auto byte = static_cast<unsigned char>(text.front());
    if (!character.has_value() || byte < ' ' || byte == 0x7F) {
      std::array<char, 5> escape;
      std::snprintf(escape.data(), escape.size(), "\\x%02x", byte);
      quoted += escape.data();
    } else {
      if (byte == '"' || byte == '\\') quoted += '\\';
      quoted += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  return quoted + (text.empty() ? "\"" : "...\"");
}

}  // namespace placard
