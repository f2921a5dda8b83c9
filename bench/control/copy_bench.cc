// What a server does with documents before it serves them, and its copy of them
// on the disk.
#include <memory>
#include <string>

#include "bench/control/benchmarks.h"
#include "bench/control/stored_catalog.h"
#include "bench/control/timed.h"
#include "engine/base/status.h"
#include "services/refresh/local_copy.h"
#include "services/refresh/prepared_document.h"

namespace placard {
namespace {

DocumentMirror::Entry EntryOf(const Document& document) {
  return std::make_shared<const ServedDocument>(
      MakeServedDocument(document, v1::Resource()));
}

DocumentMirror MirrorOf(const StoredCatalog& catalog) {
  DocumentMirror mirror;
  for (const Document& document : catalog.documents()) {
    mirror.Put(EntryOf(document));
  }
  return mirror;
}

void Preparing(benchmark::State& state, StoredCatalog& catalog,
               Summary& summary) {
  TimeEach(
      state, summary,
      {.id = Concat("control/refresh/prepare/", catalog.line_items()),
       .what = "a campaign's document made ready to be listed and to serve"},
      [&](size_t number) {
        const PreparedDocument prepared = Prepare(catalog.campaign(number));
        return prepared.object.ok() &&
               prepared.served->document.name == catalog.campaign(number).name;
      });
}

// Copied before, as what listings and the local copy hold on to.
void Mirroring(benchmark::State& state, StoredCatalog& catalog,
               Summary& summary) {
  DocumentMirror mirror = MirrorOf(catalog);
  DocumentMirror before;
  TimeEach(state, summary,
           {.id = Concat("control/refresh/mirror/", catalog.line_items()),
            .what = "one document replaced among those served, and all shared"},
           [&](size_t number) {
             const Document& document = catalog.campaign(number);
             const DocumentMirror::Entry entry = EntryOf(document);
             before = mirror;
             mirror.Put(entry);
             return mirror.Find(document.name) == entry &&
                    before.Find(document.name) != entry;
           });
}

void WritingCopy(benchmark::State& state, StoredCatalog& catalog,
                 Summary& summary) {
  const DocumentMirror mirror = MirrorOf(catalog);
  const std::string path = catalog.PathOf("written");
  TimeAll(state, summary,
          {.id = Concat("control/refresh/write-copy/", catalog.line_items()),
           .what = "the local copy written and flushed"},
          mirror.size(), [&] {
            return WriteLocalCopy(path, catalog.position(), mirror).ok();
          });
}

void ReadingCopy(benchmark::State& state, StoredCatalog& catalog,
                 Summary& summary) {
  const DocumentMirror mirror = MirrorOf(catalog);
  const std::string path = catalog.PathOf("read");
  if (!WriteLocalCopy(path, catalog.position(), mirror).ok()) {
    return state.SkipWithError("no copy was written");
  }
  TimeAll(state, summary,
          {.id = Concat("control/refresh/read-copy/", catalog.line_items()),
           .what = "the local copy read and its checksum held against it"},
          mirror.size(), [&] {
            const absl::StatusOr<LocalCopy> copy = ReadLocalCopy(path);
            return copy.ok() && copy->position == catalog.position() &&
                   copy->documents.size() == mirror.size();
          });
}

}  // namespace

void RegisterCopy(size_t line_items, Summary& summary) {
  RegisterWithCatalog(
      {.name = "PrepareDocument", .run = Preparing, .iterations = 4000},
      line_items, summary);
  RegisterWithCatalog(
      {.name = "MirrorDocument", .run = Mirroring, .iterations = 4000},
      line_items, summary);
  RegisterWithCatalog(
      {.name = "WriteLocalCopy", .run = WritingCopy, .iterations = 5},
      line_items, summary);
  RegisterWithCatalog(
      {.name = "ReadLocalCopy", .run = ReadingCopy, .iterations = 5},
      line_items, summary);
}

}  // namespace placard
