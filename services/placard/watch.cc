#include "google/protobuf/util/time_util.h"
#include "services/placard/commands.h"

namespace placard {
namespace {

void PrintChange(const v1::WatchCampaignsResponse& change, Output output,
                 Terminal& terminal) {
  const bool is_deleted =
      change.resource().kind_case() == v1::Resource::KIND_NOT_SET;
  if (output == Output::kJson) {
    terminal.out << PrintJson(change);
  } else if (output == Output::kYaml && !is_deleted) {
    terminal.out << "---\n" << PrintDocument(change.resource());
  } else {
    const char* word = is_deleted ? "deleted" : "written";
    terminal.out << google::protobuf::util::TimeUtil::ToString(change.time())
                 << "  " << change.config_version().revision() << "  "
                 << Printable(change.name()) << ' '
                 << terminal.Paint(is_deleted ? Colour::kRed : Colour::kGreen,
                                   word);
    if (!change.actor().empty()) {
      terminal.out << " by " << Printable(change.actor());
    }
    terminal.out << '\n';
  }
  terminal.out << std::flush;
}

}  // namespace

ExitCode RunWatch(Output output, Client& client, Terminal& terminal) {
  return Report(client.Watch([&](const v1::WatchCampaignsResponse& change) {
    if (change.name().empty()) {
      terminal.err << "watching from revision "
                   << change.config_version().revision() << '\n'
                   << std::flush;
    } else {
      PrintChange(change, output, terminal);
    }
    return static_cast<bool>(terminal.out);
  }),
                terminal);
}

ExitCode RunHealth(absl::Duration wait, Client& client, Terminal& terminal) {
  const absl::Status status = client.CheckHealth(wait, terminal.clock);
  if (!status.ok()) return Report(status, terminal);
  terminal.out << "serving\n";
  return ExitCode::kOk;
}

}  // namespace placard
