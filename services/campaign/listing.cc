#include "services/campaign/listing.h"

#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "engine/base/hash.h"
#include "engine/base/limits.h"
#include "engine/base/status.h"
#include "engine/text/normalize.h"
#include "services/rpc/violated.h"

namespace placard {
namespace {

constexpr int32_t kDefaultPageSize = 100;
constexpr size_t kTextBytes = 256;
constexpr size_t kSumDigits = 16;

// What all names of a kind begin with, and no others.
std::string_view PrefixOf(ResourceKind kind) {
  const std::string_view pattern = NamePattern(kind);
  return pattern.substr(0, pattern.find('{'));
}

// Ties a place to its query. No secret: it catches mistakes, not attacks, for
// a token opens nothing that the query does not.
std::string SumOf(const ListQuery& query, std::string_view last) {
  const uint64_t sum =
      HashBytes(last, Mix(HashBytes(query.text),
                          Mix(static_cast<uint64_t>(query.kind),
                              Mix(static_cast<uint64_t>(query.status),
                                  static_cast<uint64_t>(query.page_size)))));
  return absl::StrFormat("%016x", sum);
}

// The name after which the page starts; nullopt for a token that is not of
// this query.
std::optional<std::string> ReadToken(const ListQuery& query) {
  std::string token;
  if (!absl::WebSafeBase64Unescape(query.page_token, &token) ||
      token.size() < kSumDigits) {
    return std::nullopt;
  }
  const std::string last = token.substr(kSumDigits);
  if (token.substr(0, kSumDigits) != SumOf(query, last)) return std::nullopt;
  return last;
}

FieldViolations CheckQuery(const ListQuery& query) {
  FieldViolations violations;
  if (query.page_size < 0 ||
      query.page_size > static_cast<int32_t>(limits::kPageSize)) {
    violations.push_back(
        {.field = "page_size",
         .description = Concat("must be 0 to ", limits::kPageSize, ", is ",
                               query.page_size)});
  }
  if (query.text.size() > kTextBytes) {
    violations.push_back(
        {.field = "text",
         .description = Concat("must be at most ", kTextBytes, " bytes, is ",
                               query.text.size())});
  }
  if (query.status != v1::STATUS_UNSPECIFIED &&
      query.status != v1::STATUS_ACTIVE && query.status != v1::STATUS_PAUSED) {
    violations.push_back(
        {.field = "status",
         .description = Concat("is not known: ", int{query.status})});
  }
  return violations;
}

}  // namespace

std::string PageTokenAfter(const ListQuery& query, std::string_view last) {
  return absl::WebSafeBase64Escape(Concat(SumOf(query, last), last));
}

absl::StatusOr<ListPage> List(const DocumentMirror& documents,
                              const ListQuery& query) {
  PLACARD_RETURN_IF_ERROR(Violated(CheckQuery(query)));
  const std::string_view prefix = PrefixOf(query.kind);
  std::string first(prefix);
  if (!query.page_token.empty()) {
    const std::optional<std::string> last = ReadToken(query);
    if (!last.has_value()) {
      return Violated("page_token", "was not given for this listing");
    }
    first = *last + '\0';  // the next name there can be
  }
  PLACARD_ASSIGN_OR_RETURN(const std::string text, Normalize(query.text));
  const size_t size = query.page_size == 0 ? kDefaultPageSize : query.page_size;
  ListPage page;
  documents.VisitFrom(first, [&](const DocumentMirror::Entry& entry) {
    if (!entry->document.name.starts_with(prefix)) return false;
    if (query.status != v1::STATUS_UNSPECIFIED &&
        entry->status != query.status) {
      return true;
    }
    if (entry->search_text.find(text) == std::string::npos) return true;
    if (page.documents.size() == size) {
      page.next_page_token =
          PageTokenAfter(query, page.documents.back()->document.name);
      return false;
    }
    page.documents.push_back(entry);
    return true;
  });
  return page;
}

}  // namespace placard
