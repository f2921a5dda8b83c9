#include "services/placard/why_text.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "engine/base/status.h"
#include "services/placard/columns.h"

namespace placard {
namespace {

std::string WindowWord(const v1::DeliveryWindow& window) {
  const int64_t minutes = window.length().seconds() / 60;
  return minutes >= 24 * 60 ? "day" : Concat(minutes, " min");
}

std::string MinuteOf(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%d %H:%M UTC",
                          absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

std::string FateWord(v1::Verdict verdict) {
  return Word(v1::Verdict_Name(verdict), "VERDICT_");
}

// Labels on the left, numbers lined up on the right.
class NumberTable {
 public:
  void AddRow(std::string label, std::vector<std::string> cells) {
    label_columns_ = std::max(label_columns_, label.size());
    for (const std::string& cell : cells) {
      cell_columns_ = std::max(cell_columns_, cell.size());
    }
    rows_.push_back({std::move(label), std::move(cells)});
  }

  void Print(std::ostream& out) const {
    for (const Row& row : rows_) {
      std::string line = Padded(row.label, label_columns_);
      for (const std::string& cell : row.cells) {
        line += "  " + RightAligned(cell, cell_columns_);
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out << line << '\n';
    }
  }

 private:
  struct Row {
    std::string label;
    std::vector<std::string> cells;
  };

  std::vector<Row> rows_;
  size_t label_columns_ = 0;
  size_t cell_columns_ = 0;
};

class Printer {
 public:
  Printer(const v1::DeliveryDiagnostics& diagnostics, Terminal& terminal)
      : diagnostics_(diagnostics), terminal_(terminal) {}

  void Print() {
    Line(Printable(diagnostics_.line_item()));
    Line("");
    PrintCounts();
    PrintReservations();
    Line("");
    PrintSample();
    PrintFailures();
  }

 private:
  void Line(std::string_view text) { terminal_.out << text << '\n'; }

  void PrintCounts() {
    NumberTable table;
    std::vector<std::string> words;
    std::vector<std::string> pages;
    for (const v1::DeliveryWindow& window : diagnostics_.windows()) {
      words.push_back(WindowWord(window));
      pages.push_back(Concat(window.pages()));
    }
    table.AddRow("", std::move(words));
    table.AddRow("pages", std::move(pages));
    for (const v1::FateCounts& fate : diagnostics_.fates()) {
      std::vector<std::string> counts;
      for (const int64_t count : fate.counts()) {
        counts.push_back(Concat(count));
      }
      table.AddRow(FateWord(fate.verdict()), std::move(counts));
    }
    table.Print(terminal_.out);
  }

  // What the counts leave out.
  void PrintReservations() {
    if (diagnostics_.has_first_seen()) {
      Line(Concat("counted since ", MinuteOf(diagnostics_.first_seen()),
                  ", exactly, where a page's search reached it"));
    } else {
      Line("no page's search has reached it");
    }
    const v1::CountingLoss& loss = diagnostics_.loss();
    if (loss.pages() > 0) {
      Line(Concat(loss.pages(),
                  " pages came too fast to be counted since the server "
                  "started"));
    }
    if (loss.line_items() > 0) {
      Line(Concat("counts of line items were forgotten to make room ",
                  loss.line_items(), " times since the server started"));
    }
  }

  void PrintSample() {
    const v1::SampledDelivery& sample = diagnostics_.sample();
    if (sample.pages() == 0) {
      Line("no recent pages were looked at");
      return;
    }
    Line(Concat("on a sample of ",
                SampleWords(sample.pages(), sample.of_pages(), sample.age())));
    digits_ = Concat(sample.pages()).size();
    SampleRow("targeting misses", sample.targeting_misses(), Colour::kYellow);
    SampleRow("reader not known", sample.reader_unknown(), Colour::kYellow);
    for (const v1::SampledFate& fate : sample.fates()) {
      SampleRow(FateWord(fate.verdict()), fate.pages(),
                fate.verdict() == v1::VERDICT_SERVES ? Colour::kGreen
                                                     : Colour::kYellow);
    }
    if (sample.winner_pages() > 0) {
      Line(Concat("  outranked by ", Printable(sample.winner()), " on ",
                  sample.winner_pages()));
    }
  }

  void SampleRow(const std::string& label, int64_t pages, Colour colour) {
    if (pages == 0) return;
    constexpr size_t kLabelColumns = 16;
    Line(Concat(
        "  ", Padded(label, kLabelColumns), "  ",
        RightAligned(Concat(pages), digits_), "  ",
        terminal_.Paint(colour, Bar(pages, diagnostics_.sample().pages()))));
  }

  void PrintFailures() {
    const auto& failures = diagnostics_.sample().failures();
    if (failures.empty()) return;
    Line("");
    Line("what fails, on how many of them");
    for (const v1::CommonFailure& common : failures) {
      const v1::Failure& failure = common.failure();
      const std::string indent(digits_ + 3, ' ');
      Line(Concat("  ", RightAligned(Concat(common.pages()), digits_), " ",
                  terminal_.Paint(Colour::kRed, "✗"), " ", Asks(failure)));
      if (!failure.path().empty()) {
        Line(Concat(indent, "  ", Printable(failure.path()), " of ",
                    Printable(failure.source())));
      }
      Line(Concat(indent, "  ", Example(common)));
    }
  }

  // Of alternatives the first thing of each.
  static std::string Asks(const v1::Failure& failure) {
    if (failure.alternatives().empty()) return Printable(failure.asks());
    std::string asks;
    for (const v1::Alternative& alternative : failure.alternatives()) {
      asks += Concat(asks.empty() ? "either " : " or ",
                     Printable(alternative.failures(0).asks()));
      if (alternative.failures_size() > 1) asks += " ...";
    }
    return asks;
  }

  static std::string Example(const v1::CommonFailure& common) {
    std::string text = common.alone() == 0 ? "never alone" : "alone";
    if (common.alone() > 0 && common.alone() < common.pages()) {
      text += Concat(" on ", common.alone());
    }
    text += Concat("; last, ", Printable(common.failure().has()));
    if (!common.url().empty()) text += Concat(" at ", Printable(common.url()));
    return text;
  }

  const v1::DeliveryDiagnostics& diagnostics_;
  Terminal& terminal_;
  size_t digits_ = 1;  // of numbers of sampled pages
};

}  // namespace

std::string SampleWords(int64_t pages, int64_t of_pages,
                        const google::protobuf::Duration& age) {
  return Concat(
      pages, " of ", of_pages, " pages, decided in the last ",
      absl::FormatDuration(absl::Seconds(std::max<int64_t>(1, age.seconds()))));
}

void PrintDiagnostics(const v1::DeliveryDiagnostics& diagnostics,
                      Terminal& terminal) {
  Printer(diagnostics, terminal).Print();
}

}  // namespace placard
