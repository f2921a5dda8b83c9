#include "services/placard/commands.h"
#include "services/placard/finding_text.h"
#include "services/placard/message_writer.h"
#include "services/placard/yaml_tree.h"

namespace placard {
namespace {

// What was found, and how it is said.
struct Linted {
  v1::LintResponse response;
  std::vector<std::string> lines;
  bool was_refused = false;

  void Add(const v1::LintFinding& finding, std::string line) {
    *response.add_findings() = finding;
    lines.push_back(std::move(line));
  }
};

absl::StatusOr<std::vector<std::string>> CampaignNames(
    const std::vector<std::string>& names) {
  std::vector<std::string> campaigns;
  for (const std::string& text : names) {
    PLACARD_ASSIGN_OR_RETURN(const ResourceName name, ParseResourceName(text));
    if (name.kind != ResourceKind::kCampaign || !name.line_item.empty()) {
      return InvalidArgument(text, " is no campaign; lint looks at those");
    }
    campaigns.push_back(name.document);
  }
  return campaigns;
}

absl::Status LintServed(const std::vector<std::string>& names, Client& client,
                        Linted& linted) {
  PLACARD_ASSIGN_OR_RETURN(const v1::LintResponse response, client.Lint(names));
  linted.lines.reserve(response.findings().size());
  for (const v1::LintFinding& finding : response.findings()) {
    linted.lines.push_back(FindingLine(finding));
  }
  linted.response = response;
  return absl::OkStatus();
}

// Says what the server refuses, as apply does, and collects the rest.
absl::Status LintDocuments(const std::vector<Document>& documents,
                           Client& client, Terminal& terminal, Linted& linted) {
  SourceErrors refusals;
  absl::Status status = Judge(
      documents, client, terminal,
      [&](const Document& document, const v1::ApplyResult& result) {
        if (result.outcome() == v1::APPLY_OUTCOME_FAILED) {
          for (SourceError& error : RefusalErrors(document, result.error())) {
            refusals.push_back(std::move(error));
          }
          return;
        }
        if (!document.resource.has_campaign()) return;
        linted.response.set_campaigns(linted.response.campaigns() + 1);
        for (const v1::LintFinding& finding : result.warnings()) {
          linted.Add(finding, FindingLine(document, finding));
        }
      });
  ReportErrors(refusals, terminal);
  linted.was_refused = !refusals.empty();
  return status;
}

void Print(const Linted& linted, Output output, Terminal& terminal) {
  switch (output) {
    case Output::kTable:
      for (const std::string& line : linted.lines) terminal.out << line << '\n';
      break;
    case Output::kJson:
      terminal.out << PrintJson(linted.response);
      break;
    case Output::kYaml:
      terminal.out << PrintYaml(WriteMessage(linted.response));
      break;
  }
  const auto counted = [](int count, const char* what) {
    return Concat(count, " ", what, count == 1 ? "" : "s");
  };
  terminal.err << counted(linted.response.findings_size(), "warning") << " in "
               << counted(linted.response.campaigns(), "campaign") << '\n';
}

ExitCode UsageError(const absl::Status& status, Terminal& terminal) {
  Report(status, terminal);
  return ExitCode::kUsage;
}

}  // namespace

ExitCode RunLint(const LintOptions& options, Client& client,
                 Terminal& terminal) {
  const absl::StatusOr<std::vector<std::string>> names =
      CampaignNames(options.names);
  if (!names.ok()) return UsageError(names.status(), terminal);
  const bool reads_files = !options.files.paths.empty();
  if (reads_files && !names->empty()) {
    return UsageError(InvalidArgument("lint looks at campaigns or at files, "
                                      "not at both at once"),
                      terminal);
  }
  Linted linted;
  absl::Status status;
  if (reads_files) {
    SourceErrors errors;
    const std::vector<Document> documents =
        LoadDocuments(options.files, terminal.in, errors);
    if (!errors.empty()) {
      ReportAllErrors(std::move(errors), documents, client, terminal);
      return ExitCode::kRefused;
    }
    status = LintDocuments(documents, client, terminal, linted);
  } else {
    status = LintServed(*names, client, linted);
  }
  if (!status.ok()) return Report(status, terminal);
  Print(linted, options.output, terminal);
  if (linted.was_refused) return ExitCode::kRefused;
  return linted.lines.empty() ? ExitCode::kOk : ExitCode::kFindings;
}

}  // namespace placard
