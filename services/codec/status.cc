#include "services/codec/status.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "engine/text/normalize.h"
#include "engine/text/utf8.h"
#include "google/rpc/error_details.pb.h"

namespace placard {
namespace {

// Together, in base64 and with a message that is all percent escapes, below the
// 8 KiB of trailers that clients take.
constexpr size_t kMessageBytes = 512;
constexpr size_t kViolationsBytes = 2560;

// As much as fits, in whole characters; bytes that are not UTF-8 as "?".
std::string Printable(std::string_view text, size_t max_bytes) {
  std::string printable;
  while (!text.empty()) {
    const std::optional<Utf8Character> character = DecodeUtf8(text);
    const size_t bytes = character.has_value() ? character->bytes : 1;
    if (printable.size() + bytes > max_bytes) return printable + "...";
    printable += character.has_value() ? text.substr(0, bytes) : "?";
    text.remove_prefix(bytes);
  }
  return printable;
}

void AddViolation(std::string_view field, std::string_view description,
                  google::rpc::BadRequest& out) {
  google::rpc::BadRequest::FieldViolation* violation =
      out.add_field_violations();
  violation->set_field(Printable(field, kMessageBytes));
  violation->set_description(Printable(description, kMessageBytes));
}

google::rpc::BadRequest ToBadRequest(const FieldViolations& violations) {
  google::rpc::BadRequest bad;
  for (size_t i = 0; i < violations.size(); ++i) {
    const auto& [field, description] = violations[i];
    AddViolation(field, description, bad);
    if (bad.ByteSizeLong() <= kViolationsBytes) continue;
    if (i > 0) bad.mutable_field_violations()->RemoveLast();
    const size_t left_out = violations.size() - std::max<size_t>(i, 1);
    if (left_out > 0) {
      AddViolation("", Concat("and ", left_out, " more violations"), bad);
    }
    break;
  }
  return bad;
}

}  // namespace

void ToProtoError(const absl::Status& status, const FieldViolations& violations,
                  google::rpc::Status* out) {
  out->Clear();
  if (status.ok()) return;
  out->set_code(static_cast<int32_t>(status.code()));
  out->set_message(Printable(ToStd(status.message()), kMessageBytes));
  if (violations.empty()) return;
  out->add_details()->PackFrom(ToBadRequest(violations));
}

grpc::Status ToGrpcStatus(const absl::Status& status,
                          const FieldViolations& violations) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status error;
  ToProtoError(status, violations, &error);
  const std::string details =
      violations.empty() ? "" : error.SerializeAsString();
  return grpc::Status(static_cast<grpc::StatusCode>(error.code()),
                      error.message(), details);
}

grpc::Status ToGrpcStatus(const FieldViolations& violations) {
  return ToGrpcStatus(ToStatus(violations), violations);
}

FieldViolations ViolationsOf(const grpc::Status& status) {
  FieldViolations violations;
  google::rpc::Status error;
  if (!error.ParseFromString(status.error_details())) return violations;
  for (const google::protobuf::Any& detail : error.details()) {
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) {
      violations.push_back({violation.field(), violation.description()});
    }
  }
  return violations;
}

FieldViolations Below(std::string_view prefix, FieldViolations violations) {
  for (FieldViolation& violation : violations) {
    violation.field = violation.field.empty()
                          ? std::string(prefix)
                          : Concat(prefix, ".", violation.field);
  }
  return violations;
}

}  // namespace placard
