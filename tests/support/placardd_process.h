// A placardd of the test's own: the real binary, on a port that the system
// chooses, ended with the test.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/store/child_process.h"

namespace placard {

class PlacarddProcess {
 public:
  // Starts `binary` with --data-dir and --listen on loopback and `flags`, and
  // waits until it says that it serves.
  // Errors: UNAVAILABLE with what it printed when it ends or takes too long.
  static absl::StatusOr<PlacarddProcess> Start(
      const std::string& binary, const std::string& data_dir,
      const std::vector<std::string>& flags);

  // Where it serves: "127.0.0.1:41234".
  const std::string& address() const { return address_; }
  int pid() const { return child_->pid(); }
  ChildProcess& child() { return *child_; }
  // All that it has logged.
  std::string Log() const;

 private:
  PlacarddProcess(ChildProcess child, std::string log_path);

  std::unique_ptr<ChildProcess> child_;
  std::string log_path_;
  std::string address_;
};

}  // namespace placard
