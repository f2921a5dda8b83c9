// HMAC-SHA256 (RFC 2104), cut to 128 bits.
#pragma once

#include <array>
#include <string_view>

#include "openssl/sha.h"

namespace placard {

inline constexpr size_t kMacBytes = 16;
using Mac = std::array<char, kMacBytes>;

// Both hashes have read their block of the key already: a text begins with
// copies of them. OpenSSL's own HMAC makes these copies on the heap, each time.
//
// Thread safety: immutable.
// Cost: of a text of 100 bytes a fifth of a microsecond; allocates nothing.
class TokenMac {
 public:
  // Precondition: at most kMaxSecretBytes.
  explicit TokenMac(std::string_view secret);

  Mac Sign(std::string_view bytes) const;

  // Takes the same time wherever they differ.
  bool Verify(std::string_view bytes, std::string_view mac) const;

 private:
  SHA256_CTX inner_;
  SHA256_CTX outer_;
};

}  // namespace placard
