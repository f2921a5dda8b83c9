#include <chrono>
#include <thread>

#include "services/placard/commands.h"
#include "services/placard/message_writer.h"
#include "services/placard/resource_kind.h"
#include "services/placard/why_text.h"
#include "services/placard/yaml_tree.h"

namespace placard {
namespace {

ExitCode OnOnePage(const WhyOptions& options, Client& client,
                   Terminal& terminal) {
  if (options.watches || options.sample_pages.has_value()) {
    terminal.err << "--page: not with --watch or --sample\n";
    return ExitCode::kUsage;
  }
  ExplainPageOptions explain;
  explain.page.page_file = options.page_file;
  explain.page.output = options.output;
  explain.line_items = {options.line_item};
  explain.near_misses = 0;
  return RunExplain(explain, client, terminal);
}

void PrintOnce(const v1::DeliveryDiagnostics& answer, Output output,
               Terminal& terminal) {
  switch (output) {
    case Output::kTable:
      PrintDiagnostics(answer, terminal);
      break;
    case Output::kJson:
      terminal.out << PrintJson(answer);
      break;
    case Output::kYaml:
      terminal.out << PrintYaml(WriteMessage(answer));
      break;
  }
  terminal.out << std::flush;
}

// In front of all but the first: a terminal is wiped.
void Separate(Output output, Terminal& terminal) {
  if (output == Output::kYaml) {
    terminal.out << "---\n";
  } else if (output == Output::kTable) {
    terminal.out << (terminal.is_colourful ? "\033[H\033[2J" : "\n");
  }
}

}  // namespace

ExitCode RunWhy(const WhyOptions& options, Client& client, Terminal& terminal) {
  if (!options.page_file.empty()) return OnOnePage(options, client, terminal);
  const absl::StatusOr<std::string> name = ParseLineItem(options.line_item);
  if (!name.ok()) {
    Report(name.status(), terminal);
    return ExitCode::kUsage;
  }
  v1::GetDeliveryDiagnosticsRequest request;
  request.set_line_item(*name);
  if (options.sample_pages) request.set_sample_pages(*options.sample_pages);
  for (int64_t i = 0;; ++i) {
    const absl::StatusOr<v1::DeliveryDiagnostics> answer =
        client.GetDeliveryDiagnostics(request);
    if (!answer.ok()) return Report(answer.status(), terminal);
    if (i > 0) Separate(options.output, terminal);
    PrintOnce(*answer, options.output, terminal);
    const bool is_last = !options.watches || i + 1 == options.times;
    if (is_last || !terminal.out) return ExitCode::kOk;
    std::this_thread::sleep_for(absl::ToChronoMilliseconds(options.every));
  }
}

}  // namespace placard
