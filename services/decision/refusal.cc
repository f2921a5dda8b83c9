#include "services/decision/refusal.h"

#include <string>

#include "engine/text/normalize.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "placard/v1/decision.pb.h"
#include "services/rpc/violated.h"
#include "services/rpc/wire.h"

namespace placard {
namespace {

using google::protobuf::internal::WireFormatLite;

constexpr uint32_t kIdTag =
    WireFormatLite::MakeTag(v1::DecideRequest::kRequestIdFieldNumber,
                            WireFormatLite::WIRETYPE_LENGTH_DELIMITED);

// The last one before the message ends, or ends to make sense.
std::string RequestIdIn(const grpc::ByteBuffer& request) {
  grpc::ByteBuffer shared = request;  // the reader wants one to write to
  grpc::ProtoBufferReader reader(&shared);
  google::protobuf::io::CodedInputStream in(&reader);
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

grpc::ByteBuffer Refusal(const grpc::ByteBuffer& request,
                         const absl::Status& status) {
  v1::DecideResponse response;
  response.set_request_id(RequestIdIn(request));
  ToWire(status, response.mutable_error());
  return SerializeMessage(response);
}

}  // namespace placard
