// DecisionService over gRPC.
//
// Raw callback methods: a decision is computed on gRPC's own thread, at once,
// since it never waits, an explanation, which takes long, by workers; and the
// request is parsed by us, so that a text that is not UTF-8 is INVALID_ARGUMENT
// with the field's name instead of gRPC's UNIMPLEMENTED.
//
// Thread safety: thread-safe.
// Lifetime: what it is made from must outlive the gRPC server.
#pragma once

#include <memory>

#include "grpcpp/impl/service_type.h"
#include "services/decision/page_decider.h"
#include "services/decision/page_explainer.h"
#include "services/rpc/answer_stream.h"
#include "services/rpc/worker_pool.h"

namespace placard {

// The streams of DecideStream are among `streams`, for whoever stops the
// server to close. `explainers` run `explainer`.
std::unique_ptr<grpc::Service> MakeDecisionService(
    PageDecider& decider, AnswerStreams& streams,
    const PageExplainer& explainer, WorkerPool& explainers);

}  // namespace placard
