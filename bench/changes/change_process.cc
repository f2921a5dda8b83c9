#include "bench/changes/change_process.h"

#include <sys/resource.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <utility>

#include "bench/changes/plan.h"
#include "bench/changes/server_process.h"
#include "engine/base/status.h"

namespace placard {
namespace {

constexpr int kNice = 10;
constexpr absl::Duration kLookEvery = absl::Milliseconds(5);
constexpr absl::Duration kPatience = absl::Minutes(2);
constexpr absl::Duration kWholePatience = absl::Minutes(15);
// A line of its own: others may write to the same log.
constexpr std::string_view kBegin = "begin\n";

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

absl::Status Failed(const std::string& log_path) {
  return Unavailable("the changes cannot be made: ", ReadFile(log_path));
}

void Print(std::string_view what,
           const std::vector<std::chrono::nanoseconds>& times) {
  for (const std::chrono::nanoseconds time : times) {
    std::printf("%.*s %lld\n", static_cast<int>(what.size()), what.data(),
                static_cast<long long>(time.count()));
  }
}

void Take(const std::string& line, ChangeTimes& times) {
  std::istringstream words(line);
  std::string what;
  int64_t number = 0;
  if (!(words >> what >> number)) return;
  if (what == "answered") {
    times.answered.push_back(std::chrono::nanoseconds(number));
  } else if (what == "effective") {
    times.effective.push_back(std::chrono::nanoseconds(number));
  } else if (what == "lost") {
    times.lost = static_cast<uint64_t>(number);
  } else if (what == "failed") {
    times.failed = static_cast<uint64_t>(number);
    std::getline(words, times.first_failure);
  }
}

}  // namespace

absl::StatusOr<ChangeProcess> ChangeProcess::Start(
    const std::string& program, const ChangePlan& plan,
    const std::string& log_path) {
  std::remove(log_path.c_str());
  PLACARD_ASSIGN_OR_RETURN(
      ChildProcess child,
      ChildProcess::Spawn(
          {program, "--make-changes", plan.server, "--campaigns",
           Concat(plan.campaigns), "--first", Concat(plan.first), "--changes",
           Concat(plan.count), "--rate", Concat(plan.rate), "--page",
           plan.page_file},
          log_path));
  ChangeProcess process(std::move(child), log_path);
  for (absl::Duration left = kPatience; left > absl::ZeroDuration();
       left -= kLookEvery) {
    if (ReadFile(log_path).find(kBegin) != std::string::npos) return process;
    if (process.child_.AwaitEnd(kLookEvery, -1)) break;
  }
  return Failed(log_path);
}

absl::StatusOr<ChangeTimes> ChangeProcess::Finish() {
  if (!child_.AwaitEnd(kWholePatience, -1)) return Failed(log_path_);
  if (child_.Reap() != "exit status 0") return Failed(log_path_);
  ChangeTimes times;
  std::istringstream lines(ReadFile(log_path_));
  for (std::string line; std::getline(lines, line);) Take(line, times);
  return times;
}

absl::Status MakeChanges(const ChangePlan& plan) {
  setpriority(PRIO_PROCESS, 0, kNice);
  v1::DecideRequest page;
  if (!page.ParseFromString(ReadFile(plan.page_file))) {
    return InvalidArgument(plan.page_file, " holds no page");
  }
  const std::shared_ptr<grpc::Channel> channel = NewChannel(plan.server);
  const auto stub = v1::CampaignService::NewStub(channel);
  PLACARD_ASSIGN_OR_RETURN(
      const std::vector<ChangeCall> calls,
      PlanChanges(*stub, plan.campaigns, plan.first, plan.count));
  PLACARD_ASSIGN_OR_RETURN(const std::unique_ptr<VersionWatch> watch,
                           VersionWatch::Start(NewChannel(plan.server), page));
  std::fputs(std::string(kBegin).c_str(), stdout);
  std::fflush(stdout);
  const ChangeTimes times = RunChanges(channel, *watch, calls, plan.rate);
  Print("answered", times.answered);
  Print("effective", times.effective);
  std::printf("lost %llu\nfailed %llu %s\n",
              static_cast<unsigned long long>(times.lost),
              static_cast<unsigned long long>(times.failed),
              times.first_failure.c_str());
  return absl::OkStatus();
}

}  // namespace placard
