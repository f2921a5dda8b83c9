#include "services/campaign/watch_stream.h"

#include <deque>
#include <memory>
#include <mutex>
#include <utility>

#include "engine/base/status.h"
#include "placard/v1/campaign_service.pb.h"
#include "services/campaign/resource.h"
#include "services/codec/timestamp.h"
#include "services/rpc/violated.h"
#include "services/rpc/wire.h"

namespace placard {
namespace {

// How many changes are taken out of the feed at once.
constexpr size_t kTake = 64;

void SetVersion(const CatalogVersion& version, v1::ConfigVersion* out) {
  out->set_epoch(version.epoch);
  out->set_revision(version.revision);
}

v1::WatchCampaignsResponse Describe(const std::string& epoch,
                                    const Change& change) {
  v1::WatchCampaignsResponse response;
  SetVersion({.epoch = epoch, .revision = change.revision},
             response.mutable_config_version());
  response.set_name(change.name);
  response.set_actor(change.actor);
  *response.mutable_time() = ToTimestamp(change.time);
  if (change.document != nullptr) {
    const Document& document = change.document->document;
    absl::StatusOr<v1::Resource> resource =
        ParseStored(document.name, document.revision, document.body);
    if (resource.ok()) *response.mutable_resource() = *std::move(resource);
  }
  return response;
}

class WatchStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                          public ChangeListener,
                          public std::enable_shared_from_this<WatchStream> {
 public:
  WatchStream(Serving& serving, WorkerPool& workers)
      : serving_(serving), workers_(workers) {}

  // Precondition: nothing else was called before.
  void Start(const grpc::ByteBuffer& bytes) {
    self_ = shared_from_this();
    v1::WatchCampaignsRequest request;
    absl::Status status = ParseMessage(bytes, request);
    if (status.ok()) status = Place(request);
    if (!status.ok()) {
      finished_ = true;
      Finish(ToWire(status));
      return;
    }
    v1::WatchCampaignsResponse first;
    SetVersion(at_, first.mutable_config_version());
    out_ = SerializeMessage(first);
    writing_ = true;  // nobody knows of this stream before the next line
    serving_.changes.Listen(weak_from_this());
    StartWrite(&out_);
  }

  void OnChange() override {
    {
      const std::lock_guard lock(mu_);
      if (writing_ || finished_) return;
    }
    // Not on the publisher's thread, if a worker is to be had.
    if (!workers_.Submit([self = shared_from_this()] { self->Send(); })) Send();
  }

  void OnWriteDone(bool ok) override {
    {
      const std::lock_guard lock(mu_);
      writing_ = false;
      cancelled_ |= !ok;
    }
    Send();
  }

  void OnCancel() override {
    {
      const std::lock_guard lock(mu_);
      cancelled_ = true;
    }
    Send();
  }

  void OnDone() override { self_.reset(); }

 private:
  // Where the watcher stands, if the feed knows what follows.
  absl::Status Place(const v1::WatchCampaignsRequest& request) {
    at_ = serving_.changes.version();
    if (at_.epoch.empty()) {
      return Unavailable("this server has not read the catalogue yet");
    }
    if (request.has_from()) {
      at_ = {.epoch = request.from().epoch(),
             .revision = request.from().revision()};
    }
    return serving_.changes.After(at_, 1).status();
  }

  // Sends what comes next, unless something is being sent: the end of the call
  // or a change, if there is one.
  void Send() {
    absl::Status end;
    {
      const std::lock_guard lock(mu_);
      if (writing_ || finished_) return;
      end = Next();
      finished_ = !end.ok();
      if (!finished_ && !writing_) return;
    }
    // Not under the lock: gRPC may call back from within.
    if (end.ok()) {
      StartWrite(&out_);
    } else {
      Finish(ToWire(end));
    }
  }

  // Puts the next change, if there is one, into out_ and sets writing_.
  // Needs mu_.
  absl::Status Next() {
    if (cancelled_) {
      return Error(absl::StatusCode::kCancelled, "the watcher is gone");
    }
    if (taken_.empty()) {
      PLACARD_ASSIGN_OR_RETURN(const auto changes,
                               serving_.changes.After(at_, kTake));
      taken_.assign(changes.begin(), changes.end());
    }
    if (taken_.empty()) return absl::OkStatus();
    const std::shared_ptr<const Change> change = std::move(taken_.front());
    taken_.pop_front();
    at_.revision = change->revision;
    out_ = SerializeMessage(Describe(at_.epoch, *change));
    writing_ = true;
    return absl::OkStatus();
  }

  Serving& serving_;
  WorkerPool& workers_;

  std::shared_ptr<WatchStream> self_;  // until OnDone

  std::mutex mu_;
  // Guarded by mu_; out_ is the transport's while writing_.
  CatalogVersion at_;
  std::deque<std::shared_ptr<const Change>> taken_;
  grpc::ByteBuffer out_;
  bool writing_ = false;
  bool cancelled_ = false;
  bool finished_ = false;
};

}  // namespace

grpc::ServerWriteReactor<grpc::ByteBuffer>* StartWatchStream(
    Serving& serving, WorkerPool& workers, const grpc::ByteBuffer& request) {
  const auto stream = std::make_shared<WatchStream>(serving, workers);
  stream->Start(request);
  return stream.get();
}

}  // namespace placard
