#include "bench/report/summary_file.h"

#include <fstream>
#include <iterator>

#include "engine/base/status.h"

namespace placard {

absl::StatusOr<Figures> ReadSummary(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return NotFound("no summary ", path);
  const std::string json((std::istreambuf_iterator<char>(file)),
                         std::istreambuf_iterator<char>());
  absl::StatusOr<Figures> figures = ParseFigures(json);
  if (!figures.ok()) return Annotate(figures.status(), path);
  return figures;
}

}  // namespace placard
