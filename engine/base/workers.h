// Who does work that falls into parts which do not depend on each other. The
// engine makes no threads: who has processors to spare, such as a server that
// does not serve yet, lends them.
//
// Thread safety: thread-compatible.
#pragma once

#include <cstddef>
#include <functional>

namespace placard {

class Workers {
 public:
  virtual ~Workers() = default;

  // How many parts are worked on at the same time, at most.
  virtual size_t size() const = 0;

  // Calls `work` for each part from 0 to `parts` - 1, in any order and by any
  // thread, and returns once all are done: they happen before what follows.
  virtual void Do(size_t parts,
                  const std::function<void(size_t part)>& work) const = 0;
};

// The caller himself, one part after another.
class LoneWorker final : public Workers {
 public:
  size_t size() const override { return 1; }
  void Do(size_t parts,
          const std::function<void(size_t part)>& work) const override {
    for (size_t part = 0; part < parts; ++part) work(part);
  }
};

}  // namespace placard
