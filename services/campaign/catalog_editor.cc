#include "services/campaign/catalog_editor.h"

#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "engine/base/check.h"
#include "engine/base/status.h"
#include "services/campaign/update_mask.h"
#include "services/codec/names.h"
#include "services/codec/validate.h"
#include "services/rpc/violated.h"

namespace placard {
namespace {

// How often a write without an etag is tried while others write in between:
// each round one of them has succeeded.
constexpr int kAttempts = 20;

// How many references of a document that is at fault are looked up.
constexpr size_t kLookups = 100;

absl::Status StaleEtag(std::string_view name, std::string_view etag,
                       std::string_view current) {
  return Error(absl::StatusCode::kAborted, name, ": the etag is now \"",
               current, "\", not \"", etag,
               "\": someone else has written in between");
}

absl::Status NoSuch(std::string_view name) {
  return NotFound(name, " does not exist");
}

absl::Status CheckEtag(const std::optional<v1::Resource>& before,
                       const WriteRequest& write) {
  if (write.etag.empty() || !before.has_value()) return absl::OkStatus();
  const std::string current = EtagOf(*before);
  if (current == write.etag) return absl::OkStatus();
  return StaleEtag(NameOf(*before), write.etag, current);
}

// What the writer believes: the etag he sent, or else what was just read.
absl::StatusOr<Expected> ExpectedBy(const std::optional<v1::Resource>& before,
                                    const WriteRequest& write) {
  if (!write.etag.empty()) {
    const std::optional<uint64_t> revision = ParseEtag(write.etag);
    if (!revision.has_value()) {
      return Violated("etag", "is not one that a server gave");
    }
    return Expected::Exactly(*revision);
  }
  if (!before.has_value()) return Expected::Absent();
  return Expected::Exactly(*ParseEtag(EtagOf(*before)));
}

// Says which etag is current where the store only said that another one is.
absl::Status WithCurrentEtag(const absl::Status& status,
                             const std::vector<OpFailure>& failures,
                             std::string_view name, std::string_view etag) {
  if (status.code() != absl::StatusCode::kAborted || failures.empty()) {
    return status;
  }
  return StaleEtag(name, etag, Concat(failures.front().current_revision));
}

}  // namespace

absl::StatusOr<std::optional<v1::Resource>> CatalogEditor::Find(
    std::string_view name) {
  const absl::StatusOr<Document> document = store_.Get(name);
  if (absl::IsNotFound(document.status())) return std::nullopt;
  PLACARD_RETURN_IF_ERROR(document.status());
  PLACARD_ASSIGN_OR_RETURN(
      v1::Resource resource,
      ParseStored(name, document->revision, document->body));
  return resource;
}

absl::StatusOr<v1::Resource> CatalogEditor::Get(std::string_view name) {
  PLACARD_RETURN_IF_ERROR(ParseResourceName(name).status());
  PLACARD_ASSIGN_OR_RETURN(std::optional<v1::Resource> found, Find(name));
  if (!found.has_value()) return NoSuch(name);
  return *std::move(found);
}

absl::StatusOr<v1::Resource> CatalogEditor::Create(v1::Resource resource,
                                                   const WriteRequest& write) {
  const std::string name(NameOf(resource));
  Pair pair = {.before = std::nullopt, .after = std::move(resource)};
  FillStatuses(nullptr, pair.after);
  if (write.validate_only) {
    PLACARD_ASSIGN_OR_RETURN(const std::optional<v1::Resource> found,
                             Find(name));
    if (found.has_value()) {
      return Error(absl::StatusCode::kAlreadyExists, name, " exists");
    }
  }
  PLACARD_RETURN_IF_ERROR(Write(pair, write, {}));
  return std::move(pair.after);
}

absl::StatusOr<v1::Resource> CatalogEditor::Update(
    const v1::Resource& resource, const google::protobuf::FieldMask& mask,
    bool allow_missing, const WriteRequest& write) {
  PLACARD_RETURN_IF_ERROR(Violated(CheckUpdateMask(resource, mask)));
  const std::string name(NameOf(resource));
  const Change change = [&](const std::optional<v1::Resource>& before)
      -> absl::StatusOr<v1::Resource> {
    if (!before.has_value() && !allow_missing) return NoSuch(name);
    v1::Resource after =
        before.has_value() ? *before : EmptyResource(*KindOf(resource), name);
    ApplyUpdateMask(resource, mask, after);
    return after;
  };
  PLACARD_ASSIGN_OR_RETURN(Pair pair, ReadChangeWrite(name, write, change, {}));
  return std::move(pair.after);
}

absl::StatusOr<v1::Resource> CatalogEditor::Edit(
    std::string_view name, const WriteRequest& write,
    const std::function<absl::Status(v1::Resource&)>& change) {
  const Change edit = [&](const std::optional<v1::Resource>& before)
      -> absl::StatusOr<v1::Resource> {
    if (!before.has_value()) return NoSuch(name);
    v1::Resource after = *before;
    PLACARD_RETURN_IF_ERROR(change(after));
    return after;
  };
  PLACARD_ASSIGN_OR_RETURN(Pair pair, ReadChangeWrite(name, write, edit, {}));
  return std::move(pair.after);
}

absl::StatusOr<CatalogEditor::Applied> CatalogEditor::Apply(
    const v1::Resource& resource, const WriteRequest& write,
    std::set<std::string>& promised) {
  const Change change =
      [&](const std::optional<v1::Resource>&) -> absl::StatusOr<v1::Resource> {
    return resource;
  };
  const std::string name(NameOf(resource));
  PLACARD_ASSIGN_OR_RETURN(Pair pair,
                           ReadChangeWrite(name, write, change, promised));
  if (write.validate_only) promised.insert(name);
  Applied applied = {.outcome = v1::APPLY_OUTCOME_CREATED,
                     .etag = EtagOf(pair.after)};
  if (pair.before.has_value()) {
    applied.outcome = SameContent(*pair.before, pair.after)
                          ? v1::APPLY_OUTCOME_UNCHANGED
                          : v1::APPLY_OUTCOME_UPDATED;
  }
  applied.after = std::move(pair.after);
  return applied;
}

absl::Status CatalogEditor::Delete(std::string_view name,
                                   const WriteRequest& write) {
  // The store judges all else, so that a retry of what was done is answered
  // as the first time and not by what it left behind.
  if (write.validate_only) {
    PLACARD_ASSIGN_OR_RETURN(const std::optional<v1::Resource> found,
                             Find(name));
    if (!found.has_value()) return NoSuch(name);
    return CheckEtag(found, write);
  }
  Expected expected = Expected::Any();
  if (!write.etag.empty()) {
    PLACARD_ASSIGN_OR_RETURN(expected, ExpectedBy(std::nullopt, write));
  }
  std::vector<OpFailure> failures;
  const absl::StatusOr<CommitResult> result =
      store_.Commit({.epoch = write.epoch,
                     .ops = {{.name = std::string(name),
                              .expected = expected,
                              .body = std::nullopt,
                              .references = {}}},
                     .request_id = write.request_id,
                     .actor = write.actor},
                    &failures);
  return WithCurrentEtag(result.status(), failures, name, write.etag);
}

absl::StatusOr<CatalogEditor::Pair> CatalogEditor::ReadChangeWrite(
    std::string_view name, const WriteRequest& write, const Change& change,
    const std::set<std::string>& promised) {
  absl::Status status;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    Pair pair;
    PLACARD_ASSIGN_OR_RETURN(pair.before, Find(name));
    // With a request id it may be this very write that changed the etag.
    if (write.request_id.empty() || write.validate_only) {
      PLACARD_RETURN_IF_ERROR(CheckEtag(pair.before, write));
    }
    PLACARD_ASSIGN_OR_RETURN(pair.after, change(pair.before));
    FillStatuses(pair.before.has_value() ? &*pair.before : nullptr, pair.after);
    status = Write(pair, write, promised);
    if (status.ok()) return pair;
    const bool others_wrote = absl::IsAborted(status) ||
                              absl::IsAlreadyExists(status) ||
                              absl::IsNotFound(status);
    if (!others_wrote || !write.etag.empty()) return status;
  }
  return status;
}

