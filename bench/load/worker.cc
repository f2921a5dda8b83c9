#include "bench/load/worker.h"

#include <sys/prctl.h>

#include <algorithm>
#include <utility>

namespace placard {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

// How long a thread that waits may overlook that the load was stopped.
constexpr milliseconds kGlance{100};

// What is due at the very end may be sent a moment after it. What is not sent
// by then never will be: the server, or this client, is too slow by far.
constexpr seconds kGrace{1};

// Ids of two workers differ.
constexpr int kNumberBits = 36;

nanoseconds LongestOf(const Load& load) {
  if (const auto* open = std::get_if<OpenLoad>(&load)) return open->duration;
  return std::get<ClosedLoad>(load).at_most;
}

// What one of `share.of` gets of `count`.
size_t PartOf(size_t count, Share share) {
  return count / share.of + (share.index < count % share.of ? 1 : 0);
}

size_t TicketsOf(const Traffic& traffic, const Load& load, Share share) {
  const auto* closed = std::get_if<ClosedLoad>(&load);
  return PartOf(closed ? closed->outstanding : traffic.max_outstanding, share);
}

std::unique_ptr<Transport> MakeTransport(Method method,
                                         TransportSettings settings) {
  return method == Method::kUnary ? MakeUnaryTransport(std::move(settings))
                                  : MakeStreamTransport(std::move(settings));
}

}  // namespace

Worker::Worker(const Assignment& assignment, Share share,
               std::vector<std::shared_ptr<grpc::Channel>> channels)
    : assignment_(assignment),
      share_(share),
      closed_loop_(std::holds_alternative<ClosedLoad>(assignment.load)),
      tickets_(TicketsOf(assignment.traffic, assignment.load, share)),
      transport_(
          MakeTransport(assignment.traffic.method,
                        {.channels = std::move(channels),
                         .tickets = tickets_.size(),
                         .timeout = assignment.traffic.timeout,
                         .longest_stream = std::chrono::ceil<milliseconds>(
                             LongestOf(assignment.load) + 2 * kGrace +
                             assignment.traffic.timeout),
                         .requests = assignment.requests})),
      last_(assignment.origin) {
  for (uint32_t i = 0; i < tickets_.size(); ++i) free_.push_back(i);
  receiver_ = std::thread([this] { Receive(); });
  sender_ = std::thread([this] { Send(); });
}

Worker::~Worker() {
  sender_.join();
  receiver_.join();
}

LoadResult Worker::Result() const {
  const std::lock_guard lock(mu_);
  LoadResult result = result_;
  result.elapsed = last_ - assignment_.origin;
  return result;
}

void Worker::Send() {
  if (const auto* open = std::get_if<OpenLoad>(&assignment_.load)) {
    SendOpen(*open);
  } else {
    SendClosed(std::get<ClosedLoad>(assignment_.load));
  }
  ending_.store(true, std::memory_order_release);
  AwaitIdle(steady_clock::now() + assignment_.traffic.timeout + kGrace,
            /*stoppable=*/false);
  transport_->Close();
}

void Worker::SendOpen(const OpenLoad& load) {
  // Linux wakes a thread up to 50 us late unless it asks for better.
  prctl(PR_SET_TIMERSLACK, 1);
  const Instant end = assignment_.origin + load.duration;
  Schedule schedule(load.arrivals, load.rate, load.seed, share_);
  Instant due = assignment_.origin + schedule.Next();
  for (; due < end; due = assignment_.origin + schedule.Next()) {
    const bool running = SleepUntil(due);
    const auto ticket = running ? TakeTicket(end + kGrace) : std::nullopt;
    if (!ticket) {
      CountUnsent(schedule, due, std::min(end, steady_clock::now()));
      return;
    }
    if (!Dispatch(*ticket, due)) Return(*ticket);
  }
  SleepUntil(end);
  const std::lock_guard lock(mu_);
  last_ = std::max(last_, std::min(end, steady_clock::now()));
}

void Worker::SendClosed(const ClosedLoad& load) {
  for (uint32_t i = 0; i < tickets_.size() && TakeRequest(); ++i) {
    const Instant now = steady_clock::now();
    const auto ticket = TakeTicket(now);
    if (!ticket) break;  // those before have taken all requests, and failed
    if (!Dispatch(*ticket, now)) Return(*ticket);
  }
  AwaitIdle(assignment_.origin + load.at_most, /*stoppable=*/true);
}

