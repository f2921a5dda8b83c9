// One codec for every signed token: what it is, until when it holds and what it
// is bound to, around a payload that its kind knows how to read.
//
//   bytes      what
//   1          version, 1
//   1          kind
//   1 + n      key id, after its length
//   4          expiry, in seconds since 1970, little end first
//   8          binding: a hash of page and reader under the key
//   rest       payload
//   16         HMAC-SHA256 of all before it, cut to 128 bits
//
// in base64url. Nothing of a token is believed before its MAC is verified; only
// version, kind and key id, which say how to verify it, are looked at.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "services/token/token_keys.h"
#include "services/token/token_mac.h"

namespace placard {

// Under the MAC: no token passes for one of another kind.
enum class TokenKind : uint8_t { kPageView = 1 };

// Why a token is not honoured. Of several reasons the first.
enum class TokenRefusal : uint8_t {
  kMalformed,   // no token of this kind, or changed on the way
  kUnknownKey,  // signed with a key that is not among ours
  kExpired,     // not of this time: too old, or from a clock that is ahead
  kForeign,     // another page's or reader's
};
inline constexpr size_t kTokenRefusals = 4;

// How long the text of a token is at most.
inline constexpr size_t kTokenChars = 512;

// How far the clocks of servers may be apart.
inline constexpr absl::Duration kClockSkew = absl::Seconds(5);

// What a token is for; only where all is the same it holds.
struct TokenUse {
  TokenKind kind = TokenKind::kPageView;
  absl::Duration life;  // a token holds so long, up to a second more
  std::string_view page_url;
  std::string_view viewer_key;
};

// Thread safety: thread-compatible; one a thread.
// Cost: about a third of a microsecond a token; allocates nothing once it is
// warm.
class TokenCodec {
 public:
  explicit TokenCodec(std::shared_ptr<const TokenKeys> keys);

  const std::shared_ptr<const TokenKeys>& keys() const { return keys_; }

  // How many bytes of payload fit into a token.
  size_t room() const;

  // The text of a token, until the next call.
  // Precondition: `payload` fits.
  std::string_view Seal(const TokenUse& use, absl::Time now,
                        std::string_view payload);

  // Sets `payload`, until the next call, unless the token is refused.
  std::optional<TokenRefusal> Open(const TokenUse& use, absl::Time now,
                                   std::string_view text,
                                   std::string_view& payload);

 private:
  struct Signer {
    TokenMac mac;
    uint64_t seed;  // of bindings
  };

  Signer* FindSigner(std::string_view id);

  const std::shared_ptr<const TokenKeys> keys_;
  std::vector<Signer> signers_;  // as keys_
  std::string bytes_;
  std::string text_;
};

}  // namespace placard
