// What decisions leave behind for those who ask why.
//
// Thread safety: thread-safe. Lifetime: `clock` must outlive it.
// Cost: see the parts; one reading of the clock a decision.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "engine/base/clock.h"
#include "engine/engine.h"
#include "engine/model/page.h"
#include "services/diagnosis/delivery_recorder.h"
#include "services/diagnosis/page_sample.h"

namespace placard {

class Diagnosis {
 public:
  explicit Diagnosis(const Clock& clock)
      : clock_(clock), recorder_(clock), sample_(clock) {}

  // A page that was decided for now, with the scratch that decided it.
  void Record(const PageRequest& request, DecideScratch& scratch) {
    const absl::Duration monotonic = clock_.Monotonic();
    recorder_.Record(scratch.why_not.Outcomes(scratch.contest), monotonic);
    sample_.Offer(request, monotonic);
  }

  DeliveryRecorder& recorder() { return recorder_; }
  const PageSample& sample() const { return sample_; }

 private:
  const Clock& clock_;
  DeliveryRecorder recorder_;
  PageSample sample_;
};

// Folds a recorder ten times a second, as long as it lives.
//
// Thread safety: made and destroyed by one thread.
// Lifetime: `recorder` must outlive it.
class Folding {
 public:
  explicit Folding(DeliveryRecorder& recorder);
  ~Folding();

 private:
  void Run();

  DeliveryRecorder& recorder_;
  std::mutex mu_;
  std::condition_variable stop_;
  bool stopping_ = false;  // guarded by mu_
  std::thread thread_;
};

}  // namespace placard
