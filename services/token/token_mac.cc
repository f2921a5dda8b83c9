// OpenSSL 3 would rather have its hashes used by way of EVP, whose states
// cannot be copied without an allocation.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "services/token/token_mac.h"

#include <algorithm>

#include "engine/base/check.h"
#include "openssl/crypto.h"

namespace placard {
namespace {

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

Digest Finish(SHA256_CTX hash, const void* bytes, size_t size) {
  Digest digest;
  PLACARD_CHECK(SHA256_Update(&hash, bytes, size) == 1 &&
                SHA256_Final(digest.data(), &hash) == 1);
  return digest;
}

// A hash that has read a block of the key, each byte of it changed by `pad`.
SHA256_CTX Keyed(std::string_view secret, unsigned char pad) {
  std::array<unsigned char, SHA256_CBLOCK> key = {};
  PLACARD_CHECK(secret.size() <= key.size());
  std::copy(secret.begin(), secret.end(), key.begin());
  for (unsigned char& byte : key) byte ^= pad;
  SHA256_CTX hash;
  PLACARD_CHECK(SHA256_Init(&hash) == 1 &&
                SHA256_Update(&hash, key.data(), key.size()) == 1);
  return hash;
}

}  // namespace

TokenMac::TokenMac(std::string_view secret)
    : inner_(Keyed(secret, 0x36)), outer_(Keyed(secret, 0x5C)) {}

Mac TokenMac::Sign(std::string_view bytes) const {
  const Digest inner = Finish(inner_, bytes.data(), bytes.size());
  const Digest whole = Finish(outer_, inner.data(), inner.size());
  Mac mac;
  std::copy_n(whole.begin(), mac.size(), mac.begin());
  return mac;
}

bool TokenMac::Verify(std::string_view bytes, std::string_view mac) const {
  const Mac right = Sign(bytes);
  return mac.size() == right.size() &&
         CRYPTO_memcmp(mac.data(), right.data(), right.size()) == 0;
}

}  // namespace placard
