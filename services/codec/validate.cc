#include "services/codec/validate.h"

#include <utility>

#include "engine/base/limits.h"
#include "services/codec/checker.h"
#include "services/codec/read_documents.h"
#include "services/codec/visit_resource.h"

namespace placard {
namespace {

template <typename Wire, typename Read>
FieldViolations ValidateWith(const Wire& wire, size_t max_bytes, Read&& read) {
  Checker check(Strictness::kWrite);
  if (const size_t bytes = wire.ByteSizeLong(); bytes > max_bytes) {
    check.Fail("must be at most ", max_bytes, " bytes long, is ", bytes);
  }
  read(wire, check);
  return std::move(check).Take();
}

}  // namespace

FieldViolations Validate(const v1::Advertiser& advertiser) {
  return ValidateWith(advertiser, limits::kDocumentBytes, ReadAdvertiser);
}

FieldViolations Validate(const v1::Campaign& campaign) {
  return ValidateWith(campaign, limits::kDocumentBytes, ReadCampaign);
}

FieldViolations Validate(const v1::KeywordList& list) {
  return ValidateWith(list, limits::kMessageBytes, ReadKeywordList);
}

FieldViolations Validate(const v1::SitePolicy& policy) {
  return ValidateWith(policy, limits::kDocumentBytes, ReadSitePolicy);
}

FieldViolations Validate(const v1::Taxonomy& taxonomy) {
  return ValidateWith(taxonomy, limits::kMessageBytes, ReadTaxonomy);
}

FieldViolations Validate(const v1::Resource& resource) {
  Checker check(Strictness::kWrite);
  check.Known(resource);
  FieldViolations inside;
  const bool has_kind = VisitResource(
      resource,
      [&inside](const auto& document) { inside = Validate(document); });
  if (!has_kind) check.Fail("must be exactly one kind of resource");
  FieldViolations violations = std::move(check).Take();
  violations.insert(violations.end(), inside.begin(), inside.end());
  return violations;
}

}  // namespace placard
