#include "services/placard/explanation_text.h"

#include <algorithm>
#include <string>

#include "engine/base/status.h"
#include "services/placard/columns.h"

namespace placard {
namespace {

class Printer {
 public:
  Printer(const v1::ExplainResponse& response, Terminal& terminal)
      : response_(response), terminal_(terminal) {}

  void Print() {
    const v1::Explanation& explanation = response_.explanation();
    PrintSlots();
    Line("");
    PrintFunnel();
    for (const v1::LineItemExplanation& item : explanation.line_items()) {
      PrintLineItem(item);
    }
    if (explanation.looked_at() == 0) return;
    Line("");
    Line(Concat("nearest to serving, of ", explanation.looked_at(),
                " line items looked at:",
                explanation.near_misses().empty() ? " none" : ""));
    for (const v1::LineItemExplanation& item : explanation.near_misses()) {
      PrintLineItem(item);
    }
  }

 private:
  void Line(std::string_view text) { terminal_.out << text << '\n'; }

  void PrintSlots() {
    for (const v1::SlotResult& result : response_.decision().results()) {
      if (result.ads().empty()) {
        Line(Concat("slot ", Printable(result.slot_id()), " is empty"));
      }
      for (const v1::Ad& ad : result.ads()) {
        Line(Concat("slot ", Printable(result.slot_id()), " shows ",
                    Printable(ad.line_item())));
      }
    }
  }

  void PrintFunnel() {
    const auto& funnel = response_.explanation().funnel();
    if (funnel.empty()) return;
    const int64_t all = funnel[0].line_items();
    const size_t digits = Concat(all).size();
    for (const v1::StageCount& count : funnel) {
      const std::string word = Word(v1::Stage_Name(count.stage()), "STAGE_");
      std::string bar = Bar(count.line_items(), all);
      if (!bar.empty()) bar = "  " + terminal_.Paint(Colour::kCyan, bar);
      Line(Concat(Padded(word, 15),
                  RightAligned(Concat(count.line_items()), digits), bar));
    }
  }

  void PrintLineItem(const v1::LineItemExplanation& item) {
    Line("");
    if (item.not_found()) {
      Line(Concat(Printable(item.name()), "  ",
                  terminal_.Paint(Colour::kRed, "there is no such line item")));
      return;
    }
    Line(Concat(Printable(item.name()), "  ", Printable(item.rank())));
    size_t columns = 0;
    for (const v1::SlotVerdict& slot : item.slots()) {
      columns = std::max(columns, DisplayWidth(Printable(slot.slot_id())));
    }
    for (const v1::SlotVerdict& slot : item.slots()) {
      Line(Concat("  ", Padded(Printable(slot.slot_id()), columns), "  ",
                  VerdictWords(slot)));
    }
    slots_ = item.slots_size();
    for (const v1::Failure& failure : item.failures()) {
      PrintFailure(failure, "  ", "✗");
    }
    if (item.left_out() > 0) {
      Line(Concat("  and ", item.left_out(), " more"));
    }
  }

  std::string VerdictWords(const v1::SlotVerdict& slot) const {
    const std::string word = Word(v1::Verdict_Name(slot.verdict()), "VERDICT_");
    const bool serves = slot.verdict() == v1::VERDICT_SERVES;
    std::string words =
        terminal_.Paint(serves ? Colour::kGreen : Colour::kYellow, word);
    if (slot.has_winner()) {
      words += Concat(", behind ", Printable(slot.winner().line_item()), ": ",
                      Printable(slot.winner().how()));
    }
    return words;
  }

  void PrintFailure(const v1::Failure& failure, const std::string& indent,
                    std::string_view mark) {
    Line(Concat(indent, terminal_.Paint(Colour::kRed, mark), " ",
                Printable(failure.asks()), ": ", Printable(failure.has())));
    const std::string below = indent + "  ";
    if (!failure.path().empty()) {
      Line(Concat(below, Printable(failure.path()), " of ",
                  Printable(failure.source()), WhichSlots(failure)));
    }
    if (failure.alternatives().empty()) {
      Line(Concat(below, terminal_.Paint(Colour::kCyan, "→"), " ",
                  Printable(failure.change())));
    }
    for (int i = 0; i < failure.alternatives_size(); ++i) {
      Line(Concat(below, i == 0 ? "either" : "or"));
      for (const v1::Failure& part : failure.alternatives(i).failures()) {
        PrintFailure(part, below + "  ", mark);
      }
    }
  }

  // Of one slot there is nothing to say.
  std::string WhichSlots(const v1::Failure& failure) const {
    if (slots_ == 1) return "";
    if (failure.slot_ids_size() == slots_) return ", in every slot";
    std::string which =
        failure.slot_ids_size() == 1 ? ", in slot " : ", in slots ";
    for (int i = 0; i < failure.slot_ids_size(); ++i) {
      which += Concat(i == 0 ? "" : ", ", Printable(failure.slot_ids(i)));
    }
    return which;
  }

  const v1::ExplainResponse& response_;
  Terminal& terminal_;
  int slots_ = 0;  // of the page
};

}  // namespace

void PrintExplanation(const v1::ExplainResponse& response, Terminal& terminal) {
  Printer(response, terminal).Print();
}

}  // namespace placard
