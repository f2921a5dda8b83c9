// Destroys what is no longer served, on a thread of its own: the last reader of
// a catalogue, or the one who publishes the next, must not pay for the freeing
// of a million line items.
//
// Thread safety: thread-safe.
// Lifetime: the destructor waits for nobody; what others still read lives on
// with them.
// Cost: what was added lives up to a tenth of a second longer than its readers.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace placard {

class Disposal {
 public:
  Disposal();
  ~Disposal();
  Disposal(const Disposal&) = delete;
  Disposal& operator=(const Disposal&) = delete;

  // Precondition: nobody will make another reference to it but from one that
  // is there already, and they are few.
  void Add(std::shared_ptr<const void> value);

 private:
  void Run();

  std::mutex mu_;
  std::condition_variable changed_;
  std::vector<std::shared_ptr<const void>> added_;  // guarded by mu_
  bool stopping_ = false;                           // guarded by mu_
  std::thread thread_;
};

}  // namespace placard
