#include <atomic>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "bench/load/transport.h"
#include "engine/base/check.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/generic/generic_stub.h"

namespace placard {
namespace {

// Answers that are taken before those who wait for them hear of it.
constexpr size_t kMostAtOnce = 64;

struct Connection;

// What a completion is of.
struct Tag {
  enum class Kind { kStart, kRead, kWrite, kWritesDone, kFinish };
  Connection* connection;
  Kind kind;
};

// One stream. Requests of tickets t with t mod streams = index go through it.
struct Connection {
  // Constant after construction.
  uint32_t index = 0;
  Tag start{this, Tag::Kind::kStart};
  Tag read{this, Tag::Kind::kRead};
  Tag write{this, Tag::Kind::kWrite};
  Tag writes_done{this, Tag::Kind::kWritesDone};
  Tag finish{this, Tag::Kind::kFinish};

  grpc::ClientContext context;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> stream;

  // Owned by the thread of Next.
  grpc::ByteBuffer incoming;
  grpc::Status status;

  std::mutex mu;
  std::deque<grpc::ByteBuffer> waiting;  // guarded by mu; to be written
  bool busy = true;                      // guarded by mu; starting, or writing
  bool closing = false;  // guarded by mu; half-closed once all is written
  bool ended = false;    // guarded by mu
  grpc::StatusCode end_code = grpc::StatusCode::OK;  // guarded by mu
};

class StreamTransport final : public Transport {
 public:
  explicit StreamTransport(TransportSettings settings)
      : requests_(settings.requests),
        live_(settings.tickets),
        connections_(settings.channels.size()),
        open_(settings.channels.size()) {
    const auto deadline =
        std::chrono::system_clock::now() + settings.longest_stream;
    for (uint32_t i = 0; i < connections_.size(); ++i) {
      Connection& connection = connections_[i];
      connection.index = i;
      connection.context.set_deadline(deadline);
      connection.stream =
          grpc::GenericStub(settings.channels[i])
              .PrepareCall(&connection.context, kStreamMethod, &queue_);
      connection.stream->StartCall(&connection.start);
    }
  }

  grpc::StatusCode Send(const Outgoing& request) override {
    Connection& connection = connections_[request.ticket % connections_.size()];
    const std::lock_guard lock(connection.mu);
    if (connection.ended) return connection.end_code;
    live_[request.ticket].store(request.id, std::memory_order_release);
    connection.waiting.push_back(requests_.Message(request.page, request.id));
    // What the thread of Next sends, it writes once it comes back: all that
    // one look at the queue led to, together.
    const bool later =
        std::this_thread::get_id() == receiver_.load(std::memory_order_relaxed);
    if (!connection.busy && !later) WriteNext(connection);
    return grpc::StatusCode::OK;
  }

  void Close() override {
    for (Connection& connection : connections_) {
      const std::lock_guard lock(connection.mu);
      connection.closing = true;
      const bool idle = !connection.busy && connection.waiting.empty();
      if (idle && !connection.ended) HalfClose(connection);
    }
    CloseOne();
  }

  bool Next(std::vector<Answer>& answers) override {
    receiver_.store(std::this_thread::get_id(), std::memory_order_relaxed);
    for (Connection& connection : connections_) WriteWaiting(connection);
    void* tag = nullptr;
    bool ok = false;
    if (!queue_.Next(&tag, &ok)) return false;
    // As much as there is, without waiting.
    const gpr_timespec now = gpr_inf_past(GPR_CLOCK_MONOTONIC);
    do {
      Complete(*static_cast<Tag*>(tag), ok, answers);
    } while (answers.size() < kMostAtOnce &&
             queue_.AsyncNext(&tag, &ok, now) ==
                 grpc::CompletionQueue::GOT_EVENT);
    return true;
  }

 private:
  void Complete(const Tag& tag, bool ok, std::vector<Answer>& answers) {
    Connection& connection = *tag.connection;
    switch (tag.kind) {
      case Tag::Kind::kStart:
        return OnStarted(connection, ok);
      case Tag::Kind::kRead:
        return OnRead(connection, ok, answers);
      case Tag::Kind::kWrite:
        return OnWritten(connection, ok);
      case Tag::Kind::kWritesDone:
        return;
      case Tag::Kind::kFinish:
        return OnFinished(connection, answers);
    }
  }

