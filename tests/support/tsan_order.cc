// Tells the thread sanitizer what Debian's gRPC, which is built without it,
// keeps to itself: that what was done before gRPC was given something happened
// before gRPC calls back. Otherwise whatever one thread makes and gRPC hands to
// another is a data race to the sanitizer; and if these reports are suppressed,
// so are those of every race in a call that gRPC has begun.
//
// gRPC takes absl's mutexes on its way in and on its way back. The definitions
// here stand before the shared library's, and call them. To the sanitizer all
// these mutexes are one, for between two of them work passes by atomics too. So
// the race of two calls goes unseen when one is back in gRPC before the other
// leaves it; when they overlap it is seen. Our own code has std::mutex.
//
// Linked to every program of the tsan preset, and to nothing else.
#include <dlfcn.h>

#include <atomic>
#include <cstddef>

#include "absl/time/time.h"
#include "grpc/grpc.h"

// Of absl in this distribution.
#define PLACARD_ABSL(name) "_ZN4absl7debian3" name
#define PLACARD_LOCK PLACARD_ABSL("5Mutex4LockEv")
#define PLACARD_TRY_LOCK PLACARD_ABSL("5Mutex7TryLockEv")
#define PLACARD_UNLOCK PLACARD_ABSL("5Mutex6UnlockEv")
#define PLACARD_WAIT PLACARD_ABSL("7CondVar4WaitEPNS0_5MutexE")
#define PLACARD_WAIT_FOR \
  PLACARD_ABSL("7CondVar15WaitWithTimeoutEPNS0_5MutexENS0_8DurationE")
#define PLACARD_WAIT_UNTIL \
  PLACARD_ABSL("7CondVar16WaitWithDeadlineEPNS0_5MutexENS0_4TimeE")
#define PLACARD_DONE "_ZN4grpc8internal18ServerCallbackCall14ScheduleOnDoneEb"

extern "C" {

void __tsan_acquire(void* address);
void __tsan_release(void* address);

void Lock(void* mutex) __asm__(PLACARD_LOCK);
bool TryLock(void* mutex) __asm__(PLACARD_TRY_LOCK);
void Unlock(void* mutex) __asm__(PLACARD_UNLOCK);
void Wait(void* condition, void* mutex) __asm__(PLACARD_WAIT);
bool WaitFor(void* condition, void* mutex,
             absl::Duration patience) __asm__(PLACARD_WAIT_FOR);
bool WaitUntil(void* condition, void* mutex,
               absl::Time time) __asm__(PLACARD_WAIT_UNTIL);
void ScheduleOnDone(void* call, bool is_inline) __asm__(PLACARD_DONE);

}  // extern "C"

namespace {

char all_of_grpc;

void Acquire() { __tsan_acquire(&all_of_grpc); }
void Release() { __tsan_release(&all_of_grpc); }

// The definition that one of these hides.
template <typename Function>
class Hidden {
 public:
  explicit constexpr Hidden(const char* symbol) : symbol_(symbol) {}

  template <typename... Args>
  auto operator()(Args... args) {
    // Relaxed: all that look it up find the same.
    Function* function = found_.load(std::memory_order_relaxed);
    if (function == nullptr) {
      function = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, symbol_));
      found_.store(function, std::memory_order_relaxed);
    }
    return function(args...);
  }

 private:
  const char* const symbol_;
  std::atomic<Function*> found_ = nullptr;
};

// Libraries lock before main.
constinit Hidden<decltype(Lock)> hidden_lock(PLACARD_LOCK);
constinit Hidden<decltype(TryLock)> hidden_try_lock(PLACARD_TRY_LOCK);
constinit Hidden<decltype(Unlock)> hidden_unlock(PLACARD_UNLOCK);
constinit Hidden<decltype(Wait)> hidden_wait(PLACARD_WAIT);
constinit Hidden<decltype(WaitFor)> hidden_wait_for(PLACARD_WAIT_FOR);
constinit Hidden<decltype(WaitUntil)> hidden_wait_until(PLACARD_WAIT_UNTIL);
constinit Hidden<decltype(ScheduleOnDone)> hidden_done(PLACARD_DONE);
constinit Hidden<decltype(grpc_call_start_batch)> hidden_start_batch(
    "grpc_call_start_batch");
constinit Hidden<decltype(grpc_completion_queue_next)> hidden_next(
    "grpc_completion_queue_next");
constinit Hidden<decltype(grpc_completion_queue_pluck)> hidden_pluck(
    "grpc_completion_queue_pluck");

// What protobuf makes when it is first asked for it, behind a guard that the
// sanitizer does not see, is made before there is a thread.
[[maybe_unused]] const bool has_made = [] {
  using Make = const void*();
  auto* const make = reinterpret_cast<Make*>(
      dlsym(RTLD_DEFAULT,
            "_ZN6google8protobuf15UnknownFieldSet16default_instanceEv"));
  if (make != nullptr) make();
  return true;
}();

}  // namespace

void Lock(void* mutex) {
  hidden_lock(mutex);
  Acquire();
}

bool TryLock(void* mutex) {
  const bool is_locked = hidden_try_lock(mutex);
  if (is_locked) Acquire();
  return is_locked;
}

void Unlock(void* mutex) {
  Release();
  hidden_unlock(mutex);
}

void Wait(void* condition, void* mutex) {
  Release();
  hidden_wait(condition, mutex);
  Acquire();
}

bool WaitFor(void* condition, void* mutex, absl::Duration patience) {
  Release();
  const bool is_over = hidden_wait_for(condition, mutex, patience);
  Acquire();
  return is_over;
}

bool WaitUntil(void* condition, void* mutex, absl::Time time) {
  Release();
  const bool is_over = hidden_wait_until(condition, mutex, time);
  Acquire();
  return is_over;
}

// The last of a call's callbacks to count itself off ends the call. It may be
// one of gRPC's own, and then the sanitizer has not seen that it came after the
// others. The count stands behind the pointer to the functions and another one.
void ScheduleOnDone(void* call, bool is_inline) {
  __tsan_acquire(static_cast<char*>(call) + sizeof(void*) + sizeof(int));
  hidden_done(call, is_inline);
}

// These three may pass an operation from thread to thread without a lock.
grpc_call_error grpc_call_start_batch(grpc_call* call, const grpc_op* ops,
                                      size_t count, void* tag, void* reserved) {
  Release();
  return hidden_start_batch(call, ops, count, tag, reserved);
}

grpc_event grpc_completion_queue_next(grpc_completion_queue* queue,
                                      gpr_timespec deadline, void* reserved) {
  const grpc_event event = hidden_next(queue, deadline, reserved);
  Acquire();
  return event;
}

grpc_event grpc_completion_queue_pluck(grpc_completion_queue* queue, void* tag,
                                       gpr_timespec deadline, void* reserved) {
  const grpc_event event = hidden_pluck(queue, tag, deadline, reserved);
  Acquire();
  return event;
}
