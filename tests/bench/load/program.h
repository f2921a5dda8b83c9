// A program that a test runs: started, read from, stopped and continued.
//
// Thread safety: thread-compatible.
// Lifetime: the destructor kills what still runs.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace placard {

class Program {
 public:
  explicit Program(const std::vector<std::string>& command);
  ~Program();

  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // The next line of its standard output, without the line break; empty when
  // there is none any more.
  std::string ReadLine();
  // Closes our end of its standard output.
  void StopReading();

  void Signal(int signal) const;
  pid_t pid() const { return pid_; }

  struct End {
    int status;  // as a shell tells it: 128 and the signal for one killed
    std::string out;
    std::string err;
  };
  // Waits for it to end.
  End Wait();

 private:
  pid_t pid_ = -1;
  int out_ = -1;
  int err_ = -1;
};

// Runs a program to its end.
Program::End RunProgram(const std::vector<std::string>& command);

}  // namespace placard
