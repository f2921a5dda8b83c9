// Documents and pages with every field set, all valid.
#pragma once

#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "placard/v1/campaign_service.pb.h"
#include "placard/v1/decision.pb.h"

namespace placard {

// A message from its text format; fails the test when that is wrong.
template <typename Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message))
      << text;
  return message;
}

v1::Campaign RichCampaign();  // in tier SPONSORSHIP
v1::Advertiser RichAdvertiser();
v1::KeywordList RichKeywordList();
v1::SitePolicy RichSitePolicy();
v1::Taxonomy RichTaxonomy();
v1::DecideRequest RichRequest();  // without the fields that are refused

v1::Resource AsResource(v1::Campaign campaign);
v1::Resource AsResource(v1::Advertiser advertiser);
v1::Resource AsResource(v1::KeywordList list);
v1::Resource AsResource(v1::SitePolicy policy);
v1::Resource AsResource(v1::Taxonomy taxonomy);

}  // namespace placard
