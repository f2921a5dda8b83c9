#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "bench/load/report.h"
#include "bench/load/status_names.h"
#include "engine/base/status.h"

namespace placard {
namespace {

std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&out, "\\u%04x", static_cast<int>(c));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

// A JSON object in the making.
class Object {
 public:
  Object& Raw(std::string_view name, const std::string& json) {
    members_.push_back(Concat(Quoted(name), ":", json));
    return *this;
  }
  Object& Text(std::string_view name, std::string_view text) {
    return Raw(name, Quoted(text));
  }
  Object& Count(std::string_view name, uint64_t number) {
    return Raw(name, Concat(number));
  }
  Object& Number(std::string_view name, double number) {
    return Raw(name, absl::StrFormat("%.6g", number));
  }
  Object& Nanoseconds(std::string_view name, std::chrono::nanoseconds value) {
    return Raw(name, Concat(value.count()));
  }

  std::string Close() const {
    return Concat("{", absl::StrJoin(members_, ","), "}");
  }

 private:
  std::vector<std::string> members_;
};

std::string Array(const std::vector<std::string>& items) {
  return Concat("[", absl::StrJoin(items, ","), "]");
}

std::string Histogram(const LatencyHistogram& histogram) {
  Object object;
  object.Count("count", histogram.count());
  for (const double percent : kPercentiles) {
    object.Nanoseconds(absl::StrFormat("p%g_ns", percent),
                       histogram.Percentile(percent));
  }
  return object.Nanoseconds("max_ns", histogram.max())
      .Nanoseconds("mean_ns", histogram.mean())
      .Close();
}

std::string Codes(const Tally& tally) {
  Object object;
  for (size_t code = 0; code < tally.codes.size(); ++code) {
    if (tally.codes[code] > 0)
      object.Count(StatusName(code), tally.codes[code]);
  }
  return object.Close();
}

std::string Slots(const Tally& tally) {
  Object reasons;
  for (const auto& [code, count] : tally.reasons) {
    reasons.Count(ReasonName(code), count);
  }
  return Object()
      .Count("answers", tally.checked)
      .Count("wrong", tally.wrong)
      .Count("slots", tally.slots())
      .Count("filled", tally.outcomes[placard::v1::OUTCOME_FILLED])
      .Count("house", tally.outcomes[placard::v1::OUTCOME_HOUSE])
      .Count("unfilled", tally.outcomes[placard::v1::OUTCOME_UNFILLED])
      .Number("fill_rate", tally.FillRate())
      .Raw("reasons", reasons.Close())
      .Close();
}

// Adds what a result says to the object that it is a part of.
Object& AddResult(const LoadResult& result, Object& object) {
  return object.Count("scheduled", result.scheduled)
      .Count("sent", result.sent())
      .Count("answered", result.tally.answered())
      .Count("failed", result.tally.failed())
      .Count("unsent", result.unsent)
      .Count("late", result.late)
      .Raw("grpc_status", Codes(result.tally))
      .Raw("latency", Histogram(result.latency))
      .Raw("service", Histogram(result.service))
      .Raw("checked", Slots(result.tally));
}

std::string Side(const Measured& side) {
  std::vector<std::string> rates;
  for (const double rate : side.rates) {
    rates.push_back(absl::StrFormat("%.6g", rate));
  }
  Object object;
  object.Text("address", side.address)
      .Number("rate", side.Rate())
      .Raw("rates", Array(rates));
  return AddResult(side.total, object).Close();
}

std::string OfLevel(const Level& level) {
  Object object;
  object.Number("asked_rate", level.rate)
      .Number("rate", level.result.Rate())
      .Text("failure", level.failure);
  return AddResult(level.result, object).Close();
}

}  // namespace

std::string JsonReport(const Report& report) {
  std::vector<std::string> measured;
  for (const Measured& side : report.measured) measured.push_back(Side(side));
  Object object;
  object.Text("load", DescribeLoad(report.options, report.pages))
      .Raw("stopped", report.stopped ? "true" : "false")
      .Raw("measured", Array(measured));
  if (report.measured.size() == 2 && report.measured[1].Rate() > 0) {
    object.Number("throughput_ratio",
                  report.measured[0].Rate() / report.measured[1].Rate());
  }
  if (report.options.mode == LoadMode::kFindMax) {
    std::vector<std::string> levels;
    for (const Level& level : report.levels) levels.push_back(OfLevel(level));
    object.Nanoseconds("p99_bound_ns", report.options.find_max.p99)
        .Raw("levels", Array(levels));
    if (const Level* best = BestOf(report.levels)) {
      object.Number("highest_rate", best->rate);
    }
  }
  return Concat(object.Close(), "\n");
}

}  // namespace placard
