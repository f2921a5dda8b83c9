// One call of a page view: the token that it brings, and the one that its
// answer takes along.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "absl/time/time.h"
#include "engine/model/decision.h"
#include "engine/model/page.h"
#include "engine/selection/page_contest.h"
#include "placard/v1/decision.pb.h"
#include "services/codec/page_codec.h"
#include "services/token/page_view_tokens.h"

namespace placard {

// Thread safety: thread-compatible; one a thread, used call after call.
// Cost: about half a microsecond for each token; see TokenCodec.
class PageViewCall {
 public:
  // Sets what `page` says that the page view has shown; nothing when the call
  // brings no token or one that is refused.
  // Precondition: `page` and `asked` are of one request.
  std::optional<TokenRefusal> Open(const DecideTerms& asked,
                                   const std::shared_ptr<const TokenKeys>& keys,
                                   absl::Time now, PageRequest& page);

  // The token for the next call: what the page view had shown before, and what
  // `decision` shows. Until the next call of a method.
  // Precondition: Open was called; `decision` answers `page`, and `contest` was
  // its scratch.
  std::string_view NextToken(const DecideTerms& asked, absl::Time now,
                             const PageContest& contest,
                             const PageRequest& page, const Decision& decision);

 private:
  void Add(const PageContest& contest, const PageRequest& page,
           const Decision& decision);

  PageViewTokens tokens_;
  ShownAd shown_;
};

// Unspecified for none.
v1::TokenRefusal ToWire(std::optional<TokenRefusal> refusal);

}  // namespace placard
