// A page as it was asked for, without the reader: what is kept of recent
// requests to try rules on. Plain data, valid and normalised as a PageRequest.
#pragma once

#include <vector>

#include "engine/model/page.h"

namespace placard {

struct SeenPage {
  Page page;
  std::vector<Slot> slots;  // of which rules read the key-values
};

}  // namespace placard
