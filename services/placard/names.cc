// Commands that take names: get, delete, pause, resume.

#include "services/placard/commands.h"
#include "services/placard/message_writer.h"
#include "services/placard/yaml_tree.h"

namespace placard {
namespace {

absl::StatusOr<v1::LineItem> FindLineItem(const v1::Campaign& campaign,
                                          const std::string& name) {
  for (const v1::LineItem& item : campaign.line_items()) {
    if (Concat(campaign.name(), "/lineItems/", item.id()) == name) return item;
  }
  return NotFound("no line item ", name);
}

absl::StatusOr<std::string> Describe(const ResourceName& name, Output output,
                                     Client& client) {
  PLACARD_ASSIGN_OR_RETURN(const v1::Resource resource, client.Get(name));
  const bool is_json = output == Output::kJson;
  if (name.line_item.empty()) {
    return is_json ? PrintJson(DocumentOf(resource)) : PrintDocument(resource);
  }
  PLACARD_ASSIGN_OR_RETURN(const v1::LineItem item,
                           FindLineItem(resource.campaign(), name.line_item));
  return is_json ? PrintJson(item) : PrintYaml(WriteMessage(item));
}

// Does `act` for each name; the first failure's code is the answer, but the
// others are still tried.
template <typename Act>
ExitCode ForEachName(const NamesOptions& options, Terminal& terminal,
                     const Act& act) {
  ExitCode code = ExitCode::kOk;
  for (const std::string& text : options.names) {
    const absl::StatusOr<ResourceName> name = ParseResourceName(text);
    const absl::Status status = name.ok() ? act(*name) : name.status();
    if (status.ok()) continue;
    const ExitCode failed = Report(status, terminal);
    if (code == ExitCode::kOk) code = name.ok() ? failed : ExitCode::kUsage;
  }
  return code;
}

const std::string& Shown(const ResourceName& name) {
  return name.line_item.empty() ? name.document : name.line_item;
}

}  // namespace

ExitCode RunGet(const NamesOptions& options, Client& client,
                Terminal& terminal) {
  std::string_view separator;
  return ForEachName(options, terminal, [&](const ResourceName& name) {
    PLACARD_ASSIGN_OR_RETURN(const std::string text,
                             Describe(name, options.output, client));
    terminal.out << separator << text;
    if (options.output == Output::kYaml) separator = "---\n";
    return absl::OkStatus();
  });
}

ExitCode RunDelete(const NamesOptions& options, Client& client,
                   Terminal& terminal) {
  return ForEachName(options, terminal, [&](const ResourceName& name) {
    PLACARD_RETURN_IF_ERROR(client.Delete(name, options.dry_run));
    terminal.out << Shown(name) << " deleted"
                 << (options.dry_run ? " (dry run)\n" : "\n");
    return absl::OkStatus();
  });
}

ExitCode RunSetStatus(const NamesOptions& options, v1::Status status,
                      Client& client, Terminal& terminal) {
  return ForEachName(options, terminal, [&](const ResourceName& name) {
    PLACARD_RETURN_IF_ERROR(client.SetStatus(name, status));
    terminal.out << Shown(name)
                 << (status == v1::STATUS_PAUSED ? " paused\n" : " resumed\n");
    return absl::OkStatus();
  });
}

}  // namespace placard
