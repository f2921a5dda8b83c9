#include "services/decision/page_view_call.h"

#include "engine/base/check.h"
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

PageViewOwner OwnerOf(const PageRequest& page, const DecideTerms& asked) {
  return {.page_url = page.page.url, .viewer_key = asked.viewer_key};
}

// By way of what the contest knows of it: its labels are at hand there.
void Describe(const Ad& ad, const PageContest& contest, ShownAd& out) {
  for (const PageCandidates::Source& chosen : contest.chosen) {
    if (chosen.creative->creative != ad.creative) continue;
    const ServedLineItem& item = contest.slots.line_item(*chosen.row);
    if (item.line_item == ad.line_item) {
      return DescribeShown(item, *chosen.creative, out);
    }
  }
  PLACARD_DCHECK(contest.forced.exists());
  DescribeShown(contest.forced.item(), contest.forced.creative(), out);
}

}  // namespace

std::optional<TokenRefusal> PageViewCall::Open(
    const DecideTerms& asked, const std::shared_ptr<const TokenKeys>& keys,
    absl::Time now, PageRequest& page) {
  tokens_.Use(keys);
  if (asked.page_view_token.empty()) return std::nullopt;
  return tokens_.Read(asked.page_view_token, OwnerOf(page, asked), now,
                      page.page_view);
}

std::string_view PageViewCall::NextToken(const DecideTerms& asked,
                                         absl::Time now,
                                         const PageContest& contest,
                                         const PageRequest& page,
                                         const Decision& decision) {
  tokens_.Begin();
  Add(contest, page, decision);
  return tokens_.Finish(OwnerOf(page, asked), now);
}

// Newest first, as many as fit.
void PageViewCall::Add(const PageContest& contest, const PageRequest& page,
                       const Decision& decision) {
  for (size_t i = decision.slots.size(); i > 0; --i) {
    const std::vector<Ad>& ads = decision.slots[i - 1].ads;
    for (size_t k = ads.size(); k > 0; --k) {
      Describe(ads[k - 1], contest, shown_);
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
