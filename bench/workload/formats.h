// The usual formats of slots and creatives.
#pragma once

#include <vector>

#include "bench/workload/dice.h"
#include "engine/model/page.h"
#include "engine/model/size.h"

namespace placard {

Size DrawCreativeSize(Dice& dice);

// The slots of a page on such a device, two to five of them: banners, boxes
// and native ones, with positions and, in part, floors.
std::vector<Slot> DrawSlots(Dice& dice, Device device);

}  // namespace placard
