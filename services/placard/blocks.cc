#include <string>
#include <vector>

#include "engine/base/money.h"
#include "google/protobuf/util/time_util.h"
#include "services/placard/commands.h"
#include "services/placard/message_writer.h"
#include "services/placard/why_text.h"
#include "services/placard/yaml_tree.h"

namespace placard {
namespace {

std::string What(const v1::BlockEffect& block) {
  if (block.path().empty()) return block.source();
  return Concat(block.source(), " ", block.path(), " ", block.value());
}

std::string State(const v1::BlockEffect& block) {
  if (block.expired()) {
    return "expired " +
           google::protobuf::util::TimeUtil::ToString(block.expire_time());
  }
  return block.dry_run() ? "dry run" : "blocks";
}

std::string Ecpm(const v1::BlockEffect& block) {
  return block.priced() == 0 ? "-" : ToDecimal(Micros(block.ecpm_micros()));
}

void PrintBlocks(const v1::ListBlockEffectsResponse& response,
                 Terminal& terminal) {
  Table table;
  table.AddRow(
      {"BLOCK", "STATE", "PAGES", "PREVENTED", "OF ALL", "ECPM", "SUCH AS"});
  for (const v1::BlockEffect& block : response.blocks()) {
    table.AddRow({What(block), State(block), Concat(block.hit_pages()),
                  Concat(block.prevented()),
                  Concat("~", block.prevented_estimate()), Ecpm(block),
                  block.urls().empty() ? "" : block.urls(0)});
  }
  table.Print(terminal.out);
  terminal.err << (response.pages() == 0
                       ? std::string("no recent pages were looked at")
                       : Concat(
                             "on a sample of ",
                             SampleWords(response.pages(), response.of_pages(),
                                         response.age())))
               << '\n';
  if (response.left_out() > 0) {
    terminal.err << response.left_out()
                 << " blocks on pages that hit very many were not looked at\n";
  }
}

}  // namespace

ExitCode RunBlocks(const BlocksOptions& options, Client& client,
                   Terminal& terminal) {
  v1::ListBlockEffectsRequest request;
  if (options.sample_pages) request.set_sample_pages(*options.sample_pages);
  const absl::StatusOr<v1::ListBlockEffectsResponse> response =
      client.ListBlockEffects(request);
  if (!response.ok()) return Report(response.status(), terminal);
  switch (options.output) {
    case Output::kTable:
      PrintBlocks(*response, terminal);
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
