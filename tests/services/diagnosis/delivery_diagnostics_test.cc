// ReportService.GetDeliveryDiagnostics, as its clients see it.

#include <vector>

#include "gmock/gmock.h"
#include "services/codec/status.h"
#include "services/rpc/violated.h"
#include "tests/services/diagnosis/report_world.h"
#include "tests/support/busy_worker.h"

namespace placard {
namespace {

using grpc::StatusCode;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kSpring = "campaigns/spring/lineItems/l1";

class DeliveryDiagnosticsTest : public ReportWorld {
 protected:
  // Only "spring", for travel pages.
  void CreateSpring() {
    Create(AnAdvertiser("acme"));
    v1::Campaign spring = ACampaign("spring", "acme");
    spring.mutable_line_items(0)
        ->mutable_targeting()
        ->mutable_sections()
        ->add_include()
        ->set_path("travel");
    Create(spring);
  }
  v1::DeliveryDiagnostics DiagnosticsOf(const std::string& name) {
    v1::GetDeliveryDiagnosticsRequest request;
    request.set_line_item(name);
    v1::DeliveryDiagnostics response;
    const grpc::Status status = Diagnose(request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  absl::Status DiagnoseFrom(std::string_view peer,
                            absl::Time deadline = absl::InfiniteFuture()) {
    v1::GetDeliveryDiagnosticsRequest request;
    request.set_line_item(kSpring);
    grpc::ByteBuffer answer;
    return calls_.GetDeliveryDiagnostics({.peer = peer, .deadline = deadline},
                                         SerializeMessage(request), answer);
  }
};

TEST_F(DeliveryDiagnosticsTest, CountsEveryPageThatReachedTheLineItem) {
  CreateSpring();
  for (int i = 0; i < 3; ++i) Decide(APage("travel"));
  Decide(APage("news"));
  v1::DecideRequest wide = APage("travel");
  wide.mutable_slots(0)->mutable_sizes(0)->mutable_fixed()->set_width(301);
  Decide(wide);
  world_.clock().Advance(absl::Minutes(2));
  Decide(APage("travel"));

  const v1::DeliveryDiagnostics told = DiagnosticsOf(kSpring);
  EXPECT_EQ(told.line_item(), kSpring);
  EXPECT_GT(told.config_version().revision(), 0u);
  ASSERT_EQ(told.windows_size(), 4);
  EXPECT_EQ(told.windows(0).length().seconds(), 60);
  EXPECT_EQ(told.windows(3).length().seconds(), 86400);
  EXPECT_EQ(told.windows(0).pages(), 1);
  EXPECT_EQ(told.windows(1).pages(), 6);
  ASSERT_EQ(told.fates_size(), 2);
  EXPECT_EQ(told.fates(0).verdict(), v1::VERDICT_SIZE);
  EXPECT_THAT(told.fates(0).counts(), ElementsAre(0, 1, 1, 1));
  EXPECT_EQ(told.fates(1).verdict(), v1::VERDICT_SERVES);
  EXPECT_THAT(told.fates(1).counts(), ElementsAre(1, 4, 4, 4));
  EXPECT_EQ(told.first_seen().seconds(), 1'800'000'000);
}

TEST_F(DeliveryDiagnosticsTest, ShowsWhatASampleOfPagesMisses) {
  CreateSpring();
  for (int i = 0; i < 3; ++i) Decide(APage("news"));
  Decide(APage("travel"));
  const v1::SampledDelivery sample = DiagnosticsOf(kSpring).sample();
  EXPECT_EQ(sample.pages(), 4);
  EXPECT_EQ(sample.of_pages(), 4);
  EXPECT_EQ(sample.targeting_misses(), 3);
  EXPECT_EQ(sample.reader_unknown(), 0);
  ASSERT_EQ(sample.fates_size(), 1);
  EXPECT_EQ(sample.fates(0).verdict(), v1::VERDICT_SERVES);
  EXPECT_EQ(sample.fates(0).pages(), 1);
  ASSERT_EQ(sample.failures_size(), 1);
  const v1::CommonFailure& common = sample.failures(0);
  EXPECT_EQ(common.pages(), 3);
  EXPECT_EQ(common.alone(), 3);
  EXPECT_EQ(common.url(), "https://site.example/news");
  EXPECT_EQ(common.failure().cause(), v1::CAUSE_RULE);
  EXPECT_EQ(common.failure().asks(), "section in {travel}");
  EXPECT_EQ(common.failure().slot_ids_size(), 0);
}

TEST_F(DeliveryDiagnosticsTest, CountsApartWhatIsAskedOfReaders) {
  Create(AnAdvertiser("acme"));
  v1::Campaign spring = ACampaign("spring", "acme");
  spring.mutable_line_items(0)
      ->mutable_targeting()
      ->mutable_devices()
      ->add_include(v1::DEVICE_MOBILE);
  Create(spring);
  Decide(APage("news"));
  v1::DecideRequest mobile = APage("news");
  mobile.mutable_viewer()->set_device(v1::DEVICE_MOBILE);
  Decide(mobile);
  const v1::DeliveryDiagnostics told = DiagnosticsOf(kSpring);
  EXPECT_EQ(told.sample().reader_unknown(), 2);
  EXPECT_EQ(told.sample().targeting_misses(), 0);
  ASSERT_EQ(told.fates_size(), 1);
  EXPECT_THAT(told.fates(0).counts(), ElementsAre(1, 1, 1, 1));
}

TEST_F(DeliveryDiagnosticsTest, SaysWhoOutranksIt) {
  CreateSpring();
  v1::Campaign first = ACampaign("first", "acme");
  first.set_priority(1);
  Create(first);
  for (int i = 0; i < 2; ++i) Decide(APage("travel"));
  const v1::SampledDelivery sample = DiagnosticsOf(kSpring).sample();
  ASSERT_EQ(sample.fates_size(), 1);
  EXPECT_EQ(sample.fates(0).verdict(), v1::VERDICT_OUTRANKED);
  EXPECT_EQ(sample.winner(), "campaigns/first/lineItems/l1");
  EXPECT_EQ(sample.winner_pages(), 2);
  EXPECT_EQ(sample.failures_size(), 0);
}

TEST_F(DeliveryDiagnosticsTest, OutlivesChangesOfTheCatalogue) {
  CreateSpring();
  Decide(APage("travel"));
  Create(ACampaign("other", "acme"));
  EXPECT_THAT(DiagnosticsOf(kSpring).fates(0).counts(),
              ElementsAre(1, 1, 1, 1));
}

TEST_F(DeliveryDiagnosticsTest, LeavesOutDecisionsThatAreNotForNow) {
  CreateSpring();
  v1::DecideRequest later = APage("travel");
  later.mutable_at()->set_seconds(1'900'000'000);
  Decide(later);
  const v1::DeliveryDiagnostics told = DiagnosticsOf(kSpring);
  EXPECT_EQ(told.windows(3).pages(), 0);
  EXPECT_EQ(told.fates_size(), 0);
  EXPECT_FALSE(told.has_first_seen());
  EXPECT_EQ(told.sample().pages(), 0);
}

TEST_F(DeliveryDiagnosticsTest, LooksAtAsManyPagesAsAreAskedFor) {
  CreateSpring();
  for (int i = 0; i < 5; ++i) Decide(APage("travel"));
  v1::GetDeliveryDiagnosticsRequest request;
  request.set_line_item(kSpring);
  request.set_sample_pages(2);
  v1::DeliveryDiagnostics response;
  ASSERT_TRUE(Diagnose(request, &response).ok());
  EXPECT_EQ(response.sample().pages(), 2);
  EXPECT_EQ(response.sample().of_pages(), 2);
  request.set_sample_pages(0);
  ASSERT_TRUE(Diagnose(request, &response).ok());
  EXPECT_EQ(response.sample().pages(), 0);
}

TEST_F(DeliveryDiagnosticsTest, NamesTheNearestOfALineItemThatDoesNotExist) {
  CreateSpring();
  v1::Campaign two = ACampaign("two-line-items", "acme");
  two.add_line_items()->set_id("evening");
  Create(two);
  const auto message = [&](const std::string& name) {
    v1::GetDeliveryDiagnosticsRequest request;
    request.set_line_item(name);
    v1::DeliveryDiagnostics response;
    const grpc::Status status = Diagnose(request, &response);
    EXPECT_EQ(status.error_code(), StatusCode::NOT_FOUND);
    return status.error_message();
  };
  EXPECT_EQ(message("campaigns/spring/lineItems/top"),
            "there is no line item campaigns/spring/lineItems/top; did you "
            "mean campaigns/spring/lineItems/l1?");
  EXPECT_THAT(message("campaigns/sprin/lineItems/l1"), HasSubstr(kSpring));
  EXPECT_THAT(message("campaigns/two-line-item/lineItems/evenign"),
              HasSubstr("campaigns/two-line-items/lineItems/evening?"));
  EXPECT_EQ(message("campaigns/autumn/lineItems/l1"),
            "there is no line item campaigns/autumn/lineItems/l1");
  EXPECT_EQ(message("campaigns/two-line-items/lineItems/something"),
            "there is no line item campaigns/two-line-items/lineItems/"
            "something");
}

TEST_F(DeliveryDiagnosticsTest, NamesEveryFieldAtFault) {
  v1::GetDeliveryDiagnosticsRequest request;
  request.set_line_item("campaigns/spring");
  request.set_sample_pages(257);
  v1::DeliveryDiagnostics response;
  const grpc::Status status = Diagnose(request, &response);
  EXPECT_EQ(status.error_code(), StatusCode::INVALID_ARGUMENT);
  std::vector<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(status)) {
    fields.push_back(violation.field);
  }
  EXPECT_THAT(fields,
              testing::UnorderedElementsAre("line_item", "sample_pages"));
}

TEST_F(DeliveryDiagnosticsTest, IsForTheOperationsRole) {
  CreateSpring();
  EXPECT_TRUE(absl::IsPermissionDenied(DiagnoseFrom("ipv4:192.0.2.1:1")));
  EXPECT_TRUE(DiagnoseFrom("ipv4:127.0.0.1:1").ok());
  EXPECT_TRUE(absl::IsDeadlineExceeded(
      DiagnoseFrom("ipv4:127.0.0.1:1", world_.clock().Now())));
}

TEST_F(DeliveryDiagnosticsTest, IsUnavailableBeforeThereIsACatalogue) {
  const Serving nothing;
  const ReportCalls calls(nothing, world_.clock(), diagnosis_);
  grpc::ByteBuffer answer;
  EXPECT_TRUE(absl::IsUnavailable(calls.GetDeliveryDiagnostics(
      {.peer = "unix:"}, SerializeMessage(v1::GetDeliveryDiagnosticsRequest()),
      answer)));
}

TEST_F(DeliveryDiagnosticsTest, RefusesWhatItsWorkerHasNoTimeFor) {
  CreateSpring();
  const BusyWorker busy(workers_);
  v1::GetDeliveryDiagnosticsRequest request;
  request.set_line_item(kSpring);
  v1::DeliveryDiagnostics response;
  const grpc::Status refused = Diagnose(request, &response);
  EXPECT_EQ(refused.error_code(), StatusCode::RESOURCE_EXHAUSTED);
}

}  // namespace
}  // namespace placard