absl::Status CatalogEditor::Write(Pair& pair, const WriteRequest& write,
                                  const std::set<std::string>& promised) {
  // Whoever sends back what he was answered need not pay for their bytes.
  if (pair.after.has_campaign())
    pair.after.mutable_campaign()->clear_warnings();
  PLACARD_RETURN_IF_ERROR(CheckFields(pair.after, promised));
  PLACARD_RETURN_IF_ERROR(CheckCurrency(pair));
  if (pair.before.has_value() && SameContent(*pair.before, pair.after) &&
      CheckEtag(pair.before, write).ok()) {
    pair.after = *pair.before;
    return absl::OkStatus();
  }
  ClearOutputOnly(pair.after);
  SetTimes(pair.after, pair.before.has_value() ? &*pair.before : nullptr,
           clock_.Now());
  if (write.validate_only) return CheckReferences(pair.after, promised);
  return Commit(pair, write);
}

absl::Status CatalogEditor::Commit(Pair& pair, const WriteRequest& write) {
  const std::string name(NameOf(pair.after));
  PLACARD_ASSIGN_OR_RETURN(const Expected expected,
                           ExpectedBy(pair.before, write));
  std::vector<OpFailure> failures;
  const absl::StatusOr<CommitResult> result =
      store_.Commit({.epoch = write.epoch,
                     .ops = {{.name = name,
                              .expected = expected,
                              .body = SerializeDocument(pair.after),
                              .references = NamesOf(References(pair.after))}},
                     .request_id = write.request_id,
                     .actor = write.actor},
                    &failures);
  if (!result.ok()) {
    return WithCurrentEtag(result.status(), failures, name, write.etag);
  }
  SetEtag(pair.after, result->revision);
  if (!result->replayed) return absl::OkStatus();
  // The first call's document, unless it was overwritten since: then ours says
  // the same but for its times.
  PLACARD_ASSIGN_OR_RETURN(std::optional<v1::Resource> stored, Find(name));
  if (stored.has_value() && EtagOf(*stored) == EtagOf(pair.after)) {
    pair.after = *std::move(stored);
  }
  return absl::OkStatus();
}

