#include "services/refresh/hold.h"

#include "engine/base/status.h"

namespace placard {
namespace {

constexpr size_t kUnreadable = 10;
constexpr size_t kOneIn = 100;

}  // namespace

std::optional<std::string> WhyHold(const CatalogSummary& served,
                                   const CatalogSummary& offered) {
  if (offered.epoch != served.epoch &&
      2 * offered.campaigns < served.campaigns) {
    return Concat("the store has begun a new epoch, ", offered.epoch, ", with ",
                  offered.campaigns, " campaigns instead of ",
                  served.campaigns);
  }
  if (offered.unreadable >= kUnreadable &&
      offered.unreadable * kOneIn > offered.documents) {
    return Concat(offered.unreadable, " of ", offered.documents,
                  " documents in the store cannot be read");
  }
  return std::nullopt;
}

}  // namespace placard
