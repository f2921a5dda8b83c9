#include "services/decision/refusal.h"

#include <string>

#include "engine/text/normalize.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "placard/v1/decision.pb.h"
#include "services/rpc/violated.h"

namespace placard {
namespace {

using google::protobuf::internal::WireFormatLite;

constexpr uint32_t kIdTag =
    WireFormatLite::MakeTag(v1::DecideRequest::kRequestIdFieldNumber,
                            WireFormatLite::WIRETYPE_LENGTH_DELIMITED);

// The last one before the message ends, or ends to make sense.
std::string RequestIdIn(std::string_view request) {
  google::protobuf::io::CodedInputStream in(
      reinterpret_cast<const uint8_t*>(request.data()),
      static_cast<int>(request.size()));
  std::string id;
  while (const uint32_t tag = in.ReadTag()) {
    if (tag == kIdTag) {
      std::string read;
      if (!WireFormatLite::ReadBytes(&in, &read)) break;
      if (IsValidUtf8(read)) id = std::move(read);
    } else if (!WireFormatLite::SkipField(&in, tag)) {
      break;
    }
  }
  return id;
}

}  // namespace

std::string Refusal(std::string_view request, const absl::Status& status) {
  v1::DecideResponse response;
  response.set_request_id(RequestIdIn(request));
  ToWire(status, response.mutable_error());
  return response.SerializeAsString();
}

}  // namespace placard
