// Tables of categories as IAB Tech Lab publishes them: tab-separated, one or
// two rows of headings, a column each for the id, the parent's id and the name
// (Content Taxonomy 2.x and 3.x, Ad Product, Audience; Content 1.0, whose ids
// say the parent: IAB1-2 lies in IAB1).
//
// Thread safety: pure functions.
// Errors: SourceErrors, all at once.
#pragma once

#include <string>
#include <string_view>

#include "placard/v1/campaign.pb.h"
#include "services/placard/source_error.h"

namespace placard {

// The table's nodes in its order; the name is the caller's to set. A row that
// is its own parent is a root: IAB has published such rows.
v1::Taxonomy ReadTaxonomyTable(std::string_view text, std::string_view file,
                               SourceErrors& errors);

// "dir/Content Taxonomy 3.1.tsv" and "content_taxonomy_3.1.tsv" ->
// "iab-content-3.1".
std::string TaxonomyIdOf(std::string_view path);

}  // namespace placard
