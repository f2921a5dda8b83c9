#include "services/decision/page_view_call.h"

#include "services/codec/enums.h"
#include "services/decision/shown_ad.h"

namespace placard {
namespace {

constexpr EnumTable<v1::TokenRefusal, TokenRefusal, kTokenRefusals> kRefusals =
    {{
        {v1::TOKEN_REFUSAL_MALFORMED, TokenRefusal::kMalformed},
        {v1::TOKEN_REFUSAL_UNKNOWN_KEY, TokenRefusal::kUnknownKey},
        {v1::TOKEN_REFUSAL_EXPIRED, TokenRefusal::kExpired},
        {v1::TOKEN_REFUSAL_FOREIGN, TokenRefusal::kForeign},
    }};

PageViewOwner OwnerOf(const v1::DecideRequest& asked) {
  return {.page_url = asked.page().url(), .viewer_key = asked.viewer().key()};
}

}  // namespace

std::optional<TokenRefusal> PageViewCall::Open(
    const v1::DecideRequest& asked,
    const std::shared_ptr<const TokenKeys>& keys, absl::Time now,
    PageRequest& page) {
  tokens_.Use(keys);
  if (asked.page_view_token().empty()) return std::nullopt;
  return tokens_.Read(asked.page_view_token(), OwnerOf(asked), now,
                      page.page_view);
}

std::string_view PageViewCall::NextToken(const v1::DecideRequest& asked,
                                         absl::Time now,
                                         const Snapshot& snapshot,
                                         const PageRequest& page,
                                         const Decision& decision) {
  tokens_.Begin();
  Add(snapshot, page, decision);
  return tokens_.Finish(OwnerOf(asked), now);
}

// Newest first, as many as fit.
void PageViewCall::Add(const Snapshot& snapshot, const PageRequest& page,
                       const Decision& decision) {
  for (size_t i = decision.slots.size(); i > 0; --i) {
    const std::vector<Ad>& ads = decision.slots[i - 1].ads;
    for (size_t k = ads.size(); k > 0; --k) {
      DescribeShown(ads[k - 1], snapshot, shown_);
      if (!tokens_.Add(shown_)) return;
    }
  }
  const std::vector<ShownAd>& before = page.page_view.shown;
  for (size_t i = before.size(); i > 0; --i) {
    if (!tokens_.Add(before[i - 1])) return;
  }
}

v1::TokenRefusal ToWire(std::optional<TokenRefusal> refusal) {
  return refusal.has_value() ? ToWire(kRefusals, *refusal)
                             : v1::TOKEN_REFUSAL_UNSPECIFIED;
}

}  // namespace placard
