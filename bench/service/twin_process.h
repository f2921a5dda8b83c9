// The twin, in a process of its own.
//
// Thread safety: thread-compatible.
// Lifetime: it ends with this, and with the thread that started it.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "services/store/child_process.h"

namespace placard {

class TwinProcess {
 public:
  // Starts `program`, in a folder of its own, to listen as `server` does: on a
  // socket in the file system, or on a port of this machine. A call over TCP
  // costs a quarter more than one over a socket, whoever answers it.
  //
  // Errors: INTERNAL when it cannot be started; UNAVAILABLE when it ends or
  // does not say within two seconds where it listens.
  static absl::StatusOr<TwinProcess> Start(const std::string& program,
                                           std::string_view server);

  TwinProcess(TwinProcess&&) noexcept = default;
  TwinProcess& operator=(TwinProcess&&) = delete;
  ~TwinProcess();

  // Where it listens.
  const std::string& address() const { return address_; }
  int pid() const { return process_.pid(); }

 private:
  TwinProcess(std::string folder, ChildProcess process)
      : folder_(std::move(folder)), process_(std::move(process)) {}

  absl::Status FindAddress(const std::string& log_path);

  std::string folder_;  // empty: moved from
  std::string address_;
  ChildProcess process_;
};

}  // namespace placard
