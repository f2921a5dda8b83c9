// The secrets that tokens are signed with.
//
// Thread safety: plain data and pure functions, but that RandomTokenKey() asks
// the system for chance.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace placard {

struct TokenKey {
  std::string id;      // stands in each token: 1 to 8 of A-Z, a-z, 0-9, -, _
  std::string secret;  // kMinSecretBytes to kMaxSecretBytes
  friend bool operator==(const TokenKey&, const TokenKey&) = default;
};

// Never empty, ids distinct: the first signs, all verify.
using TokenKeys = std::vector<TokenKey>;

inline constexpr size_t kKeyIdBytes = 8;
inline constexpr size_t kTokenKeys = 16;
// As long as what the hash gives, to the length of its block: more is hashed.
inline constexpr size_t kMinSecretBytes = 32;
inline constexpr size_t kMaxSecretBytes = 64;

// Of lines `id:hex`; blank ones and those that begin with # say nothing.
//
// Errors: INVALID_ARGUMENT with every line at fault ("line 3: ..."); never
// with what is secret.
absl::StatusOr<TokenKeys> ParseTokenKeys(std::string_view text);

// ParseTokenKeys(FormatTokenKey(key)) gives `key`.
std::string FormatTokenKey(const TokenKey& key);

TokenKey RandomTokenKey();

}  // namespace placard
