// What a Redis server that is somebody else's would keep of a crash.
#pragma once

#include <string>
#include <vector>

#include "services/store/redis_address.h"

namespace placard {

// The settings by which the server, or its machine, may lose in a crash what it
// has acknowledged: "appendfsync everysec". None for a server that is away or
// does not tell.
//
// Blocks for some two seconds at most.
std::vector<std::string> LossySettings(const RedisAddress& address);

}  // namespace placard
