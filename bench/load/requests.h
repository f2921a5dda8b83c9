// Pages turned to bytes before the load begins, so that the client's own work
// does not count as the server's; and the id that each copy of them carries.
//
// Thread safety: immutable; pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/slice.h"
#include "grpcpp/support/status.h"
#include "placard/v1/decision.pb.h"

namespace placard {

// A request id as it is sent: 16 hexadecimal digits, whatever the number, so
// that all copies of a page are equally long.
std::string FormatRequestId(uint64_t id);
// Nothing when `text` is no such id.
std::optional<uint64_t> ParseRequestId(std::string_view text);

// What must be known of every answer of a stream.
struct AnswerHead {
  uint64_t request_id;
  grpc::StatusCode code;  // of the error that it says
};

// Of a serialised DecideResponse, found without parsing the rest. Nothing when
// it has no request id, or one that is not ours.
std::optional<AnswerHead> HeadOf(const grpc::ByteBuffer& response);

class Requests {
 public:
  // The pages' own request ids are dropped: every request gets a fresh one.
  // Errors: INVALID_ARGUMENT when there is no page, or one is larger than a
  // message may be.
  static absl::StatusOr<Requests> Build(
      std::vector<placard::v1::DecideRequest> pages);

  size_t size() const { return pages_.size(); }

  // Precondition: page < size().
  // The ids of its slots.
  const std::vector<std::string>& slots(size_t page) const {
    return pages_[page].slots;
  }
  // Shares the page's bytes; the id is a second, short slice.
  grpc::ByteBuffer Message(size_t page, uint64_t id) const;

 private:
  struct Page {
    grpc::Slice bytes;
    std::vector<std::string> slots;
  };

  explicit Requests(std::vector<Page> pages) : pages_(std::move(pages)) {}

  std::vector<Page> pages_;
};

}  // namespace placard
