#include "services/diagnosis/report_codec.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "services/codec/checker.h"
#include "services/codec/enums.h"
#include "services/codec/explain_codec.h"
#include "services/codec/names.h"
#include "services/codec/timestamp.h"

namespace placard {
namespace {

google::protobuf::Duration ToDuration(absl::Duration duration) {
  google::protobuf::Duration out;
  const int64_t seconds =
      absl::IDivDuration(duration, absl::Seconds(1), &duration);
  out.set_seconds(seconds);
  out.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(duration)));
  return out;
}

v1::Verdict VerdictOf(Reason reason) {
  // The numbers are the same.
  return static_cast<v1::Verdict>(ToWire(kReasonCodes, reason));
}

// Down the funnel: what stops first is first.
std::vector<std::pair<Fate, v1::Verdict>> FatesInOrder() {
  std::vector<std::pair<Fate, v1::Verdict>> fates;
  for (size_t i = 0; i < kReasons; ++i) {
    const auto reason = static_cast<Reason>(i);
    fates.emplace_back(FateOf(reason), VerdictOf(reason));
  }
  fates.emplace_back(kOutrankedFate, v1::VERDICT_OUTRANKED);
  fates.emplace_back(kServedFate, v1::VERDICT_SERVES);
  return fates;
}

template <typename Request>
FieldViolations CheckWith(const Request& request, int32_t least,
                          absl::FunctionRef<void(Checker&)> more) {
  Checker check(Strictness::kWrite);
  check.Known(request);
  if (request.has_sample_pages()) {
    check.Range("sample_pages", request.sample_pages(), least,
                kMostSampledPages);
  }
  more(check);
  return std::move(check).Take();
}

}  // namespace

FieldViolations Check(const v1::GetDeliveryDiagnosticsRequest& request) {
  return CheckWith(request, 0, [&](Checker& check) {
    const absl::Status named = ParseLineItemName(request.line_item()).status();
    if (!named.ok()) check.FailAt("line_item", ToStd(named.message()));
  });
}

FieldViolations Check(const v1::ListBlockEffectsRequest& request) {
  return CheckWith(request, 1, [](Checker&) {});
}

v1::ConfigVersion ToProto(const CatalogVersion& version) {
  v1::ConfigVersion out;
  out.set_epoch(version.epoch);
  out.set_revision(version.revision);
  return out;
}

void WriteCounts(const DeliveryCounts& counts, v1::DeliveryDiagnostics& out) {
  for (size_t i = 0; i < kWindows; ++i) {
    v1::DeliveryWindow& window = *out.add_windows();
    window.mutable_length()->set_seconds(kWindowMinutes[i] * 60);
    *window.mutable_start_time() = ToTimestamp(counts.since[i]);
    window.set_pages(counts.pages[i]);
  }
  for (const auto& [fate, verdict] : FatesInOrder()) {
    const WindowCounts& of = counts.fates[fate];
    const bool is_met = std::any_of(of.begin(), of.end(),
                                    [](int64_t count) { return count > 0; });
    if (!is_met) continue;
    v1::FateCounts& written = *out.add_fates();
    written.set_verdict(verdict);
    written.mutable_counts()->Add(of.begin(), of.end());
  }
  if (counts.first_seen != absl::InfiniteFuture()) {
    *out.mutable_first_seen() = ToTimestamp(counts.first_seen);
  }
  out.mutable_loss()->set_pages(static_cast<int64_t>(counts.dropped));
  out.mutable_loss()->set_line_items(static_cast<int64_t>(counts.forgotten));
}

v1::SampledDelivery ToProto(const SampledDelivery& delivery,
                            const SampledPages& sample) {
  v1::SampledDelivery out;
  out.set_pages(delivery.pages);
  out.set_of_pages(static_cast<int64_t>(sample.of));
  *out.mutable_age() = ToDuration(sample.age);
  const auto reached = [&](Reached stage) {
    return delivery.reached[static_cast<size_t>(stage)];
  };
  out.set_targeting_misses(reached(Reached::kRule));
  out.set_reader_unknown(reached(Reached::kReader));
  const auto add = [&](v1::Verdict verdict, int64_t pages) {
    if (pages == 0) return;
    v1::SampledFate& fate = *out.add_fates();
    fate.set_verdict(verdict);
    fate.set_pages(pages);
  };
  add(v1::VERDICT_NOT_SERVABLE, reached(Reached::kNotServable));
  for (size_t i = 0; i < kReasons; ++i) {
    add(VerdictOf(static_cast<Reason>(i)), delivery.rejected[i]);
  }
  add(v1::VERDICT_OUTRANKED, reached(Reached::kOutranked));
  add(v1::VERDICT_SERVES, reached(Reached::kServes));
  out.set_winner(delivery.winner);
  out.set_winner_pages(delivery.winner_pages);
  for (const CommonFailure& common : delivery.failures) {
    v1::CommonFailure& written = *out.add_failures();
    *written.mutable_failure() = ToProto(common.failure);
    written.set_pages(common.pages);
    written.set_alone(common.alone);
    written.set_url(common.url);
  }
  return out;
}

v1::ListBlockEffectsResponse ToProto(const BlockLedger& ledger,
                                     const SampledPages& sample) {
  v1::ListBlockEffectsResponse out;
  out.set_pages(ledger.pages);
  out.set_of_pages(static_cast<int64_t>(sample.of));
  *out.mutable_age() = ToDuration(sample.age);
  out.set_left_out(ledger.left_out);
  for (const BlockTally& tally : ledger.blocks) {
    v1::BlockEffect& effect = *out.add_blocks();
    effect.set_source(tally.rule.source);
    effect.set_path(tally.rule.path);
    effect.set_value(tally.rule.value);
    effect.set_dry_run(tally.dry_run);
    effect.set_expired(tally.expired);
    if (tally.expires.has_value()) {
      *effect.mutable_expire_time() = ToTimestamp(*tally.expires);
    }
    effect.set_hit_pages(tally.hit_pages);
    effect.set_prevented(tally.prevented);
    if (ledger.pages > 0) {
      effect.set_prevented_estimate(std::llround(
          static_cast<double>(tally.prevented) *
          static_cast<double>(sample.of) / static_cast<double>(ledger.pages)));
    }
    effect.set_priced(tally.priced);
    if (tally.priced > 0) {
      effect.set_ecpm_micros(tally.ecpm_sum / tally.priced);
    }
    effect.mutable_urls()->Add(tally.urls.begin(), tally.urls.end());
  }
  return out;
}

}  // namespace placard
