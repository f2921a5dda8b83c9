#include "services/placard/client.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <string>

#include "engine/base/check.h"
#include "gtest/gtest.h"
#include "tests/support/temp_dir.h"

namespace placard {
namespace {

// Takes connections, and never says a word.
class SilentServer {
 public:
  SilentServer() {
    const std::string path = dir_.path() + "/silent.sock";
    sockaddr_un where = {};
    where.sun_family = AF_UNIX;
    std::memcpy(where.sun_path, path.data(), path.size());
    PLACARD_CHECK(bind(listener_, reinterpret_cast<sockaddr*>(&where),
                       sizeof(where)) == 0);
    PLACARD_CHECK(listen(listener_, 1) == 0);
    address_ = "unix:" + path;
  }
  ~SilentServer() { close(listener_); }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  const std::string& address() const { return address_; }

 private:
  TempDir dir_;
  const int listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::string address_;
};

// Even for its first word: far away or busy, it may need longer than what is
// waited between two connections.
TEST(ClientTest, ASlowServerIsWaitedForUntilTheTimeout) {
  const SilentServer server;
  Client client(OpenChannel(server.address()), absl::Seconds(1));
  EXPECT_EQ(client.Get({.document = "campaigns/spring"}).status().code(),
            absl::StatusCode::kDeadlineExceeded);
}

}  // namespace
}  // namespace placard
