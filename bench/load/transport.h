// How requests travel: as one call each, or as messages of long-lived streams.
// A worker has one transport; requests are known by their ticket, a small
// number that is the worker's again once the answer is there.
//
// Thread safety: Send and Close on one thread while Next runs on another;
// Send also on the thread of Next.
// Lifetime: the requests outlive it. After Close, Next must be called until it
// returns false, before it is destroyed.
// Cost: nothing waits but Next.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "bench/load/requests.h"
#include "grpcpp/channel.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/status.h"

namespace placard {

// The methods that are asked for.
inline constexpr char kUnaryMethod[] = "/placard.v1.DecisionService/Decide";
inline constexpr char kStreamMethod[] =
    "/placard.v1.DecisionService/DecideStream";

enum class Method {
  // A call for each page.
  kUnary,
  // One stream on each connection; answers are matched by request id.
  kStream,
};

// What a transport sends.
struct Outgoing {
  uint32_t ticket;
  size_t page;
  uint64_t id;  // never the same twice; holds the ticket
};

// An answer on a stream finds its way back by the low bits of its id.
inline constexpr int kTicketBits = 20;
constexpr uint64_t IdOf(uint64_t number, uint32_t ticket) {
  return number << kTicketBits | ticket;
}
constexpr uint32_t TicketOf(uint64_t id) {
  return static_cast<uint32_t>(id & ((uint64_t{1} << kTicketBits) - 1));
}

// How it ended.
struct Answer {
  uint32_t ticket;
  grpc::StatusCode code;
  grpc::ByteBuffer response;  // empty unless the code is OK
};

class Transport {
 public:
  virtual ~Transport() = default;

  // OK: an answer with this ticket will come from Next. Everything else: the
  // request has failed with this code, and nothing will come.
  //
  // Precondition: the ticket's last answer has come; Close was not called.
  virtual grpc::StatusCode Send(const Outgoing& request) = 0;

  // Nothing more will be sent. What is under way still comes to its end: by
  // its answer, or by the deadline.
  virtual void Close() = 0;

  // Waits for something to happen and adds what has ended to `answers`, which
  // may be nothing. False when all has ended after Close.
  virtual bool Next(std::vector<Answer>& answers) = 0;
};

struct TransportSettings {
  // Connections of this transport's own.
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  // Tickets are below it.
  size_t tickets;
  // A call's deadline.
  std::chrono::milliseconds timeout;
  // After it a stream ends, whatever has not been answered.
  std::chrono::milliseconds longest_stream;
  // What the pages are.
  const Requests& requests;
};

std::unique_ptr<Transport> MakeUnaryTransport(TransportSettings settings);
std::unique_ptr<Transport> MakeStreamTransport(TransportSettings settings);

// `count` connections that share nothing, all of them established.
//
// Errors: UNAVAILABLE when that takes longer than `timeout`.
absl::StatusOr<std::vector<std::shared_ptr<grpc::Channel>>> Connect(
    const std::string& address, size_t count,
    std::chrono::milliseconds timeout);

}  // namespace placard
