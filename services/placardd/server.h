// The parts of placardd, and the order in which they start and stop.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/base/clock.h"
#include "services/campaign/campaign_calls.h"
#include "services/campaign/campaign_linter.h"
#include "services/campaign/catalog_editor.h"
#include "services/decision/page_decider.h"
#include "services/decision/page_explainer.h"
#include "services/diagnosis/diagnosis.h"
#include "services/diagnosis/report_calls.h"
#include "services/log/log.h"
#include "services/placardd/grpc_server.h"
#include "services/placardd/options.h"
#include "services/placardd/totals_reporter.h"
#include "services/refresh/refresher.h"
#include "services/refresh/serving.h"
#include "services/rpc/answer_stream.h"
#include "services/rpc/worker_pool.h"
#include "services/store/data_dir.h"
#include "services/store/redis_catalog_store.h"
#include "services/store/redis_server.h"
#include "services/token/token_keys.h"

namespace placard {

// Thread safety: thread-compatible; main's.
// Lifetime: `clock` and `log` must outlive it.
class Server {
 public:
  // Answers when it returns; serves as soon as there is a catalogue, and says
  // so in its health and its log.
  // Errors: whatever keeps it from starting, in one sentence.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Options& options,
                                                       const Clock& clock,
                                                       Log& log);

  // Tells clients to turn away, goes on for `drain`, finishes what it has
  // begun, saves the local copy, and stops its own Redis last.
  void Stop(absl::Duration drain);

  ~Server();

 private:
  Server(const Options& options, const Clock& clock, Log& log,
         DataDir directory, TokenKeys keys, std::unique_ptr<RedisServer> redis);

  absl::Status StartServing(const Options& options);

  const Clock& clock_;
  Log& log_;

  // In the order in which one leans on those before it.
  const DataDir directory_;
  const std::shared_ptr<const TokenKeys> keys_;
  const std::unique_ptr<RedisServer> redis_;  // null: somebody else's
  RedisCatalogStore store_;
  Serving serving_;

  Diagnosis diagnosis_;
  CatalogEditor editor_;
  CampaignLinter linter_;
  CampaignCalls calls_;
  SeedSource seeds_;
  DecisionCounters counters_;
  PageDecider decider_;
  PageExplainer explainer_;
  ReportCalls reports_;
  AnswerStreams decide_streams_;
  WorkerPool workers_;
  WorkerPool explainers_;

  const std::unique_ptr<grpc::Service> decision_service_;
  const std::unique_ptr<grpc::Service> campaign_service_;
  const std::unique_ptr<grpc::Service> report_service_;
  std::unique_ptr<GrpcServer> grpc_;
  std::unique_ptr<Refresher> refresher_;
  std::unique_ptr<TotalsReporter> reporter_;
  std::unique_ptr<Folding> folding_;
};

}  // namespace placard
