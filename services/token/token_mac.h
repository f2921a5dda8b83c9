// HMAC-SHA256 (RFC 2104), cut to 128 bits.
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "openssl/evp.h"

namespace placard {

inline constexpr size_t kMacBytes = 16;
using Mac = std::array<char, kMacBytes>;

// Thread safety: thread-compatible; one a thread, for it works on one context,
// which is dear to make.
// Cost: a third of a microsecond; OpenSSL copies the keyed states of the two
// hashes to the heap each time.
class TokenMac {
 public:
  explicit TokenMac(std::string_view secret);

  Mac Sign(std::string_view bytes);

  // Takes the same time wherever they differ.
  bool Verify(std::string_view bytes, std::string_view mac);

 private:
  struct Free {
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
  };
  std::unique_ptr<EVP_MAC_CTX, Free> context_;
};

}  // namespace placard
