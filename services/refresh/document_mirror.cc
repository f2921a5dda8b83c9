#include "services/refresh/document_mirror.h"

#include <algorithm>
#include <utility>

#include "engine/base/status.h"
#include "engine/text/normalize.h"

namespace placard {
namespace {

std::string Folded(std::string_view text) {
  absl::StatusOr<std::string> folded = Normalize(text);
  return folded.ok() ? *std::move(folded) : std::string(text);
}

std::string_view DisplayName(const v1::Resource& resource) {
  switch (resource.kind_case()) {
    case v1::Resource::kTaxonomy:
      return resource.taxonomy().display_name();
    case v1::Resource::kKeywordList:
      return resource.keyword_list().display_name();
    case v1::Resource::kAdvertiser:
      return resource.advertiser().display_name();
    case v1::Resource::kCampaign:
      return resource.campaign().display_name();
    case v1::Resource::kSitePolicy:
    case v1::Resource::KIND_NOT_SET:
      return "";
  }
  return "";
}

v1::Status StatusOf(const v1::Resource& resource) {
  if (resource.has_campaign()) return resource.campaign().status();
  if (resource.has_advertiser()) return resource.advertiser().status();
  return v1::STATUS_UNSPECIFIED;
}

bool NameBefore(const DocumentMirror::Entry& entry, std::string_view name) {
  return entry->document.name < name;
}

}  // namespace

ServedDocument MakeServedDocument(Document document,
                                  const v1::Resource& resource) {
  ServedDocument served;
  served.document = std::move(document);
  served.search_text = served.document.name;
  if (resource.kind_case() == v1::Resource::KIND_NOT_SET) return served;
  served.search_text =
      Concat(served.search_text, "\n", Folded(DisplayName(resource)), "\n",
             resource.campaign().advertiser());
  served.status = StatusOf(resource);
  return served;
}

size_t DocumentMirror::BlockOf(std::string_view name) const {
  const auto after = std::upper_bound(
      blocks_.begin(), blocks_.end(), name,
      [](std::string_view wanted, const std::shared_ptr<Block>& block) {
        return wanted < block->front()->document.name;
      });
  return after == blocks_.begin() ? 0 : after - blocks_.begin() - 1;
}

DocumentMirror::Block& DocumentMirror::Own(size_t index) {
  std::shared_ptr<Block>& block = blocks_[index];
  // Ours alone: nobody else has it to make another reference from.
  if (block.use_count() != 1) block = std::make_shared<Block>(*block);
  return *block;
}

DocumentMirror::Entry DocumentMirror::Find(std::string_view name) const {
  Entry found;
  VisitFrom(name, [&](const Entry& entry) {
    if (entry->document.name == name) found = entry;
    return false;
  });
  return found;
}

void DocumentMirror::VisitFrom(
    std::string_view name,
    const std::function<bool(const Entry&)>& visit) const {
  if (blocks_.empty()) return;
  size_t index = BlockOf(name);
  auto at = std::lower_bound(blocks_[index]->begin(), blocks_[index]->end(),
                             name, NameBefore);
  for (;; at = blocks_[index]->begin()) {
    for (; at != blocks_[index]->end(); ++at) {
      if (!visit(*at)) return;
    }
    if (++index == blocks_.size()) return;
  }
}

void DocumentMirror::Put(Entry entry) {
  if (blocks_.empty()) blocks_.push_back(std::make_shared<Block>());
  const std::string& name = entry->document.name;
  const size_t index = blocks_.front()->empty() ? 0 : BlockOf(name);
  Block& block = Own(index);
  const auto at =
      std::lower_bound(block.begin(), block.end(), name, NameBefore);
  if (at != block.end() && (*at)->document.name == name) {
    *at = std::move(entry);
    return;
  }
  block.insert(at, std::move(entry));
  ++size_;
  if (block.size() <= kBlock) return;
  // Loading in order of name fills a block before the next is begun.
  const size_t keep =
      index + 1 == blocks_.size() ? block.size() - 1 : block.size() / 2;
  auto rest = std::make_shared<Block>(block.begin() + keep, block.end());
  block.resize(keep);
  blocks_.insert(blocks_.begin() + index + 1, std::move(rest));
}

bool DocumentMirror::Remove(std::string_view name) {
  if (blocks_.empty()) return false;
  const size_t index = BlockOf(name);
  const Block& before = *blocks_[index];
  const auto at =
      std::lower_bound(before.begin(), before.end(), name, NameBefore);
  if (at == before.end() || (*at)->document.name != name) return false;
  const size_t offset = at - before.begin();
  Block& block = Own(index);
  block.erase(block.begin() + offset);
  if (block.empty()) blocks_.erase(blocks_.begin() + index);
  --size_;
  return true;
}

}  // namespace placard
