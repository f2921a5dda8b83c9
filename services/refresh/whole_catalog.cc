#include "services/refresh/whole_catalog.h"

#include <cstdint>
#include <string_view>
#include <utility>

#include "engine/base/status.h"
#include "services/refresh/local_copy.h"
#include "services/store/snapshot_reader.h"

namespace placard {
namespace {

constexpr absl::Duration kEvery = absl::Seconds(2);

class Progress {
 public:
  Progress(std::string_view from, const Clock& clock, Log& log)
      : from_(from), clock_(clock), log_(log), last_(clock.Monotonic()) {}

  void Tell(uint64_t documents, uint64_t of) {
    const absl::Duration now = clock_.Monotonic();
    if (now - last_ < kEvery) return;
    last_ = now;
    log_.Info("catalogue is being read", {{"from", std::string(from_)},
                                          {"documents", Concat(documents)},
                                          {"of", Concat(of)}});
  }

 private:
  const std::string_view from_;
  const Clock& clock_;
  Log& log_;
  absl::Duration last_;
};

}  // namespace

absl::StatusOr<WholeCatalog> ReadWholeCopy(const std::string& path,
                                           const Clock& clock, Log& log) {
  Progress progress("the local copy", clock, log);
  Preparation preparation;
  uint64_t read = 0;
  PLACARD_ASSIGN_OR_RETURN(
      Position position,
      ReadLocalCopy(path, [&](Document document, uint64_t of) {
        preparation.Add(std::move(document));
        progress.Tell(++read, of);
      }));
  return WholeCatalog{.position = std::move(position),
                      .documents = preparation.Finish()};
}

absl::StatusOr<WholeCatalog> ReadWholeStore(CatalogStore& store,
                                            const Clock& clock, Log& log) {
  Progress progress("the store", clock, log);
  PLACARD_ASSIGN_OR_RETURN(LoadedCatalog loaded,
                           LoadCatalog(store, [&](size_t read, size_t of) {
                             progress.Tell(read, of);
                           }));
  Preparation preparation;
  for (Document& document : loaded.documents) {
    preparation.Add(std::move(document));
  }
  return WholeCatalog{.position = std::move(loaded.position),
                      .documents = preparation.Finish()};
}

}  // namespace placard
