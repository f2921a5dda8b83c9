// What each sub-command does, apart from how it is typed: command_line.cc
// fills these options from flags.
//
// Thread safety: thread-compatible; a command uses its Terminal alone.
// Errors: said on the terminal; the ExitCode says which kind.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/placard/client.h"
#include "services/placard/exit_code.h"
#include "services/placard/files.h"
#include "services/placard/terminal.h"

namespace placard {

enum class Output { kTable, kJson, kYaml };

struct ApplyOptions {
  FileOptions files;
  bool dry_run = false;
};
// Makes the server hold what the files say. If one of them cannot be read
// without errors, nothing is written.
ExitCode RunApply(const ApplyOptions& options, Client& client,
                  Terminal& terminal);

// What applying the files would change, as unified diffs.
ExitCode RunDiff(const FileOptions& files, Client& client, Terminal& terminal);

struct LintOptions {
  // Campaigns that the server serves; none, and no files: all.
  std::vector<std::string> names;
  // Looked at as if they were applied.
  FileOptions files;
  Output output = Output::kTable;
};
// Says what of campaigns is allowed and almost certainly not meant.
ExitCode RunLint(const LintOptions& options, Client& client,
                 Terminal& terminal);

struct NamesOptions {
  std::vector<std::string> names;
  Output output = Output::kYaml;
  bool dry_run = false;
};
ExitCode RunGet(const NamesOptions& options, Client& client,
                Terminal& terminal);
ExitCode RunDelete(const NamesOptions& options, Client& client,
                   Terminal& terminal);
ExitCode RunSetStatus(const NamesOptions& options, v1::Status status,
                      Client& client, Terminal& terminal);

struct ListOptions {
  // "campaigns", "advertisers", "keyword-lists", "taxonomies".
  std::string what = "campaigns";
  Output output = Output::kTable;
};
ExitCode RunList(const ListOptions& options, Client& client,
                 Terminal& terminal);

// Live changes, until the server or the reader ends them.
ExitCode RunWatch(Output output, Client& client, Terminal& terminal);

struct DecideOptions {
  // A page as YAML; what is given below takes its place.
  std::string page_file;
  std::vector<std::string> sections;
  std::vector<std::string> keywords;
  std::vector<std::string> exclusion_labels;
  // "ID=300x250,16:9", or "ID=PRESET".
  std::vector<std::string> slots;
  std::string title;
  // The file that holds the article; "-" is the standard input.
  std::string text_file;
  std::string language;
  std::string country;
  std::string device;
  std::string at;
  std::optional<uint64_t> seed;
  std::string page_view_token;
  // A line item's or creative's name.
  std::string force;
  bool test = false;
  Output output = Output::kTable;
};
ExitCode RunDecide(const DecideOptions& options, Client& client,
                   Terminal& terminal);

struct ExplainPageOptions {
  DecideOptions page;
  std::vector<std::string> line_items;
  // How many of those that came nearest to serving; the server's choice if not
  // said.
  std::optional<int32_t> near_misses;
};
// Decides a page and says why it got what it got.
ExitCode RunExplain(const ExplainPageOptions& options, Client& client,
                    Terminal& terminal);

struct WhyOptions {
  std::string line_item;
  // Not empty: of this one page. Of it only these two are used.
  std::string page_file;
  Output output = Output::kTable;
  // How many of the recent pages are looked at; the server's choice if not
  // said.
  std::optional<int32_t> sample_pages;
  // Again and again, so often (0: until it is interrupted), each so long after
  // the last.
  bool watches = false;
  int64_t times = 0;
  absl::Duration every = absl::Seconds(2);
};
// Says why a line item serves as little as it does.
ExitCode RunWhy(const WhyOptions& options, Client& client, Terminal& terminal);

struct BlocksOptions {
  Output output = Output::kTable;
  std::optional<int32_t> sample_pages;
};
// How many serves each block prevents.
ExitCode RunBlocks(const BlocksOptions& options, Client& client,
                   Terminal& terminal);

struct ExportOptions {
  // Where a file for each document goes; empty: all to the standard output.
  std::string directory;
};
// Everything the server holds, as files that apply takes back unchanged. An
// active status is left out, so that applying them later resumes nothing that
// was paused since.
ExitCode RunExport(const ExportOptions& options, Client& client,
                   Terminal& terminal);

// OK when the server serves, or begins to within `wait`.
ExitCode RunHealth(absl::Duration wait, Client& client, Terminal& terminal);

// Says "placard: ..." on `err`.
ExitCode Report(const absl::Status& status, Terminal& terminal);

// Why the server refused a document, in the order of its lines.
SourceErrors RefusalErrors(const Document& document,
                           const google::rpc::Status& error);

// Each on a line of `err`.
void ReportErrors(const SourceErrors& errors, Terminal& terminal);

// What the server would do with each document, in their order; it writes
// nothing. Shows how far it is, so `visit` must not write on the terminal.
absl::Status Judge(
    const std::vector<Document>& documents, Client& client, Terminal& terminal,
    const std::function<void(const Document&, const v1::ApplyResult&)>& visit);

// `errors`, which reading `documents` gave, and beside them what the server
// would refuse of what could be read, in the order of the files: whoever mends
// a file wants to know all of it. Nothing is written. The server is not asked
// where more than campaigns could not be read: it would miss what they refer
// to.
void ReportAllErrors(SourceErrors errors,
                     const std::vector<Document>& documents, Client& client,
                     Terminal& terminal);

// As protocol buffers' JSON, with a newline.
std::string PrintJson(const google::protobuf::Message& message);

}  // namespace placard
