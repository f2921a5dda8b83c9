// The twin, in a process of its own.
//
// Thread safety: thread-compatible.
// Lifetime: it ends with this, and with the thread that started it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/store/child_process.h"

namespace placard {

class TwinProcess {
 public:
  // Starts `program` on a socket in a folder of its own.
  // Errors: INTERNAL when it cannot be started.
  static absl::StatusOr<TwinProcess> Start(const std::string& program);

  TwinProcess(TwinProcess&&) noexcept = default;
  TwinProcess& operator=(TwinProcess&&) = delete;
  ~TwinProcess();

  // Where it listens, soon after it was started.
  std::string address() const;

 private:
  TwinProcess(std::string folder, ChildProcess process)
      : folder_(std::move(folder)), process_(std::move(process)) {}

  std::string folder_;  // empty: moved from
  ChildProcess process_;
};

}  // namespace placard
