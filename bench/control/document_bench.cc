// Campaign documents: between their bytes, their messages and the model.
#include <string>

#include "bench/control/benchmarks.h"
#include "bench/control/stored_catalog.h"
#include "bench/control/timed.h"
#include "engine/base/status.h"
#include "services/codec/campaign_codec.h"

namespace placard {
namespace {

bool IsWellRead(const absl::StatusOr<CatalogObject>& object,
                const Document& document) {
  if (!object.ok()) return false;
  const auto* const campaign =
      std::get_if<std::shared_ptr<const Campaign>>(&*object);
  if (campaign == nullptr || (*campaign)->name != document.name) return false;
  for (const LineItem& item : (*campaign)->line_items) {
    if (std::holds_alternative<BadRule>(item.rule)) return false;
  }
  return !(*campaign)->line_items.empty();
}

void Reading(benchmark::State& state, StoredCatalog& catalog,
             Summary& summary) {
  TimeEach(state, summary,
           {.id = Concat("control/codec/read/", catalog.line_items()),
            .what = "a campaign's document to the model, checked"},
           [&](size_t number) {
             const Document& document = catalog.campaign(number);
             return IsWellRead(ReadDocument(document.name, document.body),
                               document);
           });
}

void Writing(benchmark::State& state, StoredCatalog& catalog,
             Summary& summary) {
  TimeEach(state, summary,
           {.id = Concat("control/codec/write/", catalog.line_items()),
            .what = "a campaign's document to its message and back to bytes"},
           [&](size_t number) {
             const std::string& body = catalog.campaign(number).body;
             v1::Resource resource;
             return resource.ParseFromString(body) &&
                    SerializeDocument(resource) == body;
           });
}

}  // namespace

void RegisterDocuments(size_t line_items, Summary& summary) {
  RegisterWithCatalog(
      {.name = "ReadDocument", .run = Reading, .iterations = 4000}, line_items,
      summary);
  RegisterWithCatalog(
      {.name = "WriteDocument", .run = Writing, .iterations = 4000}, line_items,
      summary);
}

}  // namespace placard
