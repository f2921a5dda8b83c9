// What later calls of a page view need to know of an advertisement that it has
// shown.
//
// Thread safety: pure function.
#pragma once

#include "engine/catalog/served.h"
#include "engine/model/page_view.h"

namespace placard {

// Writes over what `out` held. Of a house advertisement no line item, for house
// campaigns may always come again with another creative, and campaign and
// advertiser only beside labels, where they say for whom it makes an exception.
//
// Precondition: `creative` is one of the line item's.
// Cost: linear in names and labels; allocates nothing once `out` is warm.
void DescribeShown(const ServedLineItem& item, const ServedCreative& creative,
                   ShownAd& out);

}  // namespace placard
