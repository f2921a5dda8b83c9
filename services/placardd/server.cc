#include "services/placardd/server.h"

#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "engine/base/status.h"
#include "services/campaign/campaign_service.h"
#include "services/decision/decision_service.h"
#include "services/diagnosis/report_service.h"
#include "services/refresh/background.h"
#include "services/refresh/restore_store.h"
#include "services/rpc/peer.h"
#include "services/store/redis_durability.h"
#include "services/token/key_file.h"

namespace placard {
namespace {

// Calls of ops people: each waits for the store, briefly as a rule, and for
// its deadline when it is away.
constexpr size_t kWorkers = 16;
constexpr size_t kWaitingCalls = 256;

// Explanations and reports take a processor for a second or two, which
// decisions need: one at a time.
constexpr size_t kExplainers = 1;
constexpr size_t kWaitingExplanations = 16;

// Calls that are not done so long after the drain are cancelled.
constexpr absl::Duration kLastCalls = absl::Seconds(2);

std::string CopyPath(const DataDir& directory) {
  return directory.path() + "/catalogue.copy";
}

uint64_t Entropy() {
  std::random_device device;
  return uint64_t{device()} << 32 | device();
}

std::string NewEpoch() {
  return absl::StrFormat("%016x%016x", Entropy(), Entropy());
}

absl::StatusOr<std::unique_ptr<RedisServer>> StartRedis(
    const Options& options, const DataDir& directory, Log& log) {
  if (options.redis.has_value()) return nullptr;
  RedisServerOptions redis;
  redis.log = [&log](std::string_view text) {
    log.Warning("redis-server", {{"text", std::string(text)}});
  };
  return RedisServer::Start(directory, std::move(redis));
}

void WarnOfLosses(const RedisAddress& redis, Log& log) {
  const std::vector<std::string> settings = LossySettings(redis);
  if (settings.empty()) return;
  log.Warning("a crash of the store may lose changes that were acknowledged",
              {{"because", absl::StrJoin(settings, ", ")}});
}

absl::StatusOr<TokenKeys> FindTokenKeys(const Options& options,
                                        const DataDir& directory) {
  if (options.token_key_file.has_value()) {
    absl::StatusOr<TokenKeys> keys = ReadTokenKeys(*options.token_key_file);
    if (!keys.ok()) return Annotate(keys.status(), "--token-key-file");
    return keys;
  }
  if (options.redis.has_value()) return TokenKeys{RandomTokenKey()};
  return ReadOrMakeTokenKeys(directory.path() + "/token.key");
}

// What lint tries rules on.
std::vector<SeenPage> SeenPages(const SampledPages& sample) {
  std::vector<SeenPage> pages;
  for (const std::shared_ptr<const SampledPage>& page : sample.pages) {
    pages.push_back({.page = page->request.page, .slots = page->request.slots});
  }
  return pages;
}

}  // namespace

Server::Server(const Options& options, const Clock& clock, Log& log,
               DataDir directory, TokenKeys keys,
               std::unique_ptr<RedisServer> redis)
    : clock_(clock),
      log_(log),
      directory_(std::move(directory)),
      keys_(std::make_shared<const TokenKeys>(std::move(keys))),
      redis_(std::move(redis)),
      store_({.address = redis_ ? redis_->address() : *options.redis}),
      diagnosis_(clock),
      editor_(store_, clock),
      linter_(serving_, clock,
              [this](size_t most) {
                return SeenPages(diagnosis_.sample().Newest(most));
              }),
      calls_(editor_, serving_, linter_),
      seeds_(Entropy()),
      decider_(serving_, clock, seeds_, counters_, keys_, &diagnosis_),
      explainer_(serving_, clock, seeds_, keys_),
      reports_(serving_, clock, diagnosis_),
      workers_(kWorkers, kWaitingCalls, YieldSomewhatToServing),
      explainers_(kExplainers, kWaitingExplanations, YieldToServing),
      decision_service_(MakeDecisionService(decider_, decide_streams_,
                                            explainer_, explainers_)),
      campaign_service_(MakeCampaignService(calls_, serving_, workers_)),
      report_service_(MakeReportService(reports_, explainers_)) {}

Server::~Server() = default;

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Options& options,
                                                      const Clock& clock,
                                                      Log& log) {
  PLACARD_ASSIGN_OR_RETURN(DataDir directory, DataDir::Lock(options.data_dir));
  PLACARD_ASSIGN_OR_RETURN(TokenKeys keys, FindTokenKeys(options, directory));
  PLACARD_ASSIGN_OR_RETURN(std::unique_ptr<RedisServer> redis,
                           StartRedis(options, directory, log));
  std::unique_ptr<Server> server(new Server(options, clock, log,
                                            std::move(directory),
                                            std::move(keys), std::move(redis)));
  PLACARD_RETURN_IF_ERROR(server->StartServing(options));
  return server;
}

absl::Status Server::StartServing(const Options& options) {
  const std::string copy_path = CopyPath(directory_);
  if (options.restore_store) {
    PLACARD_ASSIGN_OR_RETURN(const size_t restored,
                             RestoreStore(store_, copy_path, NewEpoch()));
    log_.Warning("store is restored from the local copy",
                 {{"documents", Concat(restored)}});
  }
  PLACARD_ASSIGN_OR_RETURN(
      grpc_, GrpcServer::Start(options.listen, {decision_service_.get(),
                                                campaign_service_.get(),
                                                report_service_.get()}));
  log_.Info(Concat("listening on ", grpc_->address()),
            {{"data_dir", directory_.path()},
             {"redis", redis_ ? "embedded" : options.redis->ToString()}});
  if (!IsLoopbackAddress(grpc_->address())) {
    log_.Warning(
        "INSECURE: calls from other machines are neither encrypted nor "
        "authenticated, and anybody who reaches this port can change every "
        "campaign",
        {{"address", grpc_->address()}});
  }
  if (options.redis.has_value()) WarnOfLosses(*options.redis, log_);
  if (options.redis.has_value() && !options.token_key_file.has_value()) {
    log_.Warning(
        "tokens of page views hold on this server only and until it stops; "
        "--token-key-file gives all servers the same keys");
  }
  refresher_ = std::make_unique<Refresher>(
      store_, serving_, clock_, log_,
      RefresherOptions{.copy_path = copy_path,
                       .new_epoch = NewEpoch(),
                       .on_serving = [this] {
                         grpc_->SetServing(true);
                         log_.Info(Concat("serving on ", grpc_->address()));
                       }});
  reporter_ = std::make_unique<TotalsReporter>(counters_, log_);
  folding_ = std::make_unique<Folding>(diagnosis_.recorder());
  refresher_->Start();
  return absl::OkStatus();
}

void Server::Stop(absl::Duration drain) {
  log_.Info("stopping", {{"drain", absl::FormatDuration(drain)}});
  grpc_->SetServing(false);
  std::this_thread::sleep_for(absl::ToChronoNanoseconds(drain));
  serving_.changes.Close();
  decide_streams_.Close();
  grpc_->Shutdown(clock_.Now() + kLastCalls);
  workers_.Stop();
  explainers_.Stop();
  reporter_.reset();
  folding_.reset();
  refresher_->Stop();
  if (redis_ != nullptr) redis_->Stop();
  log_.Info("stopped");
}

}  // namespace placard
