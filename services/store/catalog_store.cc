#include "services/store/catalog_store.h"

#include <algorithm>
#include <unordered_set>

#include "engine/base/check.h"
#include "engine/base/limits.h"
#include "engine/base/status.h"

namespace placard {
namespace {

// A message is for people: past this many refusals it only counts.
constexpr size_t kFailuresTold = 20;

// The store joins names with NUL and looks them up by range.
bool IsName(std::string_view name) {
  return !name.empty() && name.size() <= store_limits::kNameBytes &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f;
         });
}

std::string Field(size_t op, std::string_view leaf) {
  return Concat("ops[", op, "].", leaf);
}

FieldViolation BadName(std::string field) {
  return {std::move(field), Concat("must be 1 to ", store_limits::kNameBytes,
                                   " bytes without control characters")};
}

void CheckReferences(const WriteOp& op, size_t at,
                     FieldViolations& violations) {
  if (op.references.size() > store_limits::kReferences) {
    violations.push_back({Field(at, "references"),
                          Concat("must be at most ", store_limits::kReferences,
                                 ", is ", op.references.size())});
    return;
  }
  for (const std::string& reference : op.references) {
    if (!IsName(reference)) {
      violations.push_back(BadName(Field(at, "references")));
      return;
    }
  }
}

void CheckOp(const WriteOp& op, size_t at, FieldViolations& violations) {
  if (!IsName(op.name)) violations.push_back(BadName(Field(at, "name")));
  if (!op.body.has_value()) {
    if (op.expected.is_absent()) {
      violations.push_back(
          {Field(at, "expected"), "a deletion cannot expect absence"});
    }
    if (!op.references.empty()) {
      violations.push_back(
          {Field(at, "references"), "a deletion refers to nothing"});
    }
    return;
  }
  if (op.body->size() > store_limits::kBodyBytes) {
    violations.push_back(
        {Field(at, "body"), Concat("must be at most ", store_limits::kBodyBytes,
                                   " bytes, is ", op.body->size())});
  }
  CheckReferences(op, at, violations);
}

}  // namespace

absl::Status CheckBatch(const WriteBatch& batch) {
  FieldViolations violations;
  if (batch.ops.empty() || batch.ops.size() > limits::kBatchItems) {
    return InvalidArgument("ops: must be 1 to ", limits::kBatchItems, ", is ",
                           batch.ops.size());
  }
  if (batch.request_id.size() > limits::kRequestIdBytes) {
    violations.push_back(
        {"request_id",
         Concat("must be at most ", limits::kRequestIdBytes, " bytes")});
  }
  size_t bytes = 0;
  std::unordered_set<std::string_view> names;
  for (size_t i = 0; i < batch.ops.size(); ++i) {
    const WriteOp& op = batch.ops[i];
    CheckOp(op, i, violations);
    if (!names.insert(op.name).second) {
      violations.push_back({Field(i, "name"), "occurs twice in the batch"});
    }
    if (op.body.has_value()) bytes += op.body->size();
  }
  if (bytes > store_limits::kBatchBytes) {
    violations.push_back(
        {"ops", Concat("bodies must be at most ", store_limits::kBatchBytes,
                       " bytes together, are ", bytes)});
  }
  return ToStatus(violations);
}

absl::Status ToStatus(const std::vector<OpFailure>& failures) {
  PLACARD_CHECK(!failures.empty());
  const absl::Status& first = failures.front().status;
  if (failures.size() == 1) return first;
  std::string message = Concat(failures.size(), " writes refused: ");
  for (size_t i = 0; i < std::min(failures.size(), kFailuresTold); ++i) {
    if (i > 0) message += "; ";
    message += ToStd(failures[i].status.message());
  }
  if (failures.size() > kFailuresTold) {
    message += Concat("; and ", failures.size() - kFailuresTold, " more");
  }
  return absl::Status(first.code(), message);
}

}  // namespace placard
