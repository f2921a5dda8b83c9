#include "services/placard/taxonomy_table.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "engine/text/normalize.h"

namespace placard {
namespace {

struct Columns {
  size_t id = 0;
  std::optional<size_t> parent;
  size_t name = 0;
};

std::vector<std::string> SplitRow(std::string_view row) {
  std::vector<std::string> cells;
  if (row.ends_with('\r')) row.remove_suffix(1);
  while (true) {
    const size_t tab = row.find('\t');
    cells.emplace_back(
        ToStd(absl::StripAsciiWhitespace(ToAbsl(row.substr(0, tab)))));
    if (tab == std::string_view::npos) return cells;
    row.remove_prefix(tab + 1);
  }
}

std::optional<size_t> FindColumn(
    const std::vector<std::string>& cells,
    std::initializer_list<std::string_view> names) {
  for (std::string_view name : names) {
    for (size_t i = 0; i < cells.size(); ++i) {
      if (absl::AsciiStrToLower(cells[i]).starts_with(name)) return i;
    }
  }
  return std::nullopt;
}

std::optional<Columns> FindColumns(const std::vector<std::string>& cells) {
  const auto id = FindColumn(cells, {"unique id", "iab code"});
  const auto name =
      FindColumn(cells, {"name", "condensed name", "iab category"});
  if (!id || !name) return std::nullopt;
  return Columns{*id, FindColumn(cells, {"parent"}), *name};
}

std::string ParentOf(const std::vector<std::string>& cells,
                     const Columns& columns) {
  const std::string& id = cells[columns.id];
  std::string parent;
  if (!columns.parent) {
    const size_t dash = id.rfind('-');
    if (dash != std::string::npos) parent = id.substr(0, dash);
  } else if (*columns.parent < cells.size()) {
    parent = cells[*columns.parent];
  }
  return parent == id ? "" : parent;
}

bool IsBlank(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(),
                     [](const std::string& cell) { return cell.empty(); });
}

void ReadRow(const std::vector<std::string>& cells, const Columns& columns,
             std::string_view file, int line, v1::Taxonomy& taxonomy,
             SourceErrors& errors) {
  if (IsBlank(cells)) return;
  if (cells.size() <= columns.id || cells[columns.id].empty()) {
    errors.push_back({std::string(file), line, "", "row without an id"});
    return;
  }
  v1::TaxonomyNode& node = *taxonomy.add_nodes();
  node.set_id(cells[columns.id]);
  node.set_parent_id(ParentOf(cells, columns));
  if (columns.name < cells.size()) node.set_display_name(cells[columns.name]);
}

}  // namespace

v1::Taxonomy ReadTaxonomyTable(std::string_view text, std::string_view file,
                               SourceErrors& errors) {
  // What stands above the headings proper.
  constexpr int kHeadingRows = 2;
  v1::Taxonomy taxonomy;
  if (!IsValidUtf8(text)) {
    errors.push_back({std::string(file), 0, "", "is not UTF-8"});
    return taxonomy;
  }
  std::optional<Columns> columns;
  for (int line = 1; !text.empty(); ++line) {
    const size_t end = text.find('\n');
    const std::vector<std::string> cells = SplitRow(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (columns) {
      ReadRow(cells, *columns, file, line, taxonomy, errors);
    } else if (line <= kHeadingRows) {
      columns = FindColumns(cells);
    }
  }
  if (!columns) {
    errors.push_back({std::string(file), 1, "",
                      "is no table of categories: a heading must name the "
                      "columns \"Unique ID\", \"Parent\" and \"Name\""});
  }
  return taxonomy;
}

std::string TaxonomyIdOf(std::string_view path) {
  constexpr std::string_view kTaxonomy = "-taxonomy";
  std::string id = absl::AsciiStrToLower(
      std::filesystem::path(std::string(path)).stem().string());
  for (char& c : id) {
    if (c == '_' || c == ' ') c = '-';
  }
  const size_t at = id.find(kTaxonomy);
  if (at == std::string::npos) return id;
  return Concat("iab-", id.erase(at, kTaxonomy.size()));
}

}  // namespace placard
