// The one file that includes CLI11, which costs seconds to compile.

#include "services/placard/command_line.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

#include "CLI/CLI.hpp"
#include "services/placard/commands.h"
#include "services/placard/completion.h"
#include "services/placard/local_time.h"

namespace placard {
namespace {

constexpr const char* kFooter = R"(
Campaign files hold documents of YAML, one or several with --- between them:

  kind: Campaign
  id: spring-airfares
  advertiser: skyline-air
  flight: {start: 2026-03-01, end: 2026-06-01, time_zone: Europe/Berlin}
  tier: price_priority
  line_items:
    - id: travel
      price: {cpm: 4.50}
      targeting: {sections: {include: [travel]}}
  creatives:
    - id: mpu
      size: 300x250
      click_url: https://skyline.example/
      image: {url: "https://cdn.example/a.png", title: Fly}

A flight ends just before its end: "end: 2026-06-01" still serves on 31 May.
Other kinds: Advertiser, KeywordList, SitePolicy, Taxonomy.

Exit codes: 0 done, 1 something was wrong or refused, 2 wrong command line,
3 not found, 4 server unavailable, 5 conflict, 6 diff found differences,
7 lint found something.)";

using Run = std::function<ExitCode(Client&)>;

class CommandLine {
 public:
  explicit CommandLine(Terminal& terminal) : terminal_(terminal) {
    app_.footer(kFooter);
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.set_version_flag("--version", "placard 0.1.0");
    app_.add_option("--server", server_,
                    "Where the server listens: host:port or unix:path")
        ->envname("PLACARD_SERVER")
        ->capture_default_str();
    app_.add_option("--timeout", timeout_, "For one round trip, such as 10s")
        ->capture_default_str();
    app_.add_flag("--no-color", no_colour_,
                  "Plain text even on a terminal; so does $NO_COLOR");
    AddFileCommands();
    AddNameCommands();
    AddListCommands();
    AddDecide();
    AddExplain();
    AddReports();
    AddHealth();
    AddCompletion();
  }

  int Main(std::vector<std::string> arguments) {
    std::reverse(arguments.begin(), arguments.end());
    try {
      app_.parse(std::move(arguments));
    } catch (const CLI::ParseError& e) {
      return Stop(e);
    }
    if (no_colour_) terminal_.is_colourful = false;
    const absl::StatusOr<absl::Duration> timeout = ParseDuration(timeout_);
    if (!timeout.ok()) return UsageError("--timeout", timeout.status());
    Client client(OpenChannel(server_), *timeout);
    return static_cast<int>(run_(client));
  }

 private:
  // Help is a success; what else stops the parser is a mistake.
  int Stop(const CLI::ParseError& e) {
    const bool is_help = e.get_exit_code() == 0;
    app_.exit(e, terminal_.out, terminal_.err);
    return static_cast<int>(is_help ? ExitCode::kOk : ExitCode::kUsage);
  }

  int UsageError(std::string_view flag, const absl::Status& status) {
    terminal_.err << flag << ": " << ToStd(status.message()) << '\n';
    return static_cast<int>(ExitCode::kUsage);
  }

  CLI::App* AddCommand(const char* name, const char* description, Run run) {
    CLI::App* command = app_.add_subcommand(name, description);
    command->fallthrough();
    command->callback([this, run = std::move(run)] { run_ = run; });
    return command;
  }

  static void AddOutput(CLI::App* command, Output& output) {
    command
        ->add_option_function<std::string>(
            "-o,--output",
            [&output](const std::string& name) {
              output = name == "json"   ? Output::kJson
                       : name == "yaml" ? Output::kYaml
                                        : Output::kTable;
            },
            "The form of what is printed")
        ->check(CLI::IsMember({"table", "json", "yaml"}));
  }

  // The option may yet be required.
  static CLI::Option* AddFiles(CLI::App* command, FileOptions& files) {
    CLI::Option* option = command->add_option(
        "-f,--file", files.paths,
        "Files (.yaml, .json, taxonomies as .tsv), directories, or - for the "
        "standard input");
    command->add_option("--taxonomy", files.taxonomy,
                        "Id of the taxonomy in a .tsv file; its name's own if "
                        "not said");
    return option;
  }

