#include <filesystem>

#include "services/placard/commands.h"

namespace placard {
namespace {

namespace fs = std::filesystem;

void ForgetActive(v1::Resource& resource) {
  if (resource.has_advertiser() &&
      resource.advertiser().status() == v1::STATUS_ACTIVE) {
    resource.mutable_advertiser()->clear_status();
  }
  if (!resource.has_campaign()) return;
  v1::Campaign& campaign = *resource.mutable_campaign();
  if (campaign.status() == v1::STATUS_ACTIVE) campaign.clear_status();
  for (v1::LineItem& item : *campaign.mutable_line_items()) {
    if (item.status() == v1::STATUS_ACTIVE) item.clear_status();
  }
}

std::string PrintExported(v1::Resource resource) {
  ClearOutputOnly(resource);
  ForgetActive(resource);
  return PrintDocument(resource);
}

// A name comes from the server and must not lead out of the directory.
bool IsSafeId(std::string_view id) {
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyz0123456789-.";
  return !id.empty() && id[0] != '.' && id[0] != '-' &&
         id.find_first_not_of(kAllowed) == std::string_view::npos;
}

absl::Status WriteDocument(const v1::Resource& resource,
                           const std::string& directory) {
  const KindWords& words = WordsOf(KindOf(resource));
  const std::string name = NameOf(resource);
  fs::path path = fs::path(directory);
  if (words.kind == ResourceKind::kSitePolicy) {
    path /= "site-policy.yaml";
  } else {
    const std::string id = name.substr(name.rfind('/') + 1);
    if (!IsSafeId(id)) return InvalidArgument("no file can be called ", name);
    path = path / std::string(words.plural) / (id + ".yaml");
  }
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  return WriteFile(path.string(), PrintExported(resource));
}

}  // namespace

ExitCode RunExport(const ExportOptions& options, Client& client,
                   Terminal& terminal) {
  size_t count = 0;
  absl::Status written;
  for (const KindWords& words : kKinds) {
    const absl::Status listed =
        client.List(words.kind, [&](const v1::Resource& resource) {
          if (!options.directory.empty()) {
            const absl::Status one = WriteDocument(resource, options.directory);
            if (written.ok()) written = one;
          } else {
            terminal.out << (count == 0 ? "" : "---\n")
                         << PrintExported(resource);
          }
          ++count;
        });
    if (!listed.ok()) return Report(listed, terminal);
  }
  if (!written.ok()) {
    Report(written, terminal);
    return ExitCode::kRefused;
  }
  terminal.err << count << " exported\n";
  return ExitCode::kOk;
}

}  // namespace placard