absl::Status CatalogEditor::CheckFields(const v1::Resource& resource,
                                        const std::set<std::string>& promised) {
  FieldViolations violations = Validate(resource);
  if (violations.empty()) return absl::OkStatus();
  // Or the store would say these when all else is mended. If it cannot be
  // asked, there is enough to say.
  std::vector<Reference> references = References(resource);
  if (references.size() > kLookups) references.resize(kLookups);
  const absl::StatusOr<std::vector<Reference>> missing =
      FindMissing(std::move(references), promised);
  if (missing.ok()) {
    for (const Reference& reference : *missing) {
      violations.push_back({reference.field, Concat("names ", reference.name,
                                                    ", which does not exist")});
    }
  }
  return Violated(violations);
}

absl::Status CatalogEditor::CheckReferences(
    const v1::Resource& resource, const std::set<std::string>& promised) {
  PLACARD_ASSIGN_OR_RETURN(const std::vector<Reference> missing,
                           FindMissing(References(resource), promised));
  if (missing.empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, NameOf(resource),
               " refers to what does not exist: ",
               absl::StrJoin(NamesOf(missing), ", "));
}

absl::StatusOr<std::vector<Reference>> CatalogEditor::FindMissing(
    std::vector<Reference> references, const std::set<std::string>& promised) {
  std::vector<Reference> missing;
  for (Reference& reference : references) {
    // What is no name has been said to be none.
    if (!ParseResourceName(reference.name).ok()) continue;
    if (promised.contains(reference.name)) continue;
    PLACARD_ASSIGN_OR_RETURN(const std::optional<v1::Resource> found,
                             Find(reference.name));
    if (!found.has_value()) missing.push_back(std::move(reference));
  }
  return missing;
}

absl::Status CatalogEditor::CheckCurrency(const Pair& pair) {
  if (!pair.after.has_site_policy()) return absl::OkStatus();
  const std::string& currency = pair.after.site_policy().currency();
  const std::string before =
      pair.before.has_value() ? pair.before->site_policy().currency() : "";
  if (currency == before) return absl::OkStatus();
  PLACARD_ASSIGN_OR_RETURN(const bool has_campaigns, HasCampaigns());
  if (!has_campaigns) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition,
               "currency cannot become \"", currency, "\" from \"", before,
               "\" while campaigns exist");
}

absl::StatusOr<bool> CatalogEditor::HasCampaigns() {
  std::string cursor;
  do {
    PLACARD_ASSIGN_OR_RETURN(const ScanPage page,
                             store_.Scan(cursor, store_limits::kScanDocuments));
    for (const Document& document : page.documents) {
      if (document.name.starts_with("campaigns/")) return true;
    }
    cursor = page.next_cursor;
  } while (!cursor.empty());
  return false;
}

}  // namespace placard
