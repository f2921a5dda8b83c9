// Logs, once a minute, what has been decided in it.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "services/decision/decision_counters.h"
#include "services/log/log.h"

namespace placard {

// Thread safety: Start and Stop by one thread.
// Lifetime: what it is made from must outlive it.
class TotalsReporter {
 public:
  TotalsReporter(const DecisionCounters& counters, Log& log);
  // Reports what is left.
  ~TotalsReporter();

 private:
  void Run();
  void Report();

  const DecisionCounters& counters_;
  Log& log_;
  DecisionTotals last_;  // the thread's

  std::mutex mu_;
  std::condition_variable stop_;
  bool stopping_ = false;  // guarded by mu_
  std::thread thread_;
};

}  // namespace placard
