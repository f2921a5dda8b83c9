// One sending and one receiving thread with connections of their own.
//
// The sender must keep to the schedule to the microsecond, and gRPC's queue
// wakes up by the millisecond: hence a thread that sleeps by the clock, and
// another that waits for answers.
//
// Thread safety: thread-safe.
// Lifetime: starts in the constructor; the destructor waits for the threads,
// so for the end of the load. All that is handed in outlives it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <semaphore>
#include <thread>
#include <vector>

#include "bench/load/load_run.h"
#include "bench/load/requests.h"
#include "bench/load/schedule.h"
#include "bench/load/transport.h"

namespace placard {

class Worker {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  // What all workers of a load share.
  struct Assignment {
    const Traffic& traffic;
    const Load& load;
    const Requests& requests;
    const std::atomic<bool>& stop;
    // Requests of a closed load that nobody has taken yet.
    std::atomic<uint64_t>& untaken;
    Instant origin;
    // Released once by each worker, when all that it does has ended.
    std::counting_semaphore<>& ended;
  };

  Worker(const Assignment& assignment, Share share,
         std::vector<std::shared_ptr<grpc::Channel>> channels);
  ~Worker();

  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // What there is so far; `elapsed` ends with the last answer.
  LoadResult Result() const;

 private:
  // A request under way. Written by the sender before it sends and read when
  // the answer is there.
  struct Ticket {
    // Stored last and read first, so that the rest may be read.
    std::atomic<uint64_t> id{0};
    size_t page = 0;
    Instant due;
    Instant sent;
  };

  void Send();
  void SendOpen(const OpenLoad& load);
  void SendClosed(const ClosedLoad& load);
  void Receive();

  // Waits, at most until `end`, for a ticket; nothing when none came free.
  std::optional<uint32_t> TakeTicket(Instant end);
  // Sleeps until `due`; false when the load was stopped.
  bool SleepUntil(Instant due) const;
  // Takes one of the requests of a closed load; false when none is left.
  bool TakeRequest();
  // False when the request has failed at once; the ticket is still taken then.
  bool Dispatch(uint32_t ticket, Instant due);
  void Settle(const Answer& answer, Instant now);
  // A closed load goes on with the ticket, or it becomes free.
  void Return(uint32_t ticket);
  // Waits, at most until `end` or the load is stopped, for all tickets.
  void AwaitIdle(Instant end, bool stoppable);
  // `first`, and those after it in `schedule`, will not be sent: counts what of
  // them is due before `until`.
  void CountUnsent(Schedule& schedule, Instant first, Instant until);

  const Assignment assignment_;
  const Share share_;
  const bool closed_loop_;
  std::vector<Ticket> tickets_;
  std::unique_ptr<Transport> transport_;

  // Requests that were sent, over both threads: which page is next.
  std::atomic<uint64_t> number_{0};
  // No more of a closed load's requests are sent.
  std::atomic<bool> ending_{false};

  mutable std::mutex mu_;
  std::condition_variable freed_;
  std::deque<uint32_t> free_;  // guarded by mu_
  LoadResult result_;          // guarded by mu_; all but `elapsed`
  Instant last_;               // guarded by mu_; when something happened last

  std::thread receiver_;
  std::thread sender_;
};

}  // namespace placard
