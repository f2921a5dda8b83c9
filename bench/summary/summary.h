// What benchmarks found, with the bounds that it is held to, for machines.
//
// Thread safety: thread-compatible.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace placard {

class Summary {
 public:
  struct Row {
    std::string id;
    std::string what;
    double value = 0;
    std::string unit;
    std::optional<double> bound = std::nullopt;
    bool at_most = true;  // the bound; otherwise at least

    bool holds() const {
      return !bound.has_value() ||
             (at_most ? value <= *bound : value >= *bound);
    }
  };

  // In place of a row of the same id.
  void Add(Row row);
  const Row* Find(const std::string& id) const;
  bool holds() const;
  const std::vector<Row>& rows() const { return rows_; }

  // A JSON array of {id, what, value, unit, bound, holds}.
  // Errors: UNKNOWN if the file cannot be written.
  absl::Status Write(const std::string& file) const;

 private:
  std::vector<Row> rows_;
};

// Takes "--summary FILE" out of a program's arguments; empty when it is not
// there.
std::string TakeSummaryFlag(int& argc, char** argv);

}  // namespace placard
