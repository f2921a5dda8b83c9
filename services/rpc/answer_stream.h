// Streams on which every message of the client is a question of its own, and is
// answered by one message.
//
// Answers to messages that came together go to the transport together. A client
// that does not take its answers is, once some wait, not read from until it
// does, so that it costs little memory however much it asks.
//
// Thread safety: thread-safe.
// Lifetime: AnswerStreams must outlive the gRPC server.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_set>

#include "grpcpp/server_context.h"
#include "services/rpc/one_piece.h"

namespace placard {

class AnswerStreams {
 public:
  // Called for one message of a stream at a time, on gRPC's threads: must not
  // wait.
  using Answerer = std::function<OnePiece(std::string_view request)>;

  AnswerStreams() = default;
  AnswerStreams(const AnswerStreams&) = delete;
  AnswerStreams& operator=(const AnswerStreams&) = delete;

  // A stream that begins now; it deletes itself when the call is over.
  // `context` is that of its call; `answerer` lives as long as the stream.
  //
  // Ends with OK when the client has asked all, and with UNAVAILABLE after
  // Close; both once everything that was read is answered.
  OnePieceStream* Open(grpc::CallbackServerContext& context, Answerer answerer);

  // Reads from no stream any more: the server stops.
  void Close();

 private:
  class Stream;

  std::mutex mu_;
  bool closed_ = false;                               // guarded by mu_
  std::unordered_set<std::shared_ptr<Stream>> open_;  // guarded by mu_
};

}  // namespace placard
