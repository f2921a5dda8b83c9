// Words for failures of the outside world, on top of absl::Status.
//
// This distribution's absl::string_view is not std::string_view, so absl's own
// factories and StrCat refuse the house view type; these take it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace placard {

inline absl::string_view ToAbsl(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}
inline std::string_view ToStd(absl::string_view text) {
  return std::string_view(text.data(), text.size());
}

namespace status_internal {
inline absl::string_view Piece(std::string_view text) { return ToAbsl(text); }
inline absl::string_view Piece(absl::string_view text) { return text; }
inline absl::string_view Piece(const std::string& text) { return text; }
inline absl::string_view Piece(const char* text) { return text; }
template <typename T>
const T& Piece(const T& value) {
  return value;
}
}  // namespace status_internal

// absl::StrCat that also takes std::string_view.
template <typename... Parts>
std::string Concat(const Parts&... parts) {
  return absl::StrCat(status_internal::Piece(parts)...);
}

// Messages say what, which and what was expected, in lower case and without a
// full stop: Error(absl::StatusCode::kNotFound, "campaign ", id, " not found").
template <typename... Parts>
absl::Status Error(absl::StatusCode code, const Parts&... parts) {
  return absl::Status(code, Concat(parts...));
}
template <typename... Parts>
absl::Status InvalidArgument(const Parts&... parts) {
  return Error(absl::StatusCode::kInvalidArgument, parts...);
}
template <typename... Parts>
absl::Status NotFound(const Parts&... parts) {
  return Error(absl::StatusCode::kNotFound, parts...);
}
template <typename... Parts>
absl::Status Unavailable(const Parts&... parts) {
  return Error(absl::StatusCode::kUnavailable, parts...);
}

// The same failure, told by a caller who knows more: "<context>: <message>".
absl::Status Annotate(const absl::Status& status, std::string_view context);

// One thing wrong with a message or file that came from outside.
struct FieldViolation {
  // Path from the root of what was checked, in the wire's own names:
  // "campaign.line_items[2].targeting.keywords.any_of[0]".
  std::string field;
  // What is wrong and what was expected: "must be at least 0, is -3".
  std::string description;

  friend bool operator==(const FieldViolation&,
                         const FieldViolation&) = default;
};

// Everything that is wrong, at once; empty means valid.
using FieldViolations = std::vector<FieldViolation>;

// INVALID_ARGUMENT whose message lists every violation; OK for none.
absl::Status ToStatus(const FieldViolations& violations);

}  // namespace placard

#define PLACARD_RETURN_IF_ERROR(expr)                                 \
  do {                                                                \
    if (absl::Status placard_status = (expr); !placard_status.ok()) { \
      return placard_status;                                          \
    }                                                                 \
  } while (false)

#define PLACARD_CONCAT_INNER(a, b) a##b
#define PLACARD_CONCAT(a, b) PLACARD_CONCAT_INNER(a, b)

// PLACARD_ASSIGN_OR_RETURN(auto page, ParsePage(request));
#define PLACARD_ASSIGN_OR_RETURN(lhs, expr)                                 \
  PLACARD_ASSIGN_OR_RETURN_IMPL(PLACARD_CONCAT(placard_or_, __LINE__), lhs, \
                                expr)
#define PLACARD_ASSIGN_OR_RETURN_IMPL(statusor, lhs, expr) \
  auto statusor = (expr);                                  \
  if (!statusor.ok()) return std::move(statusor).status(); \
  lhs = *std::move(statusor)
