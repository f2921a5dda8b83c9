// One catalogue in the making: the documents as the store has them, and the
// engine's snapshot of what of them can be read.
//
// What cannot be read hurts as little as it may and never lets an
// advertisement through: a campaign, advertiser or keyword list goes, and with
// it whatever needs it; of a taxonomy or the site policy, which keep
// advertisements off pages, the last readable one stays.
//
// Thread safety: thread-compatible; the refresher's.
// Cost: see CatalogBuilder and DocumentMirror.
#pragma once

#include <future>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/workers.h"
#include "engine/catalog/catalog_builder.h"
#include "services/log/log.h"
#include "services/refresh/document_mirror.h"
#include "services/refresh/hold.h"
#include "services/refresh/prepared_document.h"
#include "services/refresh/serving.h"
#include "services/store/catalog_store.h"

namespace placard {

class CatalogAssembly {
 public:
  // What cannot be read is reported to `log`, which must outlive it.
  CatalogAssembly(std::string epoch, Log& log)
      : epoch_(std::move(epoch)), log_(log) {}

  void Put(PreparedDocument prepared);
  void Remove(std::string_view name);

  // Pages will mostly be about the week from then on.
  void SetTime(absl::Time now) { builder_.SetTime(now); }

  // Makes readers of `serving` see it, as of `revision`.
  ServedVersion PublishTo(Serving& serving, uint64_t revision,
                          const Workers& workers);

  CatalogSummary Summary() const;
  bool has_readable_policy() const { return !policy_is_unreadable_; }
  const DocumentMirror& documents() const { return documents_; }

  // The engine's base is rebuilt beside the updates, when that makes these
  // cheaper; ready once `wait_for` says so.
  bool wants_rebuild() const { return builder_.wants_rebuild(); }
  std::future<RebuiltSegment> StartRebuild();
  void Adopt(const RebuiltSegment& rebuilt) { builder_.Adopt(rebuilt); }

 private:
  void PutUnreadable(const Document& document, const absl::Status& why);

  const std::string epoch_;
  Log& log_;
  CatalogBuilder builder_;
  DocumentMirror documents_;
  std::set<std::string, std::less<>> unreadable_;
  size_t campaigns_ = 0;
  bool policy_is_unreadable_ = false;
};

}  // namespace placard
