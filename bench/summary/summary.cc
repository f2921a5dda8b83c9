#include "bench/summary/summary.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <utility>

#include "engine/base/status.h"

namespace placard {
namespace {

std::string Number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

}  // namespace

void Summary::Add(Row row) {
  const auto same =
      std::find_if(rows_.begin(), rows_.end(),
                   [&](const Row& other) { return other.id == row.id; });
  if (same == rows_.end()) {
    rows_.push_back(std::move(row));
  } else {
    *same = std::move(row);
  }
}

const Summary::Row* Summary::Find(const std::string& id) const {
  const auto found = std::find_if(rows_.begin(), rows_.end(),
                                  [&](const Row& row) { return row.id == id; });
  return found == rows_.end() ? nullptr : &*found;
}

bool Summary::holds() const {
  return std::all_of(rows_.begin(), rows_.end(),
                     [](const Row& row) { return row.holds(); });
}

absl::Status Summary::Write(const std::string& file) const {
  std::ofstream out(file);
  out << "[\n";
  for (size_t i = 0; i < rows_.size(); ++i) {
    const Row& row = rows_[i];
    const std::string bound =
        row.bound.has_value()
            ? Concat("\"", row.at_most ? "<= " : ">= ", Number(*row.bound),
                     "\"")
            : "null";
    out << Concat("  {\"id\": \"", row.id, "\", \"what\": \"", row.what,
                  "\", \"value\": ", Number(row.value), ", \"unit\": \"",
                  row.unit, "\", \"bound\": ", bound,
                  ", \"holds\": ", row.holds() ? "true" : "false", "}",
                  i + 1 < rows_.size() ? ",\n" : "\n");
  }
  out << "]\n";
  out.close();
  if (!out) return absl::UnknownError(ToAbsl(Concat("cannot write ", file)));
  return absl::OkStatus();
}

std::string TakeSummaryFlag(int& argc, char** argv) {
  for (int i = 1; i + 1 < argc; ++i) {
    if (std::strcmp(argv[i], "--summary") != 0) continue;
    std::string file = argv[i + 1];
    for (int j = i; j + 2 <= argc; ++j) argv[j] = argv[j + 2];
    argc -= 2;
    return file;
  }
  return "";
}

}  // namespace placard
