#include "services/token/token_codec.h"

#include <bit>
#include <cstring>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/hash.h"
#include "services/token/base64url.h"

namespace placard {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr char kVersion = 1;

template <typename Number>
void Append(Number number, std::string& out) {
  char bytes[sizeof(number)];
  std::memcpy(bytes, &number, sizeof(number));
  out.append(bytes, sizeof(number));
}

// Takes what it returns off `bytes`. False when that is too short.
template <typename Number>
bool Take(std::string_view& bytes, Number& number) {
  if (bytes.size() < sizeof(number)) return false;
  std::memcpy(&number, bytes.data(), sizeof(number));
  bytes.remove_prefix(sizeof(number));
  return true;
}

bool TakeText(std::string_view& bytes, std::string_view& text) {
  uint8_t size = 0;
  if (!Take(bytes, size) || bytes.size() < size) return false;
  text = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return true;
}

// Modulo 2^32: comparisons are made of differences, which hold beyond 2106.
uint32_t Seconds(absl::Time time) {
  return static_cast<uint32_t>(absl::ToUnixSeconds(time));
}

// The last second is begun, not ended.
uint32_t LifeSeconds(absl::Duration life) {
  return static_cast<uint32_t>(absl::ToInt64Seconds(life)) + 1;
}

bool IsOfThisTime(uint32_t expiry, const TokenUse& use, absl::Time now) {
  const auto left = static_cast<int32_t>(expiry - Seconds(now));
  return left > 0 &&
         left <= static_cast<int32_t>(LifeSeconds(use.life + kClockSkew));
}

uint64_t BindingOf(const TokenUse& use, uint64_t seed) {
  return HashBytes(use.viewer_key, HashBytes(use.page_url, seed));
}

// So that a binding tells nobody who lacks the key what it is made of.
uint64_t BindingSeed(TokenMac& mac) {
  const Mac bytes = mac.Sign("binding");
  uint64_t seed;
  std::memcpy(&seed, bytes.data(), sizeof(seed));
  return seed;
}

}  // namespace

TokenCodec::TokenCodec(std::shared_ptr<const TokenKeys> keys)
    : keys_(std::move(keys)) {
  PLACARD_CHECK(!keys_->empty());
  for (const TokenKey& key : *keys_) {
    TokenMac mac(key.secret);
    const uint64_t seed = BindingSeed(mac);
    signers_.push_back({.mac = mac, .seed = seed});
  }
}

size_t TokenCodec::room() const {
  const size_t head = sizeof(kVersion) + sizeof(TokenKind) + 1 +
                      keys_->front().id.size() + sizeof(uint32_t) +
                      sizeof(uint64_t);
  return Base64UrlBytes(kTokenChars) - head - kMacBytes;
}

std::string_view TokenCodec::Seal(const TokenUse& use, absl::Time now,
                                  std::string_view payload) {
  PLACARD_DCHECK(payload.size() <= room());
  const std::string& id = keys_->front().id;
  Signer& signer = signers_.front();
  bytes_.clear();
  Append(kVersion, bytes_);
  Append(use.kind, bytes_);
  Append(static_cast<uint8_t>(id.size()), bytes_);
  bytes_ += id;
  Append(Seconds(now) + LifeSeconds(use.life), bytes_);
  Append(BindingOf(use, signer.seed), bytes_);
  bytes_ += payload;
  const Mac mac = signer.mac.Sign(bytes_);
  bytes_.append(mac.data(), mac.size());
  EncodeBase64Url(bytes_, text_);
  return text_;
}

std::optional<TokenRefusal> TokenCodec::Open(const TokenUse& use,
                                             absl::Time now,
                                             std::string_view text,
                                             std::string_view& payload) {
  if (text.size() > kTokenChars || !DecodeBase64Url(text, bytes_) ||
      bytes_.size() < kMacBytes) {
    return TokenRefusal::kMalformed;
  }
  const std::string_view bytes = bytes_;
  const std::string_view signed_part =
      bytes.substr(0, bytes.size() - kMacBytes);
  std::string_view rest = signed_part;
  char version = 0;
  TokenKind kind = {};
  std::string_view id;
  if (!Take(rest, version) || version != kVersion || !Take(rest, kind) ||
      kind != use.kind || !TakeText(rest, id)) {
    return TokenRefusal::kMalformed;
  }
  Signer* signer = FindSigner(id);
  if (signer == nullptr) return TokenRefusal::kUnknownKey;
  uint32_t expiry = 0;
  uint64_t binding = 0;
  if (!signer->mac.Verify(signed_part, bytes.substr(signed_part.size())) ||
      !Take(rest, expiry) || !Take(rest, binding)) {
    return TokenRefusal::kMalformed;
  }
  if (!IsOfThisTime(expiry, use, now)) return TokenRefusal::kExpired;
  if (binding != BindingOf(use, signer->seed)) return TokenRefusal::kForeign;
  payload = rest;
  return std::nullopt;
}

TokenCodec::Signer* TokenCodec::FindSigner(std::string_view id) {
  for (size_t i = 0; i < keys_->size(); ++i) {
    if ((*keys_)[i].id == id) return &signers_[i];
  }
  return nullptr;
}

}  // namespace placard
