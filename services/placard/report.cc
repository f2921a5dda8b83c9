#include <algorithm>
#include <tuple>

#include "google/protobuf/util/json_util.h"
#include "services/placard/commands.h"
#include "services/placard/progress.h"
#include "services/placard/rpc.h"

namespace placard {
namespace {

void SortByPlace(SourceErrors& errors) {
  std::stable_sort(errors.begin(), errors.end(),
                   [](const SourceError& a, const SourceError& b) {
                     return std::tie(a.file, a.line) < std::tie(b.file, b.line);
                   });
}

bool AreInCampaigns(const SourceErrors& errors,
                    const std::vector<Document>& documents) {
  size_t inside = 0;
  for (const Document& document : documents) {
    if (document.resource.has_campaign()) inside += document.errors;
  }
  return inside == errors.size();
}

// What is wrong only because a field could not be read is left out.
absl::Status AddRefusals(const std::vector<Document>& documents, Client& client,
                         Terminal& terminal, SourceErrors& errors) {
  return Judge(
      documents, client, terminal,
      [&](const Document& document, const v1::ApplyResult& result) {
        if (result.outcome() != v1::APPLY_OUTCOME_FAILED) return;
        for (SourceError& error : RefusalErrors(document, result.error())) {
          if (document.lines.IsTainted(error.field)) continue;
          errors.push_back(std::move(error));
        }
      });
}

}  // namespace

ExitCode Report(const absl::Status& status, Terminal& terminal) {
  const ExitCode code = ExitCodeOf(status);
  if (code == ExitCode::kOk) return code;
  terminal.err << "placard: " << Printable(ToStd(status.message()));
  if (code == ExitCode::kUnavailable) {
    terminal.err << " (is the server running? see --server and "
                    "$PLACARD_SERVER)";
  }
  terminal.err << '\n';
  return code;
}

SourceErrors RefusalErrors(const Document& document,
                           const google::rpc::Status& error) {
  SourceErrors errors;
  for (const FieldViolation& violation : ViolationsOf(error)) {
    errors.push_back(
        ToSourceError(document, violation.field, violation.description));
  }
  if (errors.empty()) {
    errors.push_back(ToSourceError(document, "", error.message()));
  }
  SortByPlace(errors);
  return errors;
}

void ReportErrors(const SourceErrors& errors, Terminal& terminal) {
  for (const SourceError& error : errors) {
    terminal.err << Printable(ToString(error)) << '\n';
  }
}

absl::Status Judge(
    const std::vector<Document>& documents, Client& client, Terminal& terminal,
    const std::function<void(const Document&, const v1::ApplyResult&)>& visit) {
  const bool dry_run = true;
  Progress progress(documents.size(), terminal);
  absl::Status status =
      client.Apply(ResourcesOf(documents), dry_run,
                   [&](size_t index, const v1::ApplyResult& result) {
                     visit(documents[index], result);
                     progress.Show(index + 1);
                   });
  progress.EndLine();
  return status;
}

void ReportAllErrors(SourceErrors errors,
                     const std::vector<Document>& documents, Client& client,
                     Terminal& terminal) {
  absl::Status status;
  if (AreInCampaigns(errors, documents)) {
    status = AddRefusals(documents, client, terminal, errors);
    SortByPlace(errors);
  }
  ReportErrors(errors, terminal);
  Report(status, terminal);
}

std::string PrintJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  // Fails for messages of unknown types only, and there are none.
  (void)google::protobuf::util::MessageToJsonString(message, &json, options);
  return json;
}

}  // namespace placard
