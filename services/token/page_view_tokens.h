// What a page view has shown, as a token that its next call brings back.
//
// The payload holds one advertisement after the other, newest first: a byte
// that says which hashes follow, whether it is a house advertisement and how
// many labels it has, then the hashes, three bytes each.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "engine/model/page_view.h"
#include "services/token/token_codec.h"
#include "services/token/token_keys.h"

namespace placard {

inline constexpr absl::Duration kPageViewLife = absl::Minutes(10);

// Whose page view it is.
struct PageViewOwner {
  std::string_view page_url;
  std::string_view viewer_key;
};

//   tokens.Use(keys);
//   tokens.Read(...);
//   tokens.Begin();
//   for (... newest first ...) if (!tokens.Add(shown)) break;
//   ... tokens.Finish(owner, now) ...
//
// Thread safety: thread-compatible; one a thread.
// Cost: as TokenCodec.
class PageViewTokens {
 public:
  // From now on signs and verifies with these keys.
  // Cost: a comparison of pointers when they are those that it has.
  void Use(const std::shared_ptr<const TokenKeys>& keys);

  // Everything below, precondition: keys are in use.

  // Sets `out`; a token that is refused leaves it as it was, or empty.
  std::optional<TokenRefusal> Read(std::string_view token,
                                   const PageViewOwner& owner, absl::Time now,
                                   PageViewHistory& out);

  // Begins a token without advertisements.
  void Begin() { payload_.clear(); }

  // Adds one that was shown before those that were added before. False: it did
  // not fit, at least not with all its labels, and no other will.
  bool Add(const ShownAd& ad);

  // The token, until the next call of another method.
  std::string_view Finish(const PageViewOwner& owner, absl::Time now);

 private:
  std::optional<TokenCodec> codec_;
  std::string payload_;
};

}  // namespace placard