void Worker::Receive() {
  std::vector<Answer> answers;
  while (transport_->Next(answers)) {
    const Instant now = steady_clock::now();
    for (const Answer& answer : answers) Settle(answer, now);
    answers.clear();
  }
  assignment_.ended.release();
}

std::optional<uint32_t> Worker::TakeTicket(Instant end) {
  std::unique_lock lock(mu_);
  if (free_.empty()) ++result_.late;
  while (free_.empty()) {
    const Instant now = steady_clock::now();
    if (now >= end || assignment_.stop.load(std::memory_order_relaxed)) {
      --result_.late;  // not late, but never
      return std::nullopt;
    }
    freed_.wait_until(lock, std::min(end, now + kGlance));
  }
  // The longest free comes first, so that all connections are used.
  const uint32_t ticket = free_.front();
  free_.pop_front();
  ++result_.scheduled;
  return ticket;
}

bool Worker::SleepUntil(Instant due) const {
  while (!assignment_.stop.load(std::memory_order_relaxed)) {
    const Instant now = steady_clock::now();
    if (now >= due) return true;
    std::this_thread::sleep_until(std::min(due, now + kGlance));
  }
  return false;
}

bool Worker::TakeRequest() {
  // Relaxed: only the count matters.
  uint64_t left = assignment_.untaken.load(std::memory_order_relaxed);
  while (left > 0) {
    if (assignment_.untaken.compare_exchange_weak(left, left - 1,
                                                  std::memory_order_relaxed)) {
      return true;
    }
  }
  return false;
}

bool Worker::Dispatch(uint32_t index, Instant due) {
  const uint64_t number = number_.fetch_add(1, std::memory_order_relaxed);
  const uint64_t id =
      IdOf((uint64_t{share_.index} << kNumberBits) + number + 1, index);
  Ticket& ticket = tickets_[index];
  ticket.page =
      (number * share_.of + share_.index) % assignment_.requests.size();
  ticket.due = due;
  ticket.sent = steady_clock::now();
  const Outgoing request = {.ticket = index, .page = ticket.page, .id = id};
  ticket.id.store(id, std::memory_order_release);
  const grpc::StatusCode code = transport_->Send(request);
  if (code == grpc::StatusCode::OK) return true;
  const std::lock_guard lock(mu_);
  result_.tally.AddCode(code);
  return false;
}

void Worker::Settle(const Answer& answer, Instant now) {
  const Ticket& ticket = tickets_[answer.ticket];
  const uint64_t id = ticket.id.load(std::memory_order_acquire);
  const bool answered = answer.code == grpc::StatusCode::OK;
  Tally tally;
  tally.AddCode(answer.code);
  if (answered && (id >> kTicketBits) % assignment_.traffic.check_every == 0) {
    tally.AddAnswer(answer.response, id,
                    assignment_.requests.slots(ticket.page));
  }
  {
    const std::lock_guard lock(mu_);
    result_.tally.Merge(tally);
    if (answered) {
      result_.latency.Record(now - ticket.due);
      result_.service.Record(now - ticket.sent);
    }
    last_ = std::max(last_, now);
  }
  Return(answer.ticket);
}

void Worker::Return(uint32_t ticket) {
  while (closed_loop_ && !ending_.load(std::memory_order_acquire) &&
         TakeRequest()) {
    {
      const std::lock_guard lock(mu_);
      ++result_.scheduled;
    }
    if (Dispatch(ticket, steady_clock::now())) return;
  }
  {
    const std::lock_guard lock(mu_);
    free_.push_back(ticket);
  }
  freed_.notify_one();
}

void Worker::AwaitIdle(Instant end, bool stoppable) {
  std::unique_lock lock(mu_);
  while (free_.size() < tickets_.size()) {
    const Instant now = steady_clock::now();
    if (now >= end) return;
    if (stoppable && assignment_.stop.load(std::memory_order_relaxed)) return;
    freed_.wait_until(lock, std::min(end, now + kGlance));
  }
}

void Worker::CountUnsent(Schedule& schedule, Instant first, Instant until) {
  uint64_t unsent = 0;
  for (Instant due = first; due < until;
       due = assignment_.origin + schedule.Next()) {
    ++unsent;
  }
  const std::lock_guard lock(mu_);
  result_.scheduled += unsent;
  result_.unsent += unsent;
}

}  // namespace placard
