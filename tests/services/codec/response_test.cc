#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/codec/page_codec.h"
#include "tests/services/codec/examples.h"
#include "tests/services/codec/read_as.h"

namespace placard {
namespace {

class Response : public testing::Test {
 protected:
  Response() : campaign_(ReadAs<Campaign>(RichCampaign())) {
    request_.request_id = "view-1";
    decision_.ttl = absl::Milliseconds(90'250);
  }

  SlotResult& AddSlot(const std::string& id) {
    request_.slots.emplace_back().id = id;
    return decision_.slots.emplace_back();
  }
  Ad Show(size_t line_item, size_t creative) const {
    return {.campaign = &campaign_,
            .line_item = &campaign_.line_items[line_item],
            .creative = &campaign_.creatives[creative]};
  }
  v1::DecideResponse Write() {
    BackwardWriter out;
    out.Text(1, "left from before");
    WriteDecideResponse(decision_, request_, origin_, out);
    v1::DecideResponse read;
    EXPECT_TRUE(read.ParseFromArray(out.bytes().data(),
                                    static_cast<int>(out.bytes().size())));
    // Byte for byte what the protobuf runtime writes.
    EXPECT_EQ(read.SerializeAsString(), out.bytes());
    return read;
  }
  void ExpectIs(const std::string& text) {
    const v1::DecideResponse out = Write();
    const auto expected = FromText<v1::DecideResponse>(text);
    EXPECT_TRUE(
        google::protobuf::util::MessageDifferencer::Equals(out, expected))
        << out.DebugString();
  }

  const Campaign campaign_;
  PageRequest request_;
  AnswerOrigin origin_ = {.epoch = "e", .revision = 12, .seed = 34};
  Decision decision_;
};

TEST_F(Response, SaysWhichCatalogueSeedAndHowLong) {
  ExpectIs(R"pb(
    request_id: "view-1"
    config_version { epoch: "e" revision: 12 }
    seed: 34
    ttl { seconds: 90 nanos: 250000000 }
  )pb");
}

TEST_F(Response, SaysWhatComesOfThePageViewAndWhatItIsWorth) {
  origin_.page_view_token = "opaque";
  origin_.refusal = v1::TOKEN_REFUSAL_EXPIRED;
  origin_.test = true;
  decision_.optimal = false;
  ExpectIs(R"pb(
    request_id: "view-1"
    config_version { epoch: "e" revision: 12 }
    seed: 34
    ttl { seconds: 90 nanos: 250000000 }
    page_view_token: "opaque"
    page_view_token_refusal: TOKEN_REFUSAL_EXPIRED
    suboptimal: true
    test: true
  )pb");
}

TEST_F(Response, ShowsAdvertisementsOfAllKinds) {
  SlotResult& slot = AddSlot("top");
  slot.outcome = Outcome::kFilled;
  slot.ads = {Show(0, 0), Show(1, 1), Show(1, 2)};
  decision_.ttl = absl::ZeroDuration();
  ExpectIs(R"pb(
    request_id: "view-1"
    config_version { epoch: "e" revision: 12 }
    seed: 34
    ttl {}
    results {
      slot_id: "top"
      outcome: OUTCOME_FILLED
      ads {
        campaign: "campaigns/spring"
        line_item: "campaigns/spring/lineItems/paris"
        creative: "campaigns/spring/creatives/tall"
        advertiser: "advertisers/acme"
        size { fixed { width: 300 height: 600 } }
        click_url: "https://Shop.Example.com:8443/spring?x=1#top"
        image { url: "https://cdn.example.com/tall.png" title: "A tall one" }
        price { cpc { cpc_micros: 250000 clicks_per_million: 1500 } }
        tier: TIER_SPONSORSHIP
      }
      ads {
        campaign: "campaigns/spring"
        line_item: "campaigns/spring/lineItems/anywhere"
        creative: "campaigns/spring/creatives/wide"
        advertiser: "advertisers/acme"
        size { ratio { width_ratio: 16 height_ratio: 9 min_width: 320 } }
        click_url: "https://shop.example.com"
        html { markup: "<b>spring</b>" }
        tier: TIER_SPONSORSHIP
      }
      ads {
        campaign: "campaigns/spring"
        line_item: "campaigns/spring/lineItems/anywhere"
        creative: "campaigns/spring/creatives/native"
        advertiser: "advertisers/acme"
        size { fluid {} }
        click_url: "https://shop.example.com/n"
        native {
          title: "Spring"
          body: "in Paris"
          image_url: "https://cdn.example.com/n.png"
          sponsored_by: "Acme"
          call_to_action: "Fly"
        }
        tier: TIER_SPONSORSHIP
      }
    }
  )pb");
}

TEST_F(Response, GivesReasonsMostFrequentFirst) {
  SlotResult& slot = AddSlot("a");
  slot.reasons[static_cast<size_t>(Reason::kSize)] = 3;
  slot.reasons[static_cast<size_t>(Reason::kBelowFloor)] = 7;
  slot.reasons[static_cast<size_t>(Reason::kDuplicate)] = 3;
  AddSlot("b").reasons[static_cast<size_t>(Reason::kNoCandidate)] = 1;
  decision_.slots[1].outcome = Outcome::kHouse;
  ExpectIs(R"pb(
    request_id: "view-1"
    config_version { epoch: "e" revision: 12 }
    seed: 34
    ttl { seconds: 90 nanos: 250000000 }
    results {
      slot_id: "a"
      outcome: OUTCOME_UNFILLED
      reasons { code: REASON_CODE_BELOW_FLOOR line_items: 7 }
      reasons { code: REASON_CODE_SIZE line_items: 3 }
      reasons { code: REASON_CODE_DUPLICATE line_items: 3 }
    }
    results {
      slot_id: "b"
      outcome: OUTCOME_HOUSE
      reasons { code: REASON_CODE_NO_CANDIDATE }
    }
  )pb");
}

}  // namespace
}  // namespace placard
