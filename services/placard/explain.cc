#include "services/placard/commands.h"
#include "services/placard/explanation_text.h"
#include "services/placard/message_writer.h"
#include "services/placard/page_request.h"
#include "services/placard/resource_kind.h"
#include "services/placard/yaml_tree.h"

namespace placard {
ExitCode RunExplain(const ExplainPageOptions& options, Client& client,
                    Terminal& terminal) {
  v1::ExplainRequest request;
  SourceErrors errors;
  *request.mutable_request() = BuildRequest(options.page, terminal.in, errors);
  if (!errors.empty()) {
    ReportErrors(errors, terminal);
    return ExitCode::kUsage;
  }
  for (const std::string& text : options.line_items) {
    const absl::StatusOr<std::string> name = ParseLineItem(text);
    if (!name.ok()) {
      Report(name.status(), terminal);
      return ExitCode::kUsage;
    }
    request.add_line_items(*name);
  }
  if (options.near_misses) request.set_near_misses(*options.near_misses);
  const absl::StatusOr<v1::ExplainResponse> response = client.Explain(request);
  if (!response.ok()) return Report(response.status(), terminal);
  switch (options.page.output) {
    case Output::kTable:
      PrintExplanation(*response, terminal);
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
