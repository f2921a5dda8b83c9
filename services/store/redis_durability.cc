#include "services/store/redis_durability.h"

#include <string_view>

#include "absl/time/time.h"
#include "engine/base/status.h"
#include "services/store/redis_connection.h"

namespace placard {
namespace {

constexpr absl::Duration kDeadline = absl::Milliseconds(750);

struct Setting {
  std::string_view name;
  std::string_view safe;
};

constexpr Setting kSettings[] = {{"appendonly", "yes"},
                                 {"appendfsync", "always"},
                                 // See CutUnfinishedWrite.
                                 {"aof-load-truncated", "no"}};

}  // namespace

std::vector<std::string> LossySettings(const RedisAddress& address) {
  std::vector<std::string> lossy;
  absl::StatusOr<RedisConnection> connection =
      RedisConnection::Open(address, kDeadline);
  if (!connection.ok()) return lossy;
  for (const Setting& setting : kSettings) {
    const absl::StatusOr<Reply> reply =
        connection->Command({"CONFIG", "GET", setting.name}, kDeadline);
    if (!reply.ok() || reply->elements.size() != 2) continue;
    const std::string& value = reply->elements[1].text;
    if (value == setting.safe) continue;
    lossy.push_back(Concat(setting.name, " ", value));
  }
  return lossy;
}

}  // namespace placard
