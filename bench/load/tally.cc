#include "bench/load/tally.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "bench/load/requests.h"
#include "google/protobuf/arena.h"
#include "grpcpp/support/proto_buffer_reader.h"

namespace placard {
namespace {

using placard::v1::DecideResponse;
using placard::v1::SlotResult;

bool Parse(const grpc::ByteBuffer& bytes, DecideResponse& out) {
  grpc::ByteBuffer shared = bytes;  // the reader wants one to write to
  grpc::ProtoBufferReader reader(&shared);
  return reader.status().ok() && out.ParseFromZeroCopyStream(&reader);
}

bool Answers(const SlotResult& result, const std::string& slot) {
  if (result.slot_id() != slot) return false;
  switch (result.outcome()) {
    case placard::v1::OUTCOME_FILLED:
    case placard::v1::OUTCOME_HOUSE:
      return !result.ads().empty();
    case placard::v1::OUTCOME_UNFILLED:
      return result.ads().empty();
    default:
      return false;
  }
}

// Codes that this client does not know are UNKNOWN, as gRPC has it.
size_t IndexOf(grpc::StatusCode code, size_t codes) {
  const auto index = static_cast<size_t>(code);
  return index < codes ? index : static_cast<size_t>(grpc::StatusCode::UNKNOWN);
}

}  // namespace

void Tally::AddCode(grpc::StatusCode code) {
  ++codes[IndexOf(code, codes.size())];
}

void Tally::AddAnswer(const grpc::ByteBuffer& response, uint64_t request_id,
                      const std::vector<std::string>& slots) {
  google::protobuf::Arena arena;
  auto& answer =
      *google::protobuf::Arena::CreateMessage<DecideResponse>(&arena);
  ++checked;
  if (!Parse(response, answer) ||
      ParseRequestId(answer.request_id()) != request_id ||
      !std::equal(answer.results().begin(), answer.results().end(),
                  slots.begin(), slots.end(), Answers)) {
    ++wrong;
    return;
  }
  for (const SlotResult& result : answer.results()) {
    ++outcomes[static_cast<size_t>(result.outcome())];
    for (const placard::v1::Reason& reason : result.reasons()) {
      ++reasons[reason.code()];
    }
  }
}

void Tally::Merge(const Tally& other) {
  for (size_t i = 0; i < codes.size(); ++i) codes[i] += other.codes[i];
  for (size_t i = 0; i < outcomes.size(); ++i) outcomes[i] += other.outcomes[i];
  for (const auto& [code, count] : other.reasons) reasons[code] += count;
  checked += other.checked;
  wrong += other.wrong;
}

uint64_t Tally::failed() const {
  return std::accumulate(codes.begin() + 1, codes.end(), uint64_t{0});
}

uint64_t Tally::slots() const {
  return std::accumulate(outcomes.begin(), outcomes.end(), uint64_t{0});
}

double Tally::FillRate() const {
  if (slots() == 0) return 0;
  return static_cast<double>(outcomes[placard::v1::OUTCOME_FILLED]) /
         static_cast<double>(slots());
}

}  // namespace placard
