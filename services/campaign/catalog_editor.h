// Reads and writes resources in the store as ops ask for it: validation,
// optimistic concurrency, retries that are harmless. Knows no gRPC; what is
// refused with fields at fault says so as Violated does.
//
// Thread safety: thread-safe.
// Lifetime: `store` and `clock` must outlive it.
// Cost: one to a few round trips to the store a call; blocks.
// Errors of every method, besides its own: those of CatalogStore.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/clock.h"
#include "google/protobuf/field_mask.pb.h"
#include "placard/v1/campaign_service.pb.h"
#include "services/campaign/resource.h"
#include "services/codec/campaign_codec.h"
#include "services/store/catalog_store.h"

namespace placard {

// How a write is to be done, and by whom.
struct WriteRequest {
  // The life of the store that this server knows.
  std::string epoch;
  // Not empty: must be the current one.
  std::string etag;
  // Not empty: a retry within 24 hours gives the first answer.
  std::string request_id;
  std::string actor;
  // Everything but the write.
  bool validate_only = false;
};

class CatalogEditor {
 public:
  CatalogEditor(CatalogStore& store, const Clock& clock)
      : store_(store), clock_(clock) {}

  // Errors: NOT_FOUND; DATA_LOSS when the store's bytes are no resource.
  absl::StatusOr<v1::Resource> Get(std::string_view name);

  // Errors: INVALID_ARGUMENT; ALREADY_EXISTS; FAILED_PRECONDITION for a
  // reference to nothing or an id that was deleted.
  absl::StatusOr<v1::Resource> Create(v1::Resource resource,
                                      const WriteRequest& write);

  // Writes the fields that `mask` names; all but output only ones for an empty
  // mask. `allow_missing`: creates what does not exist.
  // Errors: as Create; NOT_FOUND; ABORTED for an etag that is not current.
  absl::StatusOr<v1::Resource> Update(const v1::Resource& resource,
                                      const google::protobuf::FieldMask& mask,
                                      bool allow_missing,
                                      const WriteRequest& write);

  // Errors: NOT_FOUND; ABORTED; FAILED_PRECONDITION while others refer to it.
  absl::Status Delete(std::string_view name, const WriteRequest& write);

  // Changes a resource that exists as `change` says; when that leaves it the
  // same, nothing is written.
  // Errors: as Update, and those of `change`.
  absl::StatusOr<v1::Resource> Edit(
      std::string_view name, const WriteRequest& write,
      const std::function<absl::Status(v1::Resource&)>& change);

  // What Apply has done.
  struct Applied {
    v1::ApplyOutcome outcome = v1::APPLY_OUTCOME_UNSPECIFIED;
    std::string etag;
    v1::Resource after;  // as it stands there now
  };

  // Makes the store hold `resource`, whole. With `write.validate_only`, names
  // in `promised` count as existing, and this one is added to them.
  // Errors: as Update.
  absl::StatusOr<Applied> Apply(const v1::Resource& resource,
                                const WriteRequest& write,
                                std::set<std::string>& promised);

 private:
  // What is there and what shall be there.
  struct Pair {
    std::optional<v1::Resource> before;
    v1::Resource after;
  };

  // Turns what the store holds, if anything, into what it shall hold.
  using Change = std::function<absl::StatusOr<v1::Resource>(
      const std::optional<v1::Resource>& before)>;

  // Reads, changes and writes, and again while others write in between.
  absl::StatusOr<Pair> ReadChangeWrite(std::string_view name,
                                       const WriteRequest& write,
                                       const Change& change,
                                       const std::set<std::string>& promised);
  // One attempt. Sets the new etag and times in `pair.after`.
  absl::Status Write(Pair& pair, const WriteRequest& write,
                     const std::set<std::string>& promised);
  absl::Status Commit(Pair& pair, const WriteRequest& write);
  // Says all fields at fault, and what they refer to in vain.
  absl::Status CheckFields(const v1::Resource& resource,
                           const std::set<std::string>& promised);
  // What a write without writing can find out.
  absl::Status CheckReferences(const v1::Resource& resource,
                               const std::set<std::string>& promised);
  // Those of `references` that neither exist nor are promised.
  absl::StatusOr<std::vector<Reference>> FindMissing(
      std::vector<Reference> references, const std::set<std::string>& promised);
  absl::Status CheckCurrency(const Pair& pair);
  absl::StatusOr<bool> HasCampaigns();
  absl::StatusOr<std::optional<v1::Resource>> Find(std::string_view name);

  CatalogStore& store_;
  const Clock& clock_;
};

}  // namespace placard
