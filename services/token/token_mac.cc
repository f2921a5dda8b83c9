#include "services/token/token_mac.h"

#include <algorithm>

#include "engine/base/check.h"
#include "openssl/core_names.h"
#include "openssl/crypto.h"
#include "openssl/params.h"

namespace placard {
namespace {

constexpr size_t kWholeBytes = 32;

const unsigned char* Unsigned(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

TokenMac::TokenMac(std::string_view secret) {
  EVP_MAC* hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  PLACARD_CHECK(hmac != nullptr);
  context_.reset(EVP_MAC_CTX_new(hmac));
  EVP_MAC_free(hmac);  // the context holds it
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_end()};
  PLACARD_CHECK(context_ != nullptr &&
                EVP_MAC_init(context_.get(), Unsigned(secret), secret.size(),
                             params) == 1);
}

Mac TokenMac::Sign(std::string_view bytes) {
  std::array<unsigned char, kWholeBytes> whole;
  size_t size = 0;
  // Without a key it begins again with the one that it has.
  PLACARD_CHECK(
      EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1 &&
      EVP_MAC_update(context_.get(), Unsigned(bytes), bytes.size()) == 1 &&
      EVP_MAC_final(context_.get(), whole.data(), &size, whole.size()) == 1 &&
      size == whole.size());
  Mac mac;
  std::copy_n(whole.begin(), mac.size(), mac.begin());
  return mac;
}

bool TokenMac::Verify(std::string_view bytes, std::string_view mac) {
  const Mac right = Sign(bytes);
  return mac.size() == right.size() &&
         CRYPTO_memcmp(mac.data(), right.data(), right.size()) == 0;
}

}  // namespace placard
