// Keys for tests, the same in each run.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "services/token/token_keys.h"

namespace placard {

// Its secret is 32 times the first character of `id`.
inline TokenKey AKey(const std::string& id) {
  return {.id = id, .secret = std::string(kMinSecretBytes, id.front())};
}

inline std::shared_ptr<const TokenKeys> Keys(
    const std::vector<std::string>& ids) {
  TokenKeys keys;
  for (const std::string& id : ids) keys.push_back(AKey(id));
  return std::make_shared<const TokenKeys>(std::move(keys));
}

}  // namespace placard
