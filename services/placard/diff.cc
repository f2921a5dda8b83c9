#include <map>

#include "services/placard/commands.h"
#include "services/placard/text_diff.h"

namespace placard {
namespace {

// Both as they would be printed: what only the server tells left out, and
// defaults that may be written or not.
std::string Comparable(v1::Resource resource) {
  constexpr int kDefaultPriority = 8;
  ClearOutputOnly(resource);
  if (resource.has_campaign()) {
    v1::Campaign& campaign = *resource.mutable_campaign();
    if (campaign.priority() == kDefaultPriority) campaign.clear_priority();
    if (campaign.flight().time_zone() == "UTC") {
      campaign.mutable_flight()->clear_time_zone();
    }
  }
  return PrintDocument(resource);
}

// A status that the file does not say stays as it is.
void KeepStatus(const v1::Campaign& current, v1::Campaign& file) {
  if (file.status() == v1::STATUS_UNSPECIFIED) {
    file.set_status(current.status());
  }
  std::map<std::string, v1::Status> statuses;
  for (const v1::LineItem& item : current.line_items()) {
    statuses[item.id()] = item.status();
  }
  for (v1::LineItem& item : *file.mutable_line_items()) {
    const auto found = statuses.find(item.id());
    if (item.status() == v1::STATUS_UNSPECIFIED && found != statuses.end()) {
      item.set_status(found->second);
    }
  }
}

void KeepStatus(const v1::Resource& current, v1::Resource& file) {
  if (file.has_campaign()) {
    KeepStatus(current.campaign(), *file.mutable_campaign());
  } else if (file.has_advertiser() &&
             file.advertiser().status() == v1::STATUS_UNSPECIFIED) {
    file.mutable_advertiser()->set_status(current.advertiser().status());
  }
}

void PrintDiff(const std::vector<std::string>& lines, std::string_view name,
               std::string_view file, Terminal& terminal) {
  terminal.out << "--- " << name << " (server)\n+++ " << file << '\n';
  for (const std::string& line : lines) {
    const std::string text = Printable(line);
    switch (line[0]) {
      case '-':
        terminal.out << terminal.Paint(Colour::kRed, text) << '\n';
        break;
      case '+':
        terminal.out << terminal.Paint(Colour::kGreen, text) << '\n';
        break;
      case '@':
        terminal.out << terminal.Paint(Colour::kCyan, text) << '\n';
        break;
      default:
        terminal.out << text << '\n';
    }
  }
}

// True when there was a difference.
absl::StatusOr<bool> DiffDocument(const Document& document, Client& client,
                                  Terminal& terminal) {
  const ResourceName name{KindOf(document.resource), NameOf(document.resource),
                          ""};
  v1::Resource file = document.resource;
  std::string before;
  const absl::StatusOr<v1::Resource> current = client.Get(name);
  if (current.ok()) {
    KeepStatus(*current, file);
    before = Comparable(*current);
  } else if (current.status().code() != absl::StatusCode::kNotFound) {
    return current.status();
  }
  const std::vector<std::string> lines = UnifiedDiff(before, Comparable(file));
  if (lines.empty()) return false;
  PrintDiff(lines, name.document, document.file, terminal);
  return true;
}

}  // namespace

ExitCode RunDiff(const FileOptions& files, Client& client, Terminal& terminal) {
  SourceErrors errors;
  const std::vector<Document> documents =
      LoadDocuments(files, terminal.in, errors);
  if (!errors.empty()) {
    ReportErrors(errors, terminal);
    return ExitCode::kRefused;
  }
  bool is_different = false;
  for (const Document& document : documents) {
    const absl::StatusOr<bool> differs =
        DiffDocument(document, client, terminal);
    if (!differs.ok()) return Report(differs.status(), terminal);
    is_different = is_different || *differs;
  }
  return is_different ? ExitCode::kDifferent : ExitCode::kOk;
}

}  // namespace placard
