// What came back: how calls ended, and what the answers that were looked into
// said of their slots.
//
// Thread safety: thread-compatible.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/status.h"
#include "placard/v1/decision.pb.h"

namespace placard {

struct Tally {
  // How many calls ended with each grpc-status, from OK on.
  std::array<uint64_t, 17> codes{};
  // Answers looked into.
  uint64_t checked = 0;
  // Of these, those that are no answer to their request: not a DecideResponse,
  // with another request id or other slots, or with a slot whose outcome is not
  // known or does not go with its advertisements.
  uint64_t wrong = 0;
  // Of the slots of those that are.
  std::array<uint64_t, 4> outcomes{};  // by placard::v1::Outcome
  std::map<placard::v1::ReasonCode, uint64_t> reasons;  // slots that name it

  void AddCode(grpc::StatusCode code);
  // `slots`: the ids that were asked for, in order.
  void AddAnswer(const grpc::ByteBuffer& response, uint64_t request_id,
                 const std::vector<std::string>& slots);
  void Merge(const Tally& other);

  uint64_t answered() const { return codes[grpc::StatusCode::OK]; }
  uint64_t failed() const;
  uint64_t slots() const;
  // Slots with a paid advertisement, of 1; 0 when none was looked into.
  double FillRate() const;
};

}  // namespace placard