  void AddFileCommands() {
    CLI::App* apply = AddCommand(
        "apply", "Make the server hold what files say",
        [this](Client& c) { return RunApply(apply_, c, terminal_); });
    AddFiles(apply, apply_.files)->required();
    apply->add_flag("--dry-run", apply_.dry_run, "Say what would be done");

    CLI::App* diff =
        AddCommand("diff", "Show what applying files would change",
                   [this](Client& c) { return RunDiff(diff_, c, terminal_); });
    AddFiles(diff, diff_)->required();

    CLI::App* lint =
        AddCommand("lint", "Warn of what campaigns say and can hardly mean",
                   [this](Client& c) { return RunLint(lint_, c, terminal_); });
    lint->add_option("CAMPAIGN", lint_.names,
                     "campaigns/ID or ID; all that are served if not said");
    AddFiles(lint, lint_.files);
    AddOutput(lint, lint_.output);

    CLI::App* exported = AddCommand(
        "export", "Write everything as files that apply takes back",
        [this](Client& c) { return RunExport(export_, c, terminal_); });
    exported->add_option("-o,--output", export_.directory,
                         "Directory for a file each; standard output if not "
                         "said");
  }

  CLI::App* AddNames(const char* name, const char* description, Run run) {
    CLI::App* command = AddCommand(name, description, std::move(run));
    command
        ->add_option("NAME", names_.names,
                     "campaigns/ID or ID, campaigns/ID/lineItems/ID, "
                     "advertisers/ID, keyword-lists/ID, taxonomies/ID, "
                     "site-policy")
        ->required();
    return command;
  }

  void AddNameCommands() {
    AddOutput(
        AddNames("get", "Print a document",
                 [this](Client& c) { return RunGet(names_, c, terminal_); }),
        names_.output);
    AddNames("pause", "Keep from serving, at once", [this](Client& c) {
      return RunSetStatus(names_, v1::STATUS_PAUSED, c, terminal_);
    });
    AddNames("resume", "Let serve again", [this](Client& c) {
      return RunSetStatus(names_, v1::STATUS_ACTIVE, c, terminal_);
    });
    CLI::App* deletion =
        AddNames("delete", "Delete for good",
                 [this](Client& c) { return RunDelete(names_, c, terminal_); });
    deletion->add_flag("--dry-run", names_.dry_run, "Say what would be done");
  }

  void AddListCommands() {
    CLI::App* list =
        AddCommand("list", "List what the server serves by",
                   [this](Client& c) { return RunList(list_, c, terminal_); });
    list->add_option("WHAT", list_.what,
                     "campaigns, advertisers, keyword-lists or taxonomies")
        ->capture_default_str();
    AddOutput(list, list_.output);

    CLI::App* watch = AddCommand(
        "watch", "Print changes as they are served",
        [this](Client& c) { return RunWatch(watch_, c, terminal_); });
    AddOutput(watch, watch_);
  }

  void AddDecide() {
    CLI::App* decide = AddCommand(
        "decide", "Ask what fills the slots of a page",
        [this](Client& c) { return RunDecide(decide_, c, terminal_); });
    AddPage(decide, decide_);
  }

  void AddExplain() {
    CLI::App* explain = AddCommand(
        "explain", "Say why a page gets what it gets",
        [this](Client& c) { return RunExplain(explain_, c, terminal_); });
    AddPage(explain, explain_.page);
    explain->add_option("LINE_ITEM", explain_.line_items,
                        "campaigns/ID/lineItems/ID, of which all that fails "
                        "is said");
    explain->add_option("--near-misses", explain_.near_misses,
                        "How many of those nearest to serving; 5 if not said");
  }

  void AddReports() {
    CLI::App* why =
        AddCommand("why", "Say why a line item serves as little as it does",
                   [this](Client& c) { return Why(c); });
    why->add_option("LINE_ITEM", why_.line_item, "campaigns/ID/lineItems/ID")
        ->required();
    AddOutput(why, why_.output);
    why->add_option("--page", why_.page_file,
                    "On this one page, as explain does: page, viewer, slots, "
                    "seed, at as YAML");
    AddSample(why, why_.sample_pages);
    why->add_flag("--watch", why_.watches, "Again and again, until Ctrl-C");
    why->add_option("--count", why_.times, "With --watch: so many times")
        ->check(CLI::PositiveNumber);
    why->add_option("--every", every_, "With --watch: so long after the last")
        ->capture_default_str();

    CLI::App* blocks = AddCommand(
        "blocks", "Say how many serves each block prevents",
        [this](Client& c) { return RunBlocks(blocks_, c, terminal_); });
    AddOutput(blocks, blocks_.output);
    AddSample(blocks, blocks_.sample_pages);
  }

