#include "engine/base/money.h"
#include "google/protobuf/util/time_util.h"
#include "services/placard/commands.h"
#include "services/placard/friendly_forms.h"
#include "services/placard/message_writer.h"
#include "services/placard/page_request.h"
#include "services/placard/yaml_tree.h"

namespace placard {
namespace {

std::string IdOf(std::string_view name) {
  return std::string(name.substr(name.rfind('/') + 1));
}

std::string SizeOf(const v1::Size& size) {
  return FindScalarForm(*v1::Size::descriptor())
      ->print(size, absl::UTCTimeZone())
      .value_or("?");
}

std::string PriceOf(const v1::Price& price) {
  switch (price.kind_case()) {
    case v1::Price::kCpmMicros:
      return Concat(ToDecimal(Micros(price.cpm_micros())), " CPM");
    case v1::Price::kCpc:
      return Concat(ToDecimal(Micros(price.cpc().cpc_micros())), " CPC");
    default:
      return "";
  }
}

// "https://skyline.example:443/x" -> "skyline.example".
std::string HostOf(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return "";
  url.remove_prefix(scheme + 3);
  return std::string(url.substr(0, url.find_first_of(":/?#")));
}

std::string Explain(const v1::Reason& reason) {
  const int count = reason.line_items();
  const std::string who =
      Concat(count, count == 1 ? " line item " : " line items ");
  switch (reason.code()) {
    case v1::REASON_CODE_NO_CANDIDATE:
      return "no paid line item targets this page now";
    case v1::REASON_CODE_SLOT_TARGETING:
      return who + "not for this slot";
    case v1::REASON_CODE_SIZE:
      return who + "without a creative of this size";
    case v1::REASON_CODE_BLOCKED:
      return who + "blocked on this page";
    case v1::REASON_CODE_BELOW_FLOOR:
      return who + "below the floor";
    case v1::REASON_CODE_OUTSIDE_DRAW:
      return who + "outside the draw";
    case v1::REASON_CODE_DUPLICATE:
      return who + "elsewhere on this page";
    case v1::REASON_CODE_SHARE_OF_VOICE:
      return who + "without a share of this page";
    case v1::REASON_CODE_LABEL_CONFLICT:
      return who + "beside a competitor";
    case v1::REASON_CODE_ADVERTISER_LIMIT:
      return who + "beyond the advertiser's limit";
    case v1::REASON_CODE_ROADBLOCK:
      return who + "of a roadblock that is not whole";
    default:
      return who + Concat("stopped by reason ", int{reason.code()});
  }
}

std::string ExplainAll(const v1::SlotResult& result) {
  std::string text;
  for (const v1::Reason& reason : result.reasons()) {
    text += Concat(text.empty() ? "" : "; ", Explain(reason));
  }
  return text;
}

std::string OutcomeWord(v1::Outcome outcome) {
  switch (outcome) {
    case v1::OUTCOME_FILLED:
      return "filled";
    case v1::OUTCOME_HOUSE:
      return "house";
    default:
      return "empty";
  }
}

void AddRows(const v1::SlotResult& result, Table& table) {
  const std::string outcome = OutcomeWord(result.outcome());
  for (const v1::Ad& ad : result.ads()) {
    table.AddRow({result.slot_id(), outcome,
                  Concat(IdOf(ad.campaign()), " › ", IdOf(ad.line_item()),
                         " › ", IdOf(ad.creative())),
                  SizeOf(ad.size()), PriceOf(ad.price()),
                  HostOf(ad.click_url())});
  }
  if (result.reasons().empty()) return;
  if (result.ads().empty()) {
    table.AddRow({result.slot_id(), outcome, ExplainAll(result)});
  } else {
    table.AddRow({"", "", Concat("(", ExplainAll(result), ")")});
  }
}

std::string Explain(v1::TokenRefusal refusal) {
  switch (refusal) {
    case v1::TOKEN_REFUSAL_MALFORMED:
      return "it is no token, or was changed";
    case v1::TOKEN_REFUSAL_UNKNOWN_KEY:
      return "the server does not have its key";
    case v1::TOKEN_REFUSAL_EXPIRED:
      return "it is too old";
    case v1::TOKEN_REFUSAL_FOREIGN:
      return "it is another page's or reader's";
    default:
      return Concat("reason ", int{refusal});
  }
}

// What is seldom: nothing in most answers.
void PrintRemarks(const v1::DecideResponse& response, Terminal& terminal) {
  if (response.test()) {
    terminal.out << "a test: nothing of it is counted\n";
  }
  if (response.suboptimal()) {
    terminal.out << "there may be a better assignment: the search for it was "
                    "given up\n";
  }
  if (response.page_view_token_refusal() != v1::TOKEN_REFUSAL_UNSPECIFIED) {
    terminal.out << "the page view's token was refused: "
                 << Explain(response.page_view_token_refusal()) << '\n';
  }
}

void PrintTable(const v1::DecideResponse& response, Terminal& terminal) {
  Table table;
  table.AddRow(
      {"SLOT", "OUTCOME", "ADVERTISEMENT", "SIZE", "PRICE", "LEADS TO"});
  for (const v1::SlotResult& result : response.results()) {
    AddRows(result, table);
  }
  table.Print(terminal.out);
  terminal.out << "config " << Printable(response.config_version().epoch())
               << '/' << response.config_version().revision() << ", seed "
               << response.seed() << ", holds for "
               << google::protobuf::util::TimeUtil::ToString(response.ttl())
               << '\n';
  PrintRemarks(response, terminal);
  if (!response.page_view_token().empty()) {
    terminal.out << "page view token " << Printable(response.page_view_token())
                 << '\n';
  }
}

}  // namespace

ExitCode RunDecide(const DecideOptions& options, Client& client,
                   Terminal& terminal) {
  SourceErrors errors;
  const v1::DecideRequest request = BuildRequest(options, terminal.in, errors);
  if (!errors.empty()) {
    ReportErrors(errors, terminal);
    return ExitCode::kUsage;
  }
  const absl::StatusOr<v1::DecideResponse> response = client.Decide(request);
  if (!response.ok()) return Report(response.status(), terminal);
  switch (options.output) {
    case Output::kTable:
      PrintTable(*response, terminal);
      break;
    case Output::kJson:
      terminal.out << PrintJson(*response);
      break;
    case Output::kYaml:
      terminal.out << PrintYaml(WriteMessage(*response));
      break;
  }
  return ExitCode::kOk;
}

}  // namespace placard
