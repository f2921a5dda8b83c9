#include "tests/bench/load/program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <thread>

#include "engine/base/check.h"

namespace placard {
namespace {

struct Pipe {
  int read;
  int write;
};

Pipe MakePipe() {
  std::array<int, 2> ends;
  PLACARD_CHECK(pipe2(ends.data(), O_CLOEXEC) == 0);
  return {.read = ends[0], .write = ends[1]};
}

std::string ReadAll(int fd) {
  std::string all;
  std::array<char, 4096> chunk;
  for (;;) {
    const ssize_t got = read(fd, chunk.data(), chunk.size());
    if (got <= 0) return all;
    all.append(chunk.data(), static_cast<size_t>(got));
  }
}

}  // namespace

Program::Program(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& part : command) {
    arguments.push_back(const_cast<char*>(part.c_str()));
  }
  arguments.push_back(nullptr);
  const Pipe out = MakePipe();
  const Pipe err = MakePipe();
  pid_ = fork();
  PLACARD_CHECK(pid_ >= 0);
  if (pid_ == 0) {
    dup2(out.write, STDOUT_FILENO);
    dup2(err.write, STDERR_FILENO);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  close(out.write);
  close(err.write);
  out_ = out.read;
  err_ = err.read;
}

Program::~Program() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (out_ >= 0) close(out_);
  close(err_);
}

std::string Program::ReadLine() {
  std::string line;
  char c = 0;
  while (read(out_, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

void Program::StopReading() {
  close(out_);
  out_ = -1;
}

void Program::Signal(int signal) const {
  PLACARD_CHECK(kill(pid_, signal) == 0);
}

Program::End Program::Wait() {
  End end = {};
  std::thread errors([&] { end.err = ReadAll(err_); });
  if (out_ >= 0) end.out = ReadAll(out_);
  errors.join();
  int status = 0;
  PLACARD_CHECK(waitpid(pid_, &status, 0) == pid_);
  pid_ = -1;
  end.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return end;
}

Program::End RunProgram(const std::vector<std::string>& command) {
  return Program(command).Wait();
}

}  // namespace placard
