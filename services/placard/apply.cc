#include <array>

#include "services/placard/commands.h"
#include "services/placard/finding_text.h"
#include "services/placard/progress.h"

namespace placard {
namespace {

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
        progress_(documents.size(), terminal) {}

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
    progress_.Show(index + 1);
  }

  void Summarise() {
    progress_.EndLine();
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
    progress_.EndLine();
    ReportErrors(RefusalErrors(document, error), terminal_);
  }

  void Warn(const Document& document, const v1::ApplyResult& result) {
    if (result.warnings().empty()) return;
    progress_.EndLine();
    for (const v1::LintFinding& warning : result.warnings()) {
      terminal_.err << FindingLine(document, warning) << '\n';
    }
    warnings_ += result.warnings_size();
  }

  const std::vector<Document>& documents_;
  const std::string_view ending_;
  Terminal& terminal_;
  Progress progress_;
  Tally tally_;
  int warnings_ = 0;
};

}  // namespace

ExitCode RunApply(const ApplyOptions& options, Client& client,
                  Terminal& terminal) {
  SourceErrors errors;
  const std::vector<Document> documents =
      LoadDocuments(options.files, terminal.in, errors);
  if (!errors.empty()) {
    ReportAllErrors(std::move(errors), documents, client, terminal);
    return ExitCode::kRefused;
  }
  Applying applying(documents, options.dry_run, terminal);
  const absl::Status status =
      client.Apply(ResourcesOf(documents), options.dry_run,
                   [&](size_t index, const v1::ApplyResult& result) {
                     applying.Visit(index, result);
                   });
  applying.Summarise();
  if (!status.ok()) return Report(status, terminal);
  return applying.all_held() ? ExitCode::kOk : ExitCode::kRefused;
}

}  // namespace placard
