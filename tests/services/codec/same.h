// Equality of whole documents and pages of the model, field by field.
#pragma once

#include "engine/model/campaign.h"
#include "engine/model/page.h"

namespace placard {

bool Same(const Campaign& a, const Campaign& b);
bool Same(const Advertiser& a, const Advertiser& b);
bool Same(const KeywordList& a, const KeywordList& b);
bool Same(const SitePolicy& a, const SitePolicy& b);
bool Same(const Taxonomy& a, const Taxonomy& b);
bool Same(const CatalogObject& a, const CatalogObject& b);
bool Same(const PageRequest& a, const PageRequest& b);

}  // namespace placard
