#include "bench/report/page.h"

#include "bench/plot/svg.h"
#include "bench/report/plots.h"
#include "bench/report/table.h"
#include "engine/base/status.h"

namespace placard {
namespace {

constexpr std::string_view kStyle = R"(
:root{color-scheme:light dark;--ground:#ffffff;--ink:#1f2937;--faint:#6b7280;
--line:#e5e7eb;--bad:#b91c1c;--bad-ground:#fef2f2}
@media (prefers-color-scheme:dark){:root{--ground:#111827;--ink:#e5e7eb;
--faint:#9ca3af;--line:#374151;--bad:#fca5a5;--bad-ground:#3b1219}}
body{margin:0 auto;padding:24px;max-width:1000px;background:var(--ground);
color:var(--ink);font:15px/1.5 system-ui,-apple-system,'Segoe UI',
'DejaVu Sans',sans-serif}
h1{font-size:26px}h2{font-size:20px;margin-top:40px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px}
dt{color:var(--faint)}dd{margin:0;overflow-wrap:anywhere}
svg{display:block;max-width:100%;height:auto;margin:16px 0}
table{border-collapse:collapse;width:100%;font-size:13px}
th,td{text-align:left;padding:3px 10px;border-bottom:1px solid var(--line);
vertical-align:top}
th{position:sticky;top:0;background:var(--ground)}
td:first-child{overflow-wrap:anywhere;font-family:ui-monospace,monospace}
.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.what{color:var(--faint)}
.missed td{color:var(--bad);background:var(--bad-ground);font-weight:600}
)";

std::string FactList(const Facts& facts) {
  std::string list = "<dl>\n";
  for (const auto& [name, value] : facts) {
    list += Concat("<dt>", EscapeXml(name), "</dt><dd>", EscapeXml(value),
                   "</dd>\n");
  }
  return list + "</dl>\n";
}

std::string Row(const Figure& figure) {
  const char* const holds = !figure.holds              ? "no"
                            : figure.bound.has_value() ? "yes"
                                                       : "";
  return Concat(figure.holds ? "<tr>" : "<tr class=\"missed\">", "<td>",
                EscapeXml(figure.id), "</td><td class=\"number\">",
                EscapeXml(DescribeValue(figure)), "</td><td class=\"number\">",
                EscapeXml(PrintBound(figure.bound)), "</td><td>", holds,
                "</td><td class=\"what\">", EscapeXml(figure.what),
                "</td></tr>\n");
}

std::string Table(const Figures& figures) {
  std::string table =
      "<table>\n<tr><th>figure</th><th class=\"number\">value</th>"
      "<th class=\"number\">bound</th><th>holds</th><th>what</th></tr>\n";
  for (const Figure& figure : InReadingOrder(figures)) table += Row(figure);
  return table + "</table>\n";
}

}  // namespace

std::string HtmlPage(const Facts& facts, const Figures& figures) {
  return Concat(
      "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n"
      "<title>Placard: benchmarks</title>\n<style>",
      kStyle, PlotStyleByDay(), "@media (prefers-color-scheme:dark){\n",
      PlotStyleByNight(), "}\n</style>\n<h1>Placard: benchmarks</h1>\n<p>",
      DescribeBounds(figures), ".</p>\n", FactList(facts), "<h2>Plots</h2>\n",
      DrawPlots(figures), "<h2>All figures</h2>\n", Table(figures),
      "</html>\n");
}

}  // namespace placard
