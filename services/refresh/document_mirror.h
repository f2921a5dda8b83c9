// The documents that this server serves by, in order of name: what listing
// reads and what the local copy is written from.
//
// A value that is cheap to copy: documents stand in blocks, and a copy shares
// them all until one side changes one. So the refresher publishes a copy with
// each catalogue, and readers keep theirs as long as they like.
//
// Thread safety: thread-compatible; two copies are independent of each other.
// Cost: Put and Remove: one search and a copy of at most one block. Copying: a
// pointer for every kBlock / 2 to kBlock documents.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "placard/v1/campaign_service.pb.h"
#include "services/store/catalog_store.h"

namespace placard {

struct ServedDocument {
  Document document;
  // What a listing may be filtered by: name, display name and advertiser, each
  // normalised, a line each; and the status of what has one.
  std::string search_text;
  v1::Status status = v1::STATUS_UNSPECIFIED;
};

// `resource`: what the body says; of no kind when it cannot be read, which
// leaves the name to be searched by, and no status.
ServedDocument MakeServedDocument(Document document,
                                  const v1::Resource& resource);

class DocumentMirror {
 public:
  using Entry = std::shared_ptr<const ServedDocument>;

  size_t size() const { return size_; }

  // Null when there is none.
  Entry Find(std::string_view name) const;

  // In order of name, from the first whose name is at least `name`, until
  // `visit` returns false.
  void VisitFrom(std::string_view name,
                 const std::function<bool(const Entry&)>& visit) const;

  // In place of the one of this name, if any.
  void Put(Entry entry);
  // Whether there was one.
  bool Remove(std::string_view name);

 private:
  static constexpr size_t kBlock = 512;
  using Block = std::vector<Entry>;  // not empty, at most kBlock

  // The block where `name` is or belongs. Precondition: there are blocks.
  size_t BlockOf(std::string_view name) const;
  // The block, for us alone to change.
  Block& Own(size_t index);

  std::vector<std::shared_ptr<Block>> blocks_;
  size_t size_ = 0;
};

}  // namespace placard
