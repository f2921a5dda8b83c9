// One page of what this server serves, in order of name.
//
// Thread safety: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "placard/v1/campaign.pb.h"
#include "placard/v1/common.pb.h"
#include "services/codec/names.h"
#include "services/refresh/serving.h"

namespace placard {

struct ListQuery {
  ResourceKind kind = ResourceKind::kCampaign;
  int32_t page_size = 0;  // 0: 100
  std::string page_token;
  std::string text;
  v1::Status status = v1::STATUS_UNSPECIFIED;  // all
};

struct ListPage {
  std::vector<DocumentMirror::Entry> documents;
  std::string next_page_token;  // empty: that was all
};

// The token of a page that starts after the document of name `last`.
std::string PageTokenAfter(const ListQuery& query, std::string_view last);

// A token is the place where the next page starts, tied to the query: one that
// was changed, or comes with another query, is refused. A page never misses or
// repeats what is there all the time, however much is written in between.
//
// Errors: INVALID_ARGUMENT (see Violated).
// Cost: linear in the documents looked at; a filter looks at all of a kind.
absl::StatusOr<ListPage> List(const DocumentMirror& documents,
                              const ListQuery& query);

}  // namespace placard
