#include "services/refresh/restore_store.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

#include "engine/base/status.h"
#include "placard/v1/campaign_service.pb.h"
#include "services/codec/campaign_codec.h"
#include "services/refresh/local_copy.h"

namespace placard {
namespace {

// So small that a store which answers within its deadline takes one at a time.
constexpr size_t kBatch = 100;

// What others refer to comes first.
void SortByDependence(std::vector<Document>& documents) {
  const auto key = [](const Document& document) {
    const absl::StatusOr<ResourceName> name = ParseResourceName(document.name);
    const int rank = name.ok() ? static_cast<int>(name->kind) : INT32_MAX;
    return std::pair<int, const std::string&>(rank, document.name);
  };
  std::sort(
      documents.begin(), documents.end(),
      [&](const Document& a, const Document& b) { return key(a) < key(b); });
}

WriteOp Restored(const Document& document) {
  v1::Resource resource;
  WriteOp op = {.name = document.name,
                .expected = Expected::Absent(),
                .body = document.body,
                .references = {}};
  if (resource.ParseFromString(document.body)) {
    op.references = NamesOf(References(resource));
  }
  return op;
}

// Those that the store does not hold.
absl::StatusOr<std::vector<Document>> Missing(CatalogStore& store,
                                              std::vector<Document> documents) {
  std::vector<Document> missing;
  for (Document& document : documents) {
    const absl::Status found = store.Get(document.name).status();
    if (absl::IsNotFound(found)) {
      missing.push_back(std::move(document));
    } else if (!found.ok()) {
      return found;
    }
  }
  return missing;
}

struct Begun {
  std::string epoch;
  bool is_new = false;  // there is nothing in the store
};

absl::StatusOr<Begun> BeginEpoch(CatalogStore& store,
                                 const std::string& copy_epoch,
                                 const std::string& new_epoch) {
  PLACARD_ASSIGN_OR_RETURN(const std::optional<Position> position,
                           store.ReadPosition());
  if (!position.has_value()) {
    PLACARD_RETURN_IF_ERROR(store.CreateEpoch(new_epoch).status());
    return Begun{.epoch = new_epoch, .is_new = true};
  }
  if (position->epoch == copy_epoch) {
    return Error(absl::StatusCode::kFailedPrecondition,
                 "the store has not lost its data: its epoch is ", copy_epoch,
                 ", as in the local copy");
  }
  return Begun{.epoch = position->epoch, .is_new = false};
}

}  // namespace

absl::StatusOr<size_t> RestoreStore(CatalogStore& store,
                                    const std::string& copy_path,
                                    const std::string& new_epoch) {
  PLACARD_ASSIGN_OR_RETURN(LocalCopy copy, ReadLocalCopy(copy_path));
  PLACARD_ASSIGN_OR_RETURN(const Begun begun,
                           BeginEpoch(store, copy.position.epoch, new_epoch));
  std::vector<Document> documents = std::move(copy.documents);
  if (!begun.is_new) {
    PLACARD_ASSIGN_OR_RETURN(documents, Missing(store, std::move(documents)));
  }
  SortByDependence(documents);
  for (size_t begin = 0; begin < documents.size(); begin += kBatch) {
    WriteBatch batch = {
        .epoch = begun.epoch, .ops = {}, .request_id = "", .actor = "restore"};
    const size_t end = std::min(begin + kBatch, documents.size());
    for (size_t i = begin; i < end; ++i) {
      batch.ops.push_back(Restored(documents[i]));
    }
    PLACARD_RETURN_IF_ERROR(store.Commit(batch, nullptr).status());
  }
  return documents.size();
}

}  // namespace placard
