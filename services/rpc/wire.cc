#include "services/rpc/wire.h"

#include <cstdint>
#include <map>
#include <string>

#include "engine/base/check.h"
#include "engine/base/status.h"
#include "engine/text/normalize.h"
#include "google/protobuf/io/coded_stream.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/support/proto_buffer_writer.h"
#include "services/rpc/violated.h"

namespace placard {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::io::CodedInputStream;

// As deep as the protobuf runtime goes.
constexpr int kDepth = 100;

// The low three bits of a tag.
enum class WireType : uint32_t {
  kVarint = 0,
  kFixed64 = 1,
  kDelimited = 2,
  kGroupStart = 3,
  kGroupEnd = 4,
  kFixed32 = 5,
};

absl::Status Fault(const std::string& path, std::string_view what) {
  return Violated(path.empty() ? "(message)" : path, what);
}

absl::Status CutShort(const std::string& path) {
  return Fault(path, "the message ends within it");
}

std::string FieldPath(const std::string& parent, const FieldDescriptor* field,
                      uint32_t number, std::map<uint32_t, int>& seen) {
  const std::string dot = parent.empty() ? "" : Concat(parent, ".");
  if (field == nullptr) return Concat(dot, "field ", number);
  if (!field->is_repeated()) return Concat(dot, field->name());
  return Concat(dot, field->name(), "[", seen[number]++, "]");
}

absl::Status CheckMessage(const Descriptor& type, std::string_view bytes,
                          const std::string& path, int depth);

absl::Status CheckDelimited(CodedInputStream& in, const FieldDescriptor* field,
                            const std::string& path, int depth) {
  uint32_t length;
  std::string bytes;
  if (!in.ReadVarint32(&length)) return Fault(path, "has a malformed length");
  if (length > static_cast<uint32_t>(INT32_MAX) ||
      !in.ReadString(&bytes, static_cast<int>(length))) {
    return CutShort(path);
  }
  if (field == nullptr) return absl::OkStatus();
  if (field->type() == FieldDescriptor::TYPE_STRING && !IsValidUtf8(bytes)) {
    return Fault(path, "is not valid UTF-8");
  }
  if (field->type() == FieldDescriptor::TYPE_MESSAGE) {
    return CheckMessage(*field->message_type(), bytes, path, depth + 1);
  }
  return absl::OkStatus();
}

absl::Status CheckGroup(CodedInputStream& in, uint32_t start,
                        const std::string& path, int depth);

// What follows `tag`; a null `field` is one that the type does not know.
absl::Status CheckValue(CodedInputStream& in, uint32_t tag,
                        const FieldDescriptor* field, const std::string& path,
                        int depth) {
  uint64_t varint;
  switch (static_cast<WireType>(tag & 7)) {
    case WireType::kVarint:
      if (in.ReadVarint64(&varint)) return absl::OkStatus();
      return Fault(path, "holds a malformed number");
    case WireType::kFixed64:
      return in.Skip(8) ? absl::OkStatus() : CutShort(path);
    case WireType::kFixed32:
      return in.Skip(4) ? absl::OkStatus() : CutShort(path);
    case WireType::kDelimited:
      return CheckDelimited(in, field, path, depth);
    case WireType::kGroupStart:
      return CheckGroup(in, tag, path, depth + 1);
    case WireType::kGroupEnd:
      break;
  }
  return Fault(path, "has a malformed wire type");
}

// No message of ours has groups: what is in one is only skipped.
absl::Status CheckGroup(CodedInputStream& in, uint32_t start,
                        const std::string& path, int depth) {
  if (depth > kDepth) return Fault(path, "is nested too deeply");
  const uint32_t end =
      (start & ~7u) | static_cast<uint32_t>(WireType::kGroupEnd);
  while (const uint32_t tag = in.ReadTag()) {
    if (tag == end) return absl::OkStatus();
    PLACARD_RETURN_IF_ERROR(CheckValue(in, tag, nullptr, path, depth));
  }
  return CutShort(path);
}

absl::Status CheckMessage(const Descriptor& type, std::string_view bytes,
                          const std::string& path, int depth) {
  if (depth > kDepth) return Fault(path, "is nested too deeply");
  CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()),
                      static_cast<int>(bytes.size()));
  std::map<uint32_t, int> seen;
  while (static_cast<size_t>(in.CurrentPosition()) < bytes.size()) {
    const uint32_t tag = in.ReadTag();
    const uint32_t number = tag >> 3;
    if (number == 0) return Fault(path, "holds a malformed field tag");
    const FieldDescriptor* field =
        type.FindFieldByNumber(static_cast<int>(number));
    PLACARD_RETURN_IF_ERROR(CheckValue(
        in, tag, field, FieldPath(path, field, number, seen), depth));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status FaultOfWire(const Descriptor& type, std::string_view bytes) {
  return CheckMessage(type, bytes, "", 0);
}

absl::Status ParseMessage(std::string_view bytes,
                          google::protobuf::Message& out) {
  if (out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::OkStatus();
  }
  PLACARD_RETURN_IF_ERROR(FaultOfWire(*out.GetDescriptor(), bytes));
  return InvalidArgument("not a ", out.GetDescriptor()->full_name());
}

grpc::ByteBuffer SerializeMessage(const google::protobuf::Message& message) {
  grpc::ByteBuffer out;
  bool own_buffer = false;
  const grpc::Status status = grpc::GenericSerialize<grpc::ProtoBufferWriter,
                                                     google::protobuf::Message>(
      message, &out, &own_buffer);
  PLACARD_CHECK(status.ok());  // fails beyond two gigabytes only
  return out;
}

}  // namespace placard
