#include "tests/integration/known_history.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <variant>

#include "engine/base/check.h"
#include "engine/base/status.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/codec/campaign_codec.h"
#include "services/codec/page_codec.h"
#include "tests/support/brute_force.h"
#include "tests/support/written_response.h"

namespace placard {
namespace {

struct PutInto {
  CatalogContents& contents;

  void operator()(std::shared_ptr<const Advertiser> x) const {
    contents.advertisers[x->name] = x;
  }
  void operator()(std::shared_ptr<const Campaign> x) const {
    contents.campaigns[x->name] = x;
  }
  void operator()(std::shared_ptr<const KeywordList> x) const {
    contents.keyword_lists[x->name] = x;
  }
  void operator()(std::shared_ptr<const Taxonomy> x) const {
    contents.taxonomies[x->id] = x;
  }
  void operator()(std::shared_ptr<const SitePolicy> x) const {
    contents.site_policy = x;
  }
};

void Put(const v1::Resource& resource, CatalogContents& contents) {
  absl::StatusOr<CatalogObject> object =
      ReadDocument(NameOf(resource), SerializeDocument(resource));
  PLACARD_CHECK(object.ok());
  std::visit(PutInto{contents}, *std::move(object));
}

v1::DecideResponse Expected(const BruteForce& brute_force,
                            const CatalogContents& contents,
                            const KnownHistory::Answer& answer) {
  PageRequest page;
  PLACARD_CHECK(
      ReadDecideRequest(answer.request, *contents.site_policy, page).empty());
  const uint64_t seed = *RequestedSeed(answer.request);
  const Decision decision =
      brute_force.Decide(page, *RequestedInstant(answer.request), seed);
  const v1::ConfigVersion& version = answer.response.config_version();
  v1::DecideResponse expected =
      WrittenResponse(decision, page,
                      {.epoch = version.epoch(),
                       .revision = version.revision(),
                       .seed = seed,
                       .page_view_token = answer.response.page_view_token()});
  *expected.mutable_ttl() = answer.response.ttl();
  return expected;
}

}  // namespace

void KnownHistory::Add(uint64_t revision, const v1::Resource& resource) {
  PLACARD_CHECK(writes_.emplace(revision, resource).second);
}

std::string KnownHistory::Check(std::vector<Answer> answers) const {
  const auto revision = [](const Answer& answer) {
    return answer.response.config_version().revision();
  };
  std::sort(answers.begin(), answers.end(),
            [&](const Answer& a, const Answer& b) {
              return revision(a) < revision(b);
            });
  CatalogContents contents;
  contents.site_policy = std::make_shared<const SitePolicy>();
  auto next = writes_.begin();
  std::unique_ptr<BruteForce> brute_force;
  for (const Answer& answer : answers) {
    if (!writes_.contains(revision(answer))) {
      return Concat("revision ", revision(answer), " was never written");
    }
    for (; next != writes_.end() && next->first <= revision(answer); ++next) {
      Put(next->second, contents);
      brute_force = nullptr;
    }
    if (brute_force == nullptr) {
      brute_force = std::make_unique<BruteForce>(contents);
    }
    const v1::DecideResponse expected =
        Expected(*brute_force, contents, answer);
    if (!google::protobuf::util::MessageDifferencer::Equals(expected,
                                                            answer.response)) {
      return Concat("at revision ", revision(answer), " expected ",
                    expected.ShortDebugString(), " but got ",
                    answer.response.ShortDebugString());
    }
  }
  return "";
}

}  // namespace placard
