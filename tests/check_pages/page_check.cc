#include "tests/check_pages/page_check.h"

#include <google/protobuf/util/message_differencer.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include "absl/strings/str_format.h"
#include "engine/targeting/slow_evaluator.h"
#include "grpcpp/client_context.h"
#include "placard/v1/decision.grpc.pb.h"
#include "services/codec/page_codec.h"
#include "services/codec/timestamp.h"
#include "services/codec/to_proto.h"
#include "tests/support/brute_force.h"
#include "tests/support/written_response.h"

namespace placard {
namespace {

constexpr auto kPatience = std::chrono::seconds(30);
constexpr size_t kDescribed = 3;
constexpr size_t kLeafPages = 200;      // of a run, evenly
constexpr size_t kLeafLineItems = 400;  // of a catalogue, evenly

v1::DecideRequest MakeRequest(const PageView& view) {
  v1::DecideRequest request = ToProto(view.request);
  request.set_seed(view.seed);
  *request.mutable_at() = ToTimestamp(view.instant);
  return request;
}

void Count(const v1::SlotResult& result, PageCheckReport& report) {
  ++report.slots;
  report.filled += result.outcome() == v1::OUTCOME_FILLED;
  report.house += result.outcome() == v1::OUTCOME_HOUSE;
  report.unfilled += result.outcome() == v1::OUTCOME_UNFILLED;
}

void Count(const Decision& decision, PageCheckReport& report) {
  for (const SlotResult& slot : decision.slots) {
    for (size_t i = 0; i < kReasons; ++i) report.reasons[i] += slot.reasons[i];
  }
}

void Compare(const v1::DecideRequest& request,
             const v1::DecideResponse& expected,
             const v1::DecideResponse& actual, PageCheckReport& report) {
  for (int i = 0; i < request.slots_size(); ++i) {
    const v1::SlotResult nothing;
    const v1::SlotResult& got =
        i < actual.results_size() ? actual.results(i) : nothing;
    Count(got, report);
    if (google::protobuf::util::MessageDifferencer::Equals(expected.results(i),
                                                           got)) {
      continue;
    }
    ++report.different_slots;
    if (report.first_differences.size() == kDescribed) continue;
    report.first_differences.push_back(
        Concat("request:\n", request.DebugString(), "expected:\n",
               expected.results(i).DebugString(), "got:\n", got.DebugString()));
  }
}

// Which kinds of leaves decide some line item on some page.
void AddLeaves(const Workload& workload, LeafCoverage& leaves) {
  std::vector<std::pair<const Campaign*, const LineItem*>> items;
  for (const auto& [name, campaign] : workload.contents.campaigns) {
    for (const LineItem& item : campaign->line_items) {
      items.emplace_back(campaign.get(), &item);
    }
  }
  const size_t view_step = workload.views.size() / kLeafPages + 1;
  const size_t item_step = items.size() / kLeafLineItems + 1;
  for (size_t v = 0; v < workload.views.size(); v += view_step) {
    const PageView& view = workload.views[v];
    // Another start each time: in the end all of them are looked at.
    for (size_t i = v % item_step; i < items.size(); i += item_step) {
      const auto [campaign, item] = items[i];
      const Rule* rule = std::get_if<Rule>(&item->rule);
      if (rule == nullptr) continue;
      leaves.Add(*rule, {.contents = workload.contents,
                         .page = view.request.page,
                         .viewer = view.request.viewer,
                         .slot = &view.request.slots[0],
                         .instant = view.instant,
                         .zone = campaign->flight.zone});
    }
  }
}

void ShowProgress(size_t done, size_t of) {
  if (isatty(STDERR_FILENO) == 0) return;
  if (done % 50 != 0 && done != of) return;
  std::fprintf(stderr, "\r%zu of %zu pages%s", done, of,
               done == of ? "\n" : "");
}

}  // namespace

absl::StatusOr<PageCheckReport> CheckPages(
    const std::shared_ptr<grpc::Channel>& channel, const Workload& workload) {
  const auto stub = v1::DecisionService::NewStub(channel);
  const BruteForce brute_force(workload.contents);
  PageCheckReport report;
  for (const PageView& view : workload.views) {
    const v1::DecideRequest request = MakeRequest(view);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kPatience);
    v1::DecideResponse response;
    const grpc::Status status = stub->Decide(&context, request, &response);
    if (!status.ok()) {
      return Error(static_cast<absl::StatusCode>(status.error_code()), "page ",
                   report.pages, ": ", status.error_message());
    }
    const Decision decision =
        brute_force.Decide(view.request, view.instant, view.seed);
    const v1::DecideResponse expected =
        WrittenResponse(decision, view.request, {});
    Compare(request, expected, response, report);
    Count(decision, report);
    ++report.pages;
    ShowProgress(static_cast<size_t>(report.pages), workload.views.size());
  }
  AddLeaves(workload, report.leaves);
  return report;
}

std::string Print(const PageCheckReport& report) {
  const auto percent = [&](int64_t count) {
    return 100.0 * static_cast<double>(count) /
           static_cast<double>(std::max<int64_t>(report.slots, 1));
  };
  std::string text = absl::StrFormat(
      "pages      %8d\nslots      %8d\n"
      "  filled   %8d  %5.1f %%\n  house    %8d  %5.1f %%\n"
      "  unfilled %8d  %5.1f %%\n",
      report.pages, report.slots, report.filled, percent(report.filled),
      report.house, percent(report.house), report.unfilled,
      percent(report.unfilled));
  text += "line items that did not serve, by reason\n";
  for (size_t i = 0; i < kReasons; ++i) {
    text +=
        absl::StrFormat("  %-16s %10d\n", kReasonNames[i], report.reasons[i]);
  }
  text += "decisive leaves (of a sample)      held      failed\n";
  for (size_t i = 0; i < kLeafKinds; ++i) {
    const auto kind = static_cast<LeafKind>(i);
    const LeafCoverage::Count& count = report.leaves.count(kind);
    text +=
        absl::StrFormat("  %-24s %12d %11d\n", std::string(LeafKindName(kind)),
                        count.held, count.failed);
  }
  for (const std::string& difference : report.first_differences) {
    text += Concat("difference\n", difference);
  }
  text += absl::StrFormat("differences %d\n", report.different_slots);
  return text;
}

}  // namespace placard
