#include <array>

#include "services/placard/commands.h"
#include "services/placard/finding_text.h"

namespace placard {
namespace {

// A moment: what is done by then needs no progress.
constexpr absl::Duration kMoment = absl::Seconds(1);

struct Tally {
  size_t created = 0;
  size_t updated = 0;
  size_t unchanged = 0;
  size_t failed = 0;
};

class Applying {
 public:
  Applying(const std::vector<Document>& documents, bool dry_run,
           Terminal& terminal)
      : documents_(documents),
        ending_(dry_run ? " (dry run)\n" : "\n"),
        terminal_(terminal),
        start_(terminal.clock.Monotonic()) {}

  void Visit(size_t index, const v1::ApplyResult& result) {
    const Document& document = documents_[index];
    switch (result.outcome()) {
      case v1::APPLY_OUTCOME_CREATED:
        Say(document, "created", Colour::kGreen, tally_.created);
        break;
      case v1::APPLY_OUTCOME_UPDATED:
        Say(document, "updated", Colour::kYellow, tally_.updated);
        break;
      case v1::APPLY_OUTCOME_UNCHANGED:
        Say(document, "unchanged", Colour::kCyan, tally_.unchanged);
        break;
      default:
        Say(document, "failed", Colour::kRed, tally_.failed);
        SayWhy(document, result.error());
    }
    Warn(document, result);
    ShowProgress(index + 1);
  }

  void Summarise() {
    EndProgress();
    terminal_.err << tally_.created << " created, " << tally_.updated
                  << " updated, " << tally_.unchanged << " unchanged, "
                  << tally_.failed << " failed";
    if (warnings_ > 0) {
      terminal_.err << ", " << warnings_
                    << (warnings_ == 1 ? " warning" : " warnings");
    }
    terminal_.err << ending_;
  }

  bool all_held() const { return tally_.failed == 0; }

 private:
  void Say(const Document& document, std::string_view word, Colour colour,
           size_t& count) {
    ++count;
    terminal_.out << Printable(NameOf(document.resource)) << ' '
                  << terminal_.Paint(colour, word) << ending_;
  }

  void SayWhy(const Document& document, const google::rpc::Status& error) {
    EndProgress();
    ReportErrors(RefusalErrors(document, error), terminal_);
  }

  void Warn(const Document& document, const v1::ApplyResult& result) {
    if (result.warnings().empty()) return;
    EndProgress();
    for (const v1::LintFinding& warning : result.warnings()) {
      terminal_.err << FindingLine(document, warning) << '\n';
    }
    warnings_ += result.warnings_size();
  }

  void ShowProgress(size_t done) {
    constexpr size_t kEvery = 100;
    const bool is_long = terminal_.clock.Monotonic() - start_ > kMoment;
    if (!terminal_.shows_progress || !is_long || done % kEvery != 0) return;
    terminal_.err << '\r' << done << " of " << documents_.size() << std::flush;
    is_line_open_ = true;
  }

  void EndProgress() {
    if (is_line_open_) terminal_.err << '\n';
    is_line_open_ = false;
  }

  const std::vector<Document>& documents_;
  const std::string_view ending_;
  Terminal& terminal_;
  const absl::Duration start_;
  Tally tally_;
  int warnings_ = 0;
  bool is_line_open_ = false;
};

}  // namespace

ExitCode RunApply(const ApplyOptions& options, Client& client,
                  Terminal& terminal) {
  SourceErrors errors;
  const std::vector<Document> documents =
      LoadDocuments(options.files, terminal.in, errors);
  if (!errors.empty()) {
    ReportErrors(errors, terminal);
    return ExitCode::kRefused;
  }
  std::vector<const v1::Resource*> resources;
  resources.reserve(documents.size());
  for (const Document& document : documents) {
    resources.push_back(&document.resource);
  }
  Applying applying(documents, options.dry_run, terminal);
  const absl::Status status =
      client.Apply(resources, options.dry_run,
                   [&](size_t index, const v1::ApplyResult& result) {
                     applying.Visit(index, result);
                   });
  applying.Summarise();
  if (!status.ok()) return Report(status, terminal);
  return applying.all_held() ? ExitCode::kOk : ExitCode::kRefused;
}

}  // namespace placard
