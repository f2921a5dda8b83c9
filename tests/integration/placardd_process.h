// A real placardd, as people start it, with what it writes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "grpcpp/grpcpp.h"
#include "placard/v1/campaign_service.grpc.pb.h"
#include "placard/v1/decision.grpc.pb.h"

namespace placard {

// Thread safety: thread-safe.
// Lifetime: the destructor kills what still runs.
class PlacarddProcess {
 public:
  // `environment` instead of ours when it is not empty.
  explicit PlacarddProcess(std::vector<std::string> args,
                           std::vector<std::string> environment = {});
  ~PlacarddProcess();

  // Until a line of standard error holds `text`; false when a minute is over or
  // the process has ended before that.
  bool AwaitLine(std::string_view text);
  // Until it serves. Aborts the test binary when it never does.
  void AwaitServing();
  // "127.0.0.1:41234". Precondition: it serves.
  const std::string& address() const { return address_; }

  // The one that the program was last started with.
  std::vector<std::string> Environment() const;
  // What ps and pgrep call it.
  std::string Name() const;

  void Signal(int signal);
  // Waits for the end. The exit status; 128 + n for signal n.
  int AwaitEnd();
  // SIGTERM, and then the exit status.
  int Stop();

  // Of standard error, complete once the process has ended.
  std::vector<std::string> lines() const;

  // Precondition of both: it serves.
  std::shared_ptr<grpc::Channel> channel();
  std::unique_ptr<v1::CampaignService::Stub> campaigns();
  std::unique_ptr<v1::DecisionService::Stub> decisions();

 private:
  void ReadLines();

  int pid_ = -1;
  int stderr_fd_ = -1;
  std::string address_;
  std::shared_ptr<grpc::Channel> channel_;

  mutable std::mutex mu_;
  std::condition_variable changed_;
  std::vector<std::string> lines_;  // guarded by mu_
  bool at_end_ = false;             // guarded by mu_
  std::thread reader_;
};

}  // namespace placard