  static void AddSample(CLI::App* command, std::optional<int32_t>& pages) {
    command->add_option("--sample", pages,
                        "How many of the recent pages to look at; 64 if not "
                        "said");
  }

  ExitCode Why(Client& client) {
    const absl::StatusOr<absl::Duration> every = ParseDuration(every_);
    if (!every.ok()) {
      UsageError("--every", every.status());
      return ExitCode::kUsage;
    }
    why_.every = *every;
    return RunWhy(why_, client, terminal_);
  }

  // What decide asks about.
  static void AddPage(CLI::App* command, DecideOptions& o) {
    AddOutput(command, o.output);
    command->add_option(
        "--page", o.page_file,
        "Page as YAML: page, viewer, slots, seed, at; the flags "
        "below win");
    AddEach(command, "--section", o.sections, "Such as news/politics");
    AddEach(command, "--keyword", o.keywords, "What the page is tagged with");
    AddEach(command, "--label", o.exclusion_labels, "Exclusion label");
    AddEach(command, "--slot", o.slots,
            "ID=300x250, ID=300x250,16:9, ID=PRESET");
    command->add_option("--title", o.title, "Headline");
    command->add_option("--text", o.text_file,
                        "File of the article; - for stdin");
    command->add_option("--language", o.language, "Such as en or pt-BR");
    command->add_option("--country", o.country, "The reader's, such as DE");
    command->add_option("--device", o.device, "desktop, mobile, tablet or tv");
    command->add_option("--at", o.at, "Decide as if it were then (UTC)");
    command->add_option("--seed", o.seed, "Makes the draws repeatable");
    command->add_option("--page-view-token", o.page_view_token,
                        "From the last answer to the same page view");
    command->add_option("--force", o.force,
                        "Show campaigns/ID/lineItems/ID or "
                        "campaigns/ID/creatives/ID; implies --test");
    command->add_flag("--test", o.test, "Count nothing of it");
  }

  // One value each time, so that a name after it is not taken for another.
  static void AddEach(CLI::App* command, const char* flag,
                      std::vector<std::string>& values, const char* help) {
    command->add_option(flag, values, help)
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }

  void AddHealth() {
    CLI::App* health = AddCommand(
        "health", "Say whether the server serves", [this](Client& c) {
          const absl::StatusOr<absl::Duration> wait = ParseDuration(wait_);
          if (wait.ok()) return RunHealth(*wait, c, terminal_);
          UsageError("--wait", wait.status());
          return ExitCode::kUsage;
        });
    health->add_option("--wait", wait_, "Wait for it so long, such as 30s")
        ->capture_default_str();
  }

  void AddCompletion() {
    CLI::App* completion =
        AddCommand("completion", "Print the script by which a shell completes",
                   [this](Client&) {
                     terminal_.out << CompletionScript(shell_);
                     return ExitCode::kOk;
                   });
    completion->add_option("SHELL", shell_, "bash or zsh")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh"}));
  }

  Terminal& terminal_;
  CLI::App app_{"Ops command line of the Placard ad server", "placard"};
  std::string server_ = "127.0.0.1:7070";
  std::string timeout_ = "10s";
  bool no_colour_ = false;
  ApplyOptions apply_;
  FileOptions diff_;
  LintOptions lint_;
  NamesOptions names_;
  ListOptions list_;
  Output watch_ = Output::kTable;
  DecideOptions decide_;
  ExplainPageOptions explain_;
  WhyOptions why_;
  std::string every_ = "2s";
  BlocksOptions blocks_;
  ExportOptions export_;
  std::string wait_ = "0s";
  std::string shell_;
  Run run_;
};

}  // namespace

int RunCommandLine(const std::vector<std::string>& arguments,
                   Terminal& terminal) {
  return CommandLine(terminal).Main(arguments);
}

}  // namespace placard
