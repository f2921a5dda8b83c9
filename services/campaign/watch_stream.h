// One call of WatchCampaigns.
#pragma once

#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "services/refresh/serving.h"
#include "services/rpc/worker_pool.h"

namespace placard {

// Sends one change after the other, each once the one before is on its way; a
// slow watcher falls behind in the feed, and out of it in the end, but costs no
// memory.
//
// Lifetime: deletes itself when the call is over; `serving` and `workers` must
// outlive it.
// Errors: OUT_OF_RANGE when the feed does not know, or no longer, what follows;
// UNAVAILABLE before there is a catalogue and when the server stops.
grpc::ServerWriteReactor<grpc::ByteBuffer>* StartWatchStream(
    Serving& serving, WorkerPool& workers, const grpc::ByteBuffer& request);

}  // namespace placard
