// placard-bench-shape: generated pages beside real ones.
#include <cstdio>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "bench/shape/page_shape.h"
#include "bench/workload/modes.h"
#include "bench/workload/page_contexts.h"
#include "bench/workload/workload.h"

namespace placard {
namespace {

int Run(const std::string& pages) {
  size_t count = 2000;
  std::vector<NamedShape> shapes;
  if (!pages.empty()) {
    const auto contexts = ReadPageContexts(pages);
    if (!contexts.ok()) {
      std::fprintf(stderr, "placard-bench-shape: %s\n",
                   std::string(contexts.status().message()).c_str());
      return 1;
    }
    count = contexts->size();
    shapes.push_back({"given", ShapeOf(*contexts)});
  }
  const Workload site = MakeWorkload({.line_items = 1000, .pages = count});
  const Workload mode = MakeMode({.line_items = 1000, .pages = count});
  shapes.push_back({"site", ShapeOf(ContextsOf(site.views))});
  shapes.push_back({"modes", ShapeOf(ContextsOf(mode.views))});
  std::fputs(PrintShapes(shapes).c_str(), stdout);
  return 0;
}

}  // namespace
}  // namespace placard

int main(int argc, char** argv) {
  std::string pages;
  CLI::App app(
      "Prints what generated pages are like: those of the whole site (checks, "
      "load) and those of the modes (engine's speed); and given ones beside "
      "them.");
  app.add_option("--pages", pages, "TSV of date, section, keywords");
  CLI11_PARSE(app, argc, argv);
  return placard::Run(pages);
}
