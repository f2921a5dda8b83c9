// Random damage: nothing crashes, and what validation accepts is read back
// without a bad rule, to a model whose wire form is read as the same again.
#include <array>
#include <memory>
#include <string>
#include <variant>

#include "engine/text/normalize.h"
#include "google/protobuf/stubs/logging.h"
#include "gtest/gtest.h"
#include "services/codec/campaign_codec.h"
#include "services/codec/page_codec.h"
#include "services/codec/plain_request.h"
#include "services/codec/to_proto.h"
#include "services/codec/validate.h"
#include "tests/services/codec/examples.h"
#include "tests/services/codec/mutate.h"
#include "tests/services/codec/read_as.h"
#include "tests/services/codec/same.h"

namespace placard {
namespace {

constexpr int kMutations = 100'000;
constexpr uint64_t kSeed = 20'240'229;

std::array<v1::Resource, 5> RichResources() {
  return {AsResource(RichCampaign()), AsResource(RichAdvertiser()),
          AsResource(RichKeywordList()), AsResource(RichSitePolicy()),
          AsResource(RichTaxonomy())};
}

bool HasBadRule(const CatalogObject& object) {
  const auto* campaign = std::get_if<std::shared_ptr<const Campaign>>(&object);
  if (campaign == nullptr) return false;
  for (const LineItem& item : (*campaign)->line_items) {
    if (std::holds_alternative<BadRule>(item.rule)) return true;
  }
  return false;
}

void ExpectComesBack(const CatalogObject& object) {
  const v1::Resource again = std::visit(
      [](const auto& model) { return AsResource(ToProto(*model)); }, object);
  const absl::StatusOr<CatalogObject> read = Read(again);
  ASSERT_TRUE(read.ok()) << read.status() << again.DebugString();
  EXPECT_TRUE(Same(*read, object)) << again.DebugString();
}

void ExpectReadsBack(const v1::Resource& resource) {
  const absl::StatusOr<CatalogObject> object = Read(resource);
  ASSERT_TRUE(object.ok()) << object.status() << resource.DebugString();
  EXPECT_FALSE(HasBadRule(*object)) << resource.DebugString();
  ExpectComesBack(*object);
}

TEST(Mutation, OfDocumentsThatStayValidReadsBack) {
  SCOPED_TRACE(kSeed);
  const google::protobuf::LogSilencer quiet;
  Random random(kSeed);
  const std::array<v1::Resource, 5> resources = RichResources();
  int accepted = 0;
  for (int i = 0; i < kMutations && !testing::Test::HasFailure(); ++i) {
    // Of campaigns most, which have the most rules.
    const size_t which = Below(random, 10);
    v1::Resource resource = resources[which < 5 ? which : 0];
    const size_t changes = 1 + Below(random, 3);
    for (size_t c = 0; c < changes; ++c) MutateMessage(resource, random);
    if (!Validate(resource).empty()) continue;
    ++accepted;
    ExpectReadsBack(resource);
  }
  // Enough of both for the test to mean something.
  EXPECT_GT(accepted, kMutations / 10);
  EXPECT_LT(accepted, kMutations * 9 / 10);
}

TEST(Mutation, OfDocumentsBytesNeverCrashes) {
  SCOPED_TRACE(kSeed);
  const google::protobuf::LogSilencer quiet;
  Random random(kSeed);
  const std::array<v1::Resource, 5> resources = RichResources();
  int read = 0;
  for (int i = 0; i < kMutations && !testing::Test::HasFailure(); ++i) {
    const v1::Resource& original = resources[Below(random, resources.size())];
    const std::string body = MutateBytes(SerializeDocument(original), random);
    if (ReadDocument(NameOf(original), body).ok()) ++read;
    v1::Resource resource;
    if (!resource.ParseFromString(body)) continue;
    if (Validate(resource).empty()) ExpectReadsBack(resource);
  }
  EXPECT_GT(read, kMutations / 100);
}

void ExpectIsFitForTheEngine(const PageRequest& request) {
  for (const std::string& keyword : request.page.keywords) {
    EXPECT_FALSE(keyword.empty());
    EXPECT_EQ(*Normalize(keyword), keyword);
  }
  EXPECT_FALSE(request.slots.empty());
  for (const Slot& slot : request.slots) {
    EXPECT_FALSE(slot.id.empty());
    EXPECT_FALSE(slot.sizes.empty());
    EXPECT_GE(slot.count, 1);
    EXPECT_GE(slot.floor, Micros(0));
  }
}

// Reads into the same request again and again, as a server does.
void CheckRequest(const v1::DecideRequest& wire, const SitePolicy& policy,
                  PageRequest& request, int& accepted) {
  if (!ReadDecideRequest(wire, policy, request).empty()) return;
  ++accepted;
  ExpectIsFitForTheEngine(request);
  PageRequest again;
  const FieldViolations violations =
      ReadDecideRequest(ToProto(request), policy, again);
  EXPECT_TRUE(violations.empty()) << ToStatus(violations);
  EXPECT_TRUE(Same(again, request)) << wire.DebugString();
}

// What the short way takes, the long way takes too, and reads as the same.
// Reads into the same requests again and again, as a server does.
void CheckPlain(const std::string& bytes, PageRequest& plain,
                PageRequest& request, int& taken) {
  DecideTerms terms;
  if (!ReadPlainRequest(bytes, plain, terms)) return;
  ++taken;
  v1::DecideRequest wire;
  ASSERT_TRUE(wire.ParseFromString(bytes));
  const FieldViolations violations = ReadDecideRequest(wire, {}, request);
  ASSERT_TRUE(violations.empty()) << ToStatus(violations);
  EXPECT_TRUE(Same(plain, request)) << wire.DebugString();
  const DecideTerms right = TermsOf(wire);
  EXPECT_EQ(terms.at, right.at);
  EXPECT_EQ(terms.seed, right.seed);
  EXPECT_EQ(terms.test, right.test);
  EXPECT_EQ(terms.page_view_token, right.page_view_token);
  EXPECT_EQ(terms.viewer_key, right.viewer_key);
}

// Without what the short way leaves to the long one.
v1::DecideRequest OrdinaryRequest() {
  v1::DecideRequest request = RichRequest();
  request.clear_force();
  request.mutable_page()->mutable_keywords()->DeleteSubrange(1, 1);
  for (v1::Slot& slot : *request.mutable_slots()) {
    slot.clear_preset();
    slot.clear_sizes();
    slot.add_sizes()->mutable_fixed()->set_width(300);
    slot.mutable_sizes(0)->mutable_fixed()->set_height(250);
  }
  return request;
}

TEST(Mutation, OfRequestsThatAreReadTheShortWayIsReadTheLongWayAsTheSame) {
  SCOPED_TRACE(kSeed);
  const google::protobuf::LogSilencer quiet;
  Random random(kSeed);
  PageRequest plain;
  PageRequest request;
  int taken = 0;
  for (int i = 0; i < kMutations && !testing::Test::HasFailure(); ++i) {
    v1::DecideRequest wire = OrdinaryRequest();
    const size_t changes = Below(random, 3);
    for (size_t c = 0; c < changes; ++c) MutateMessage(wire, random);
    std::string bytes = wire.SerializeAsString();
    if (i % 2 == 0) bytes = MutateBytes(std::move(bytes), random);
    CheckPlain(bytes, plain, request, taken);
  }
  EXPECT_GT(taken, kMutations / 10);
  EXPECT_LT(taken, kMutations * 9 / 10);
}

TEST(Mutation, OfRequestsIsRefusedOrFitForTheEngine) {
  SCOPED_TRACE(kSeed);
  const google::protobuf::LogSilencer quiet;
  Random random(kSeed);
  const SitePolicy policy = ReadAs<SitePolicy>(RichSitePolicy());
  PageRequest request;
  int accepted = 0;
  for (int i = 0; i < kMutations && !testing::Test::HasFailure(); ++i) {
    v1::DecideRequest wire = RichRequest();
    if (i % 2 == 0) {
      MutateMessage(wire, random);
      MutateMessage(wire, random);
    } else if (!wire.ParseFromString(
                   MutateBytes(wire.SerializeAsString(), random))) {
      continue;
    }
    CheckRequest(wire, policy, request, accepted);
  }
  EXPECT_GT(accepted, kMutations / 20);
}

}  // namespace
}  // namespace placard
