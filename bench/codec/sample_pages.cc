#include "bench/codec/sample_pages.h"

#include <memory>
#include <set>
#include <string>
#include <utility>

#include "bench/workload/modes.h"
#include "engine/base/status.h"
#include "engine/catalog/catalog_builder.h"
#include "services/codec/timestamp.h"
#include "services/codec/to_proto.h"
#include "services/rpc/wire.h"

namespace placard {
namespace {

constexpr size_t kLineItems = 10'000;
constexpr size_t kPages = 500;

const Workload& ModeA() {
  static const auto& workload = *new Workload(MakeMode(
      {.mode = Mode::kDense, .line_items = kLineItems, .pages = kPages}));
  return workload;
}

std::shared_ptr<const Snapshot> Build(const CatalogContents& contents) {
  CatalogBuilder builder;
  builder.SetTime(ModeShape().start);
  builder.PutAll(contents);
  return builder.Publish({.epoch = "bench", .revision = 1});
}

// The words of `first` and of the pages after it, without repetition.
std::vector<std::string> Words(size_t first, size_t count) {
  const std::vector<PageView>& views = ModeA().views;
  std::set<std::string> seen;
  std::vector<std::string> words;
  for (size_t i = first; words.size() < count; ++i) {
    for (const std::string& word :
         views[i % views.size()].request.page.keywords) {
      if (words.size() < count && seen.insert(word).second) {
        words.push_back(word);
      }
    }
  }
  return words;
}

// The view's slots over and over, each under a name of its own.
std::vector<Slot> Slots(const PageView& view, size_t count) {
  const std::vector<Slot>& given = view.request.slots;
  std::vector<Slot> slots;
  for (size_t i = 0; i < count; ++i) {
    slots.push_back(given[i % given.size()]);
    slots.back().id = Concat("slot-", i);
  }
  return slots;
}

}  // namespace

const Serving& SampleCatalog() {
  static const Serving& kServing = *[] {
    auto* serving = new Serving;
    serving->snapshot.Store(Build(ModeA().contents));
    return serving;
  }();
  return kServing;
}

std::vector<grpc::ByteBuffer> SamplePages(const PageSize& size) {
  const std::vector<PageView>& views = ModeA().views;
  std::vector<grpc::ByteBuffer> pages;
  for (size_t i = 0; i < views.size(); ++i) {
    PageRequest request = views[i].request;
    request.page.keywords = Words(i, size.keywords);
    request.slots = Slots(views[i], size.slots);
    v1::DecideRequest wire = ToProto(request);
    wire.set_seed(views[i].seed);
    *wire.mutable_at() = ToTimestamp(views[i].instant);
    pages.push_back(SerializeMessage(wire));
  }
  return pages;
}

}  // namespace placard
