#include "bench/load/requests.h"

#include <array>
#include <charconv>
#include <utility>

#include "engine/base/limits.h"
#include "engine/base/status.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/proto_buffer_reader.h"

namespace placard {
namespace {

using google::protobuf::internal::WireFormatLite;
using placard::v1::DecideRequest;
using placard::v1::DecideResponse;

constexpr size_t kIdDigits = 16;

constexpr uint32_t Tag(int field) {
  return WireFormatLite::MakeTag(field,
                                 WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
}
constexpr uint32_t kRequestId = Tag(DecideResponse::kRequestIdFieldNumber);
constexpr uint32_t kError = Tag(DecideResponse::kErrorFieldNumber);

std::array<char, kIdDigits> Digits(uint64_t id) {
  std::array<char, kIdDigits> out;
  for (size_t i = 0; i < kIdDigits; ++i) {
    out[kIdDigits - 1 - i] = "0123456789abcdef"[(id >> (4 * i)) & 15];
  }
  return out;
}

std::vector<std::string> SlotIds(const DecideRequest& page) {
  std::vector<std::string> ids;
  ids.reserve(static_cast<size_t>(page.slots_size()));
  for (const placard::v1::Slot& slot : page.slots()) ids.push_back(slot.id());
  return ids;
}

std::optional<uint64_t> ReadRequestId(
    google::protobuf::io::CodedInputStream& in) {
  uint32_t length = 0;
  std::array<char, kIdDigits> digits;
  if (!in.ReadVarint32(&length) || length != kIdDigits ||
      !in.ReadRaw(digits.data(), kIdDigits)) {
    return std::nullopt;
  }
  return ParseRequestId(std::string_view(digits.data(), kIdDigits));
}

}  // namespace

std::string FormatRequestId(uint64_t id) {
  const auto digits = Digits(id);
  return std::string(digits.data(), digits.size());
}

std::optional<uint64_t> ParseRequestId(std::string_view text) {
  uint64_t id = 0;
  const char* end = text.data() + text.size();
  if (text.size() != kIdDigits) return std::nullopt;
  const auto [stop, error] = std::from_chars(text.data(), end, id, 16);
  if (error != std::errc() || stop != end) return std::nullopt;
  return id;
}

std::optional<AnswerHead> HeadOf(const grpc::ByteBuffer& response) {
  grpc::ByteBuffer shared = response;  // the reader wants one to write to
  grpc::ProtoBufferReader reader(&shared);
  google::protobuf::io::CodedInputStream in(&reader);
  std::optional<uint64_t> id;
  auto code = grpc::StatusCode::OK;
  while (const uint32_t tag = in.ReadTag()) {
    if (tag == kRequestId) {
      id = ReadRequestId(in);
    } else if (tag == kError) {
      google::rpc::Status error;
      if (!WireFormatLite::ReadMessage(&in, &error)) return std::nullopt;
      code = static_cast<grpc::StatusCode>(error.code());
    } else if (!WireFormatLite::SkipField(&in, tag)) {
      return std::nullopt;
    }
  }
  if (!id) return std::nullopt;
  return AnswerHead{.request_id = *id, .code = code};
}

absl::StatusOr<Requests> Requests::Build(std::vector<DecideRequest> pages) {
  if (pages.empty()) return InvalidArgument("there is no page to ask for");
  std::vector<Page> out;
  out.reserve(pages.size());
  for (DecideRequest& page : pages) {
    page.clear_request_id();
    const std::string bytes = page.SerializeAsString();
    if (bytes.size() + kIdDigits + 2 > limits::kMessageBytes) {
      return InvalidArgument("page ", out.size() + 1, " has ", bytes.size(),
                             " bytes, a message at most ",
                             limits::kMessageBytes);
    }
    out.push_back({.bytes = grpc::Slice(bytes), .slots = SlotIds(page)});
  }
  return Requests(std::move(out));
}

grpc::ByteBuffer Requests::Message(size_t page, uint64_t id) const {
  // Fields of a protobuf message may come in any order, and bytes put one
  // after another are the message with the fields of both.
  std::array<char, kIdDigits + 2> field;
  const auto digits = Digits(id);
  field[0] = static_cast<char>(Tag(DecideRequest::kRequestIdFieldNumber));
  field[1] = static_cast<char>(kIdDigits);
  std::copy(digits.begin(), digits.end(), field.begin() + 2);
  const std::array<grpc::Slice, 2> slices = {
      pages_[page].bytes, grpc::Slice(field.data(), field.size())};
  return grpc::ByteBuffer(slices.data(), slices.size());
}

}  // namespace placard
