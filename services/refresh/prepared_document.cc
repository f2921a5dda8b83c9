#include "services/refresh/prepared_document.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "engine/base/status.h"
#include "google/protobuf/arena.h"
#include "placard/v1/campaign_service.pb.h"
#include "services/codec/campaign_codec.h"

namespace placard {
namespace {

constexpr size_t kBatch = 64;
// Batches that wait at most: enough to ride out a slow read, no more.
constexpr size_t kWaiting = 64;
// Parsing a campaign takes less, so that no memory is asked for.
constexpr size_t kArenaBytes = 64 << 10;

// Reuses its memory from one document to the next.
class Preparer {
 public:
  Preparer() : arena_(OptionsFor(memory_)) {}

  PreparedDocument Prepare(Document document) {
    arena_.Reset();
    auto* resource =
        google::protobuf::Arena::CreateMessage<v1::Resource>(&arena_);
    const bool is_parsed = resource->ParseFromString(document.body);
    if (!is_parsed) resource->Clear();
    absl::StatusOr<CatalogObject> object =
        is_parsed
            ? ReadDocument(document.name, *resource)
            : InvalidArgument(document.name, ": is no serialised resource");
    return {.served = std::make_shared<const ServedDocument>(
                MakeServedDocument(std::move(document), *resource)),
            .object = std::move(object)};
  }

 private:
  static google::protobuf::ArenaOptions OptionsFor(std::vector<char>& memory) {
    google::protobuf::ArenaOptions options;
    options.initial_block = memory.data();
    options.initial_block_size = memory.size();
    return options;
  }

  std::vector<char> memory_ = std::vector<char>(kArenaBytes);
  google::protobuf::Arena arena_;
};

}  // namespace

PreparedDocument Prepare(Document document) {
  return Preparer().Prepare(std::move(document));
}

Preparation::Preparation() {
  const unsigned processors = std::max(1u, std::thread::hardware_concurrency());
  for (unsigned i = 0; i < processors; ++i) {
    threads_.emplace_back([this] { Run(); });
  }
}

Preparation::~Preparation() {
  {
    const std::lock_guard lock(mu_);
    waiting_.clear();
  }
  Stop();
}

void Preparation::Add(Document document) {
  filling_.push_back(std::move(document));
  if (filling_.size() == kBatch) Submit();
}

std::vector<PreparedDocument> Preparation::Finish() {
  Submit();
  Stop();
  std::vector<PreparedDocument> all;
  all.reserve(prepared_.size() * kBatch);
  for (std::vector<PreparedDocument>& batch : prepared_) {
    std::move(batch.begin(), batch.end(), std::back_inserter(all));
  }
  prepared_.clear();
  return all;
}

void Preparation::Submit() {
  {
    std::unique_lock lock(mu_);
    changed_.wait(lock, [this] { return waiting_.size() < kWaiting; });
    waiting_.push_back(std::exchange(filling_, {}));
  }
  changed_.notify_all();
  filling_.reserve(kBatch);
}

void Preparation::Stop() {
  {
    const std::lock_guard lock(mu_);
    is_complete_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Preparation::Run() {
  Preparer preparer;
  std::unique_lock lock(mu_);
  for (;;) {
    changed_.wait(lock, [this] { return is_complete_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    Batch batch = std::move(waiting_.front());
    waiting_.pop_front();
    std::vector<PreparedDocument>& results = prepared_.emplace_back();
    lock.unlock();
    changed_.notify_all();
    results.reserve(batch.size());
    for (Document& document : batch) {
      results.push_back(preparer.Prepare(std::move(document)));
    }
    lock.lock();
  }
}

}  // namespace placard
