#include "services/diagnosis/nearest_line_item.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "engine/text/edit_distance.h"

namespace placard {
namespace {

// Two letters are a slip; of long names a third may differ.
size_t NearEnough(std::string_view id) {
  return std::max<size_t>(2, id.size() / 3);
}

// Keeps what is nearest to one spelling, of several the first in order.
class Nearest {
 public:
  explicit Nearest(std::string_view wanted)
      : wanted_(wanted), least_(NearEnough(wanted)) {}

  bool Offer(std::string_view id) {
    const size_t longer = std::max(id.size(), wanted_.size());
    if (longer - std::min(id.size(), wanted_.size()) > least_) return false;
    const size_t distance = EditDistance(id, wanted_);
    if (distance > least_) return false;
    if (distance == least_ && nearest_.has_value() && *nearest_ <= id) {
      return false;
    }
    least_ = distance;
    nearest_ = id;
    return true;
  }

 private:
  const std::string_view wanted_;
  size_t least_;  // how far away it may be
  std::optional<std::string_view> nearest_;
};

const Campaign* NearestCampaign(const Snapshot& snapshot,
                                std::string_view name) {
  const ServedCampaign* exact = snapshot.FindCampaign(name);
  if (exact != nullptr) return exact->campaign().get();
  const Campaign* nearest = nullptr;
  Nearest search(IdOf(name));
  snapshot.ForEachCampaign([&](const ServedCampaign& served) {
    const Campaign& campaign = *served.campaign();
    if (search.Offer(IdOf(campaign.name))) nearest = &campaign;
  });
  return nearest;
}

}  // namespace

std::string NearestLineItem(const Snapshot& snapshot,
                            const LineItemName& name) {
  const Campaign* campaign = NearestCampaign(snapshot, name.campaign);
  if (campaign == nullptr) return "";
  // Of a campaign with one line item it is clear which one is meant.
  if (campaign->line_items.size() == 1) return campaign->line_items[0].name;
  std::string nearest;
  Nearest search(name.id);
  for (const LineItem& item : campaign->line_items) {
    if (search.Offer(IdOf(item.name))) nearest = item.name;
  }
  return nearest;
}

}  // namespace placard
