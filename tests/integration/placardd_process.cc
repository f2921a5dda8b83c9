#include "tests/integration/placardd_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <utility>

#include "engine/base/check.h"

extern char** environ;

namespace placard {
namespace {

constexpr std::chrono::minutes kPatience(1);
constexpr std::string_view kServing = "serving on ";

std::vector<char*> Pointers(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

// The child dies with the thread that starts it: a test that is aborted leaves
// nothing behind.
int Spawn(std::vector<std::string> args, std::vector<std::string> environment,
          int stderr_fd) {
  args.insert(args.begin(), PLACARDD_PATH);
  std::vector<char*> arg_pointers = Pointers(args);
  std::vector<char*> own = Pointers(environment);
  char** const variables = environment.empty() ? environ : own.data();
  const int pid = fork();
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(stderr_fd, STDERR_FILENO);
    execve(PLACARDD_PATH, arg_pointers.data(), variables);
    _exit(127);
  }
  PLACARD_CHECK(pid > 0);
  return pid;
}

}  // namespace

PlacarddProcess::PlacarddProcess(std::vector<std::string> args,
                                 std::vector<std::string> environment) {
  int fds[2];
  PLACARD_CHECK(pipe2(fds, O_CLOEXEC) == 0);
  pid_ = Spawn(std::move(args), std::move(environment), fds[1]);
  close(fds[1]);
  stderr_fd_ = fds[0];
  reader_ = std::thread([this] { ReadLines(); });
}

PlacarddProcess::~PlacarddProcess() {
  channel_.reset();
  if (pid_ > 0) {
    Signal(SIGKILL);
    AwaitEnd();
  }
  reader_.join();
  close(stderr_fd_);
}

void PlacarddProcess::ReadLines() {
  std::string rest;
  char buffer[4096];
  for (;;) {
    const ssize_t got = read(stderr_fd_, buffer, sizeof(buffer));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    rest.append(buffer, static_cast<size_t>(got));
    const std::lock_guard lock(mu_);
    for (size_t end; (end = rest.find('\n')) != std::string::npos;) {
      lines_.push_back(rest.substr(0, end));
      rest.erase(0, end + 1);
    }
    changed_.notify_all();
  }
  const std::lock_guard lock(mu_);
  if (!rest.empty()) lines_.push_back(rest);
  at_end_ = true;
  changed_.notify_all();
}

bool PlacarddProcess::AwaitLine(std::string_view text) {
  std::unique_lock lock(mu_);
  const auto is_there = [&] {
    for (const std::string& line : lines_) {
      if (line.find(text) != std::string::npos) return true;
    }
    return false;
  };
  changed_.wait_for(lock, kPatience, [&] { return at_end_ || is_there(); });
  return is_there();
}

void PlacarddProcess::AwaitServing() {
  if (!AwaitLine(kServing)) {
    for (const std::string& line : lines())
      std::fprintf(stderr, "%s\n", line.c_str());
    PLACARD_CHECK(false);
  }
  for (const std::string& line : lines()) {
    const size_t at = line.find(kServing);
    if (at == std::string::npos) continue;
    const size_t begin = at + kServing.size();
    address_ = line.substr(begin, line.find('"', begin) - begin);
  }
  channel_ = grpc::CreateChannel(address_, grpc::InsecureChannelCredentials());
}

std::vector<std::string> PlacarddProcess::Environment() const {
  std::ifstream file("/proc/" + std::to_string(pid_) + "/environ");
  std::vector<std::string> variables;
  for (std::string variable; std::getline(file, variable, '\0');) {
    variables.push_back(variable);
  }
  return variables;
}

std::string PlacarddProcess::Name() const {
  std::ifstream file("/proc/" + std::to_string(pid_) + "/comm");
  std::string name;
  std::getline(file, name);
  return name;
}

void PlacarddProcess::Signal(int signal) {
  PLACARD_CHECK(pid_ > 0 && kill(pid_, signal) == 0);
}

int PlacarddProcess::AwaitEnd() {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0) PLACARD_CHECK(errno == EINTR);
  pid_ = -1;
  {
    std::unique_lock lock(mu_);
    changed_.wait_for(lock, kPatience, [this] { return at_end_; });
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int PlacarddProcess::Stop() {
  Signal(SIGTERM);
  return AwaitEnd();
}

std::vector<std::string> PlacarddProcess::lines() const {
  const std::lock_guard lock(mu_);
  return lines_;
}

std::shared_ptr<grpc::Channel> PlacarddProcess::channel() { return channel_; }

std::unique_ptr<v1::CampaignService::Stub> PlacarddProcess::campaigns() {
  return v1::CampaignService::NewStub(channel_);
}

std::unique_ptr<v1::DecisionService::Stub> PlacarddProcess::decisions() {
  return v1::DecisionService::NewStub(channel_);
}

}  // namespace placard