  void WriteWaiting(Connection& connection) {
    const std::lock_guard lock(connection.mu);
    if (!connection.busy && !connection.ended && !connection.waiting.empty()) {
      WriteNext(connection);
    }
  }

  // Precondition of both: connection.mu is held, and the stream is not busy.
  void WriteNext(Connection& connection) {
    connection.busy = true;
    // More to come: the transport may wait for it and send both at once.
    grpc::WriteOptions options;
    if (connection.waiting.size() > 1) options.set_buffer_hint();
    connection.stream->Write(connection.waiting.front(), options,
                             &connection.write);
    connection.waiting.pop_front();  // gRPC has its own hold of the bytes
  }
  void HalfClose(Connection& connection) {
    connection.busy = true;
    connection.stream->WritesDone(&connection.writes_done);
  }

  void OnStarted(Connection& connection, bool ok) {
    if (!ok) {
      connection.stream->Finish(&connection.status, &connection.finish);
      return;
    }
    connection.stream->Read(&connection.incoming, &connection.read);
    GoOnWriting(connection);
  }

  void OnWritten(Connection& connection, bool ok) {
    // A broken stream stays busy: reading will tell why it broke.
    if (ok) GoOnWriting(connection);
  }

  void GoOnWriting(Connection& connection) {
    const std::lock_guard lock(connection.mu);
    connection.busy = false;
    if (!connection.waiting.empty()) {
      WriteNext(connection);
    } else if (connection.closing) {
      HalfClose(connection);
    }
  }

  void OnRead(Connection& connection, bool ok, std::vector<Answer>& answers) {
    if (!ok) {
      connection.stream->Finish(&connection.status, &connection.finish);
      return;
    }
    if (const auto head = HeadOf(connection.incoming)) {
      if (const auto ticket = Settle(connection, head->request_id)) {
        answers.push_back(
            {.ticket = *ticket, .code = head->code, .response = {}});
        if (head->code == grpc::StatusCode::OK) {
          answers.back().response.Swap(&connection.incoming);
        }
      }
    }
    connection.incoming.Clear();
    connection.stream->Read(&connection.incoming, &connection.read);
  }

  // The ticket that waits for `id`, which no longer does then. An answer that
  // nobody waits for is dropped: whoever did wait will see that none came.
  std::optional<uint32_t> Settle(const Connection& connection, uint64_t id) {
    const uint64_t ticket = TicketOf(id);
    if (ticket >= live_.size() ||
        ticket % connections_.size() != connection.index) {
      return std::nullopt;
    }
    uint64_t expected = id;
    if (!live_[ticket].compare_exchange_strong(expected, 0,
                                               std::memory_order_acq_rel)) {
      return std::nullopt;
    }
    return static_cast<uint32_t>(ticket);
  }

  void OnFinished(Connection& connection, std::vector<Answer>& answers) {
    // A stream that ends well without an answer has still lost it.
    const grpc::StatusCode code = connection.status.ok()
                                      ? grpc::StatusCode::DATA_LOSS
                                      : connection.status.error_code();
    {
      const std::lock_guard lock(connection.mu);
      connection.ended = true;
      connection.end_code = code;
    }
    for (size_t t = connection.index; t < live_.size();
         t += connections_.size()) {
      if (live_[t].exchange(0, std::memory_order_acq_rel) != 0) {
        answers.push_back(
            {.ticket = static_cast<uint32_t>(t), .code = code, .response = {}});
      }
    }
    CloseOne();
  }

  // The queue shuts down once every stream has ended and Close was called: no
  // operation may start after that.
  void CloseOne() {
    if (open_.fetch_sub(1, std::memory_order_acq_rel) == 0) queue_.Shutdown();
  }

  const Requests& requests_;
  // By ticket: the id that an answer is awaited for, 0 for none. Atomic since
  // it is written where requests are sent and settled where answers arrive.
  std::vector<std::atomic<uint64_t>> live_;
  std::deque<Connection> connections_;
  // Streams that have not ended, and 1 for Close, less 1.
  std::atomic<size_t> open_;
  std::atomic<std::thread::id> receiver_;  // the thread of Next
  grpc::CompletionQueue queue_;
};

}  // namespace

std::unique_ptr<Transport> MakeStreamTransport(TransportSettings settings) {
  return std::make_unique<StreamTransport>(std::move(settings));
}

}  // namespace placard
