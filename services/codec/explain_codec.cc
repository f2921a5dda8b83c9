#include "services/codec/explain_codec.h"

#include <iterator>
#include <utility>

#include "services/codec/checker.h"
#include "services/codec/enums.h"
#include "services/codec/page_codec.h"
#include "services/codec/status.h"

namespace placard {
namespace {

// The wire's stages and causes follow an unspecified first one, in the model's
// order.
static_assert(v1::STAGE_SERVES == static_cast<int>(Stage::kServes) + 1);
static_assert(v1::CAUSE_OUTRANKED == static_cast<int>(Cause::kOutranked) + 1);
static_assert(v1::Winner::MARGIN_DRAW ==
              static_cast<int>(Winner::Margin::kDraw) + 1);

v1::Verdict VerdictOf(const SlotVerdict& slot) {
  switch (slot.verdict) {
    case Verdict::kServes:
      return v1::VERDICT_SERVES;
    case Verdict::kNotServable:
      return v1::VERDICT_NOT_SERVABLE;
    case Verdict::kRule:
      return v1::VERDICT_RULE;
    case Verdict::kOutranked:
      return v1::VERDICT_OUTRANKED;
    case Verdict::kRejected:
      break;
  }
  // The numbers are the same.
  return static_cast<v1::Verdict>(ToWire(kReasonCodes, slot.reason));
}

void WriteSlots(uint64_t slots, const PageRequest& page, v1::Failure& out) {
  for (size_t i = 0; i < page.slots.size(); ++i) {
    if ((slots >> i & 1) != 0) out.add_slot_ids(page.slots[i].id);
  }
}

void WriteFailure(const Failure& failure, const PageRequest& page,
                  v1::Failure& out) {
  out.set_cause(static_cast<v1::Cause>(static_cast<int>(failure.cause) + 1));
  WriteSlots(failure.slots, page, out);
  out.set_source(failure.source);
  out.set_path(failure.path);
  out.set_asks(failure.asks);
  out.set_has(failure.has);
  out.set_change(failure.change);
  for (const std::vector<Failure>& parts : failure.alternatives) {
    v1::Alternative& alternative = *out.add_alternatives();
    for (const Failure& part : parts) {
      WriteFailure(part, page, *alternative.add_failures());
    }
  }
}

void WriteWinner(const Winner& winner, v1::Winner& out) {
  out.set_line_item(winner.line_item);
  out.set_margin(
      static_cast<v1::Winner::Margin>(static_cast<int>(winner.margin) + 1));
  out.set_ecpm_micros(winner.ecpm_micros);
  out.set_how(winner.how);
}

void WriteLineItem(const LineItemExplanation& item, const PageRequest& page,
                   v1::LineItemExplanation& out) {
  out.set_name(item.name);
  out.set_not_found(!item.exists);
  out.set_rank(item.rank);
  for (size_t i = 0; i < item.slots.size(); ++i) {
    v1::SlotVerdict& slot = *out.add_slots();
    slot.set_slot_id(page.slots[i].id);
    slot.set_verdict(VerdictOf(item.slots[i]));
    if (item.slots[i].winner.has_value()) {
      WriteWinner(*item.slots[i].winner, *slot.mutable_winner());
    }
  }
  for (const Failure& failure : item.failures) {
    WriteFailure(failure, page, *out.add_failures());
  }
  out.set_left_out(item.left_out);
  out.set_failed(item.failed);
}

}  // namespace

FieldViolations ReadExplainRequest(const v1::ExplainRequest& request,
                                   const SitePolicy& policy, PageRequest& page,
                                   ExplainOptions& options) {
  FieldViolations violations =
      Below("request", ReadDecideRequest(request.request(), policy, page));
  Checker check(Strictness::kWrite);
  check.Known(request);
  if (check.Count("line_items", request.line_items_size(), 0,
                  kExplainedLineItems)) {
    for (int i = 0; i < request.line_items_size(); ++i) {
      const absl::Status named =
          ParseLineItemName(request.line_items(i)).status();
      if (!named.ok()) {
        check.FailAt({"line_items", i}, ToStd(named.message()));
      }
    }
  }
  check.Range("near_misses", request.near_misses(), 0, kExplainedLineItems);
  FieldViolations own = std::move(check).Take();
  violations.insert(violations.end(), std::make_move_iterator(own.begin()),
                    std::make_move_iterator(own.end()));
  options.line_items.assign(request.line_items().begin(),
                            request.line_items().end());
  options.near_misses = request.has_near_misses()
                            ? static_cast<size_t>(request.near_misses())
                            : kNearMisses;
  return violations;
}

v1::Explanation ToProto(const Explanation& explanation,
                        const PageRequest& page) {
  v1::Explanation out;
  for (size_t i = 0; i < kStages; ++i) {
    v1::StageCount& count = *out.add_funnel();
    count.set_stage(static_cast<v1::Stage>(static_cast<int>(i) + 1));
    count.set_line_items(explanation.funnel[i]);
  }
  for (const LineItemExplanation& item : explanation.line_items) {
    WriteLineItem(item, page, *out.add_line_items());
  }
  for (const LineItemExplanation& item : explanation.near_misses) {
    WriteLineItem(item, page, *out.add_near_misses());
  }
  out.set_looked_at(explanation.looked_at);
  return out;
}

v1::Failure ToProto(const Failure& failure) {
  v1::Failure out;
  WriteFailure(failure, PageRequest(), out);
  return out;
}

}  // namespace placard
