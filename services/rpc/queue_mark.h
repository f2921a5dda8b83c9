// A mark in gRPC's queue of what happened: the queue is in order, so a mark
// that is put there comes back behind all that was there already.
//
// Thread safety: thread-compatible.
// Lifetime: must outlive its way through the queue.
#pragma once

#include "engine/base/check.h"
#include "grpc/grpc.h"

namespace placard {

// Calls `kOnReturn` of its owner, on one of gRPC's threads; by then it may be
// put again, and the owner may end in there.
template <typename Owner, void (Owner::*kOnReturn)()>
class QueueMark {
 public:
  explicit QueueMark(Owner* owner) : functor_{{}, owner} {
    functor_.functor_run = [](grpc_completion_queue_functor* mark, int) {
      (static_cast<Functor*>(mark)->owner->*kOnReturn)();
    };
  }

  QueueMark(const QueueMark&) = delete;
  QueueMark& operator=(const QueueMark&) = delete;

  // By way of a batch without operations, which is done at once.
  // Precondition: it is not on its way, and `call` is not over.
  void Put(grpc_call* call) {
    PLACARD_CHECK(grpc_call_start_batch(call, nullptr, 0, &functor_, nullptr) ==
                  GRPC_CALL_OK);
  }

 private:
  struct Functor : grpc_completion_queue_functor {
    Owner* owner;
  };

  Functor functor_;  // gRPC's while it is on its way
};

}  // namespace placard
