#include "services/campaign/update_mask.h"

#include <string>

#include "google/protobuf/util/field_mask_util.h"
#include "services/campaign/resource.h"

namespace placard {
namespace {

using google::protobuf::util::FieldMaskUtil;

}  // namespace

FieldViolations CheckUpdateMask(const v1::Resource& resource,
                                const google::protobuf::FieldMask& mask) {
  FieldViolations violations;
  const auto* type = Inside(resource).GetDescriptor();
  for (int i = 0; i < mask.paths_size(); ++i) {
    const std::string& path = mask.paths(i);
    const std::string field = Concat("update_mask.paths[", i, "]");
    if (IsOutputOnly(path)) {
      violations.push_back(
          {.field = field, .description = Concat(path, " is output only")});
    } else if (!FieldMaskUtil::GetFieldDescriptors(type, path, nullptr)) {
      violations.push_back(
          {.field = field,
           .description =
               Concat("\"", path, "\" is no field of ", type->full_name(),
                      " that can be written by itself")});
    }
  }
  return violations;
}

void ApplyUpdateMask(const v1::Resource& from,
                     const google::protobuf::FieldMask& mask,
                     v1::Resource& to) {
  if (mask.paths().empty()) {
    to = from;
    return;
  }
  FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(Inside(from), mask, options, &Inside(to));
}

}  // namespace placard
