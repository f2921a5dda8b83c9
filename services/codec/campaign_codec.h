// Between the documents of ops and the engine's model: the only place, with
// page_codec.h, that knows both.
//
// A document is a serialised v1::Resource. Flat targeting is turned into the
// typed rule tree here and nowhere else; strings are normalised here; display
// names stay behind.
//
// Thread safety: pure functions.
// Cost: linear; allocates. Not for the decision path.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/model/campaign.h"
#include "placard/v1/campaign_service.pb.h"
#include "services/codec/names.h"

namespace placard {

// Reads what the store holds under `name`. Lenient where that is safe: upper
// limits are not enforced, so that lowering one stops no campaign, and a line
// item at fault (a rule of an unknown kind, a field of a newer version, a
// creative that does not exist) gets a BadRule while its neighbours serve on.
//
// Errors: INVALID_ARGUMENT for bytes that are no document, for a document with
// another name, and for one that is at fault outside its line items, a field of
// a newer version included: what is not understood might have kept an
// advertisement off a page.
absl::StatusOr<CatalogObject> ReadDocument(std::string_view name,
                                           std::string_view body);
// The same of one that is parsed already.
absl::StatusOr<CatalogObject> ReadDocument(std::string_view name,
                                           const v1::Resource& resource);

// What the store is to hold: the same bytes for the same content, with the
// times, without the etag and warnings.
std::string SerializeDocument(const v1::Resource& resource);

// Whether both say the same but for output-only fields.
bool SameContent(const v1::Resource& a, const v1::Resource& b);

// A field that names another document.
struct Reference {
  std::string field;  // "line_items[2].targeting.keywords.block_lists[0]"
  std::string name;

  friend bool operator==(const Reference&, const Reference&) = default;
};

// To the documents that must exist beside this one: the advertiser and the
// keyword lists, at every level, by name; for each name the first field that
// says it. The site policy may block advertisers that do not exist.
std::vector<Reference> References(const v1::Resource& resource);
std::vector<std::string> NamesOf(const std::vector<Reference>& references);

// Empty for a resource of no kind.
std::string_view NameOf(const v1::Resource& resource);
std::optional<ResourceKind> KindOf(const v1::Resource& resource);

}  // namespace placard
