#include "services/token/page_view_tokens.h"

#include <algorithm>
#include <array>

#include "engine/base/check.h"

namespace placard {
namespace {

// The byte that an advertisement begins with: a bit for each hash that follows,
// one for house advertisements, and the number of labels.
constexpr uint8_t kHouse = 1 << 4;
constexpr int kLabelShift = 5;
constexpr uint8_t kManyLabels = 7;  // their number follows in a byte
constexpr size_t kHashBytes = 3;
constexpr size_t kMaxLabels = 0xFF;

constexpr std::array kHashes = {&ShownAd::campaign, &ShownAd::advertiser,
                                &ShownAd::line_item, &ShownAd::creative};

void AppendHash(uint32_t hash, std::string& out) {
  const char bytes[kHashBytes] = {static_cast<char>(hash),
                                  static_cast<char>(hash >> 8),
                                  static_cast<char>(hash >> 16)};
  out.append(bytes, kHashBytes);
}

// Both take what they read off `bytes`; false when that is too short.
bool TakeByte(std::string_view& bytes, uint8_t& byte) {
  if (bytes.empty()) return false;
  byte = static_cast<uint8_t>(bytes.front());
  bytes.remove_prefix(1);
  return true;
}

bool TakeHash(std::string_view& bytes, uint32_t& hash) {
  if (bytes.size() < kHashBytes) return false;
  hash = 0;
  for (size_t i = kHashBytes; i > 0; --i) {
    hash = hash << 8 | static_cast<uint8_t>(bytes[i - 1]);
  }
  bytes.remove_prefix(kHashBytes);
  return true;
}

void AppendAd(const ShownAd& ad, size_t labels, std::string& out) {
  const auto few = static_cast<uint8_t>(std::min<size_t>(labels, kManyLabels));
  auto head = static_cast<uint8_t>(few << kLabelShift);
  if (ad.house) head |= kHouse;
  for (size_t i = 0; i < kHashes.size(); ++i) {
    if (ad.*kHashes[i] != 0) head |= static_cast<uint8_t>(1 << i);
  }
  out += static_cast<char>(head);
  if (few == kManyLabels) out += static_cast<char>(labels);
  for (const auto hash : kHashes) {
    if (ad.*hash != 0) AppendHash(ad.*hash, out);
  }
  for (size_t i = 0; i < labels; ++i) AppendHash(ad.labels[i], out);
}

bool TakeAd(std::string_view& bytes, ShownAd& ad) {
  uint8_t head = 0;
  if (!TakeByte(bytes, head)) return false;
  auto labels = static_cast<uint8_t>(head >> kLabelShift);
  if (labels == kManyLabels && !TakeByte(bytes, labels)) return false;
  ad.house = (head & kHouse) != 0;
  for (size_t i = 0; i < kHashes.size(); ++i) {
    if ((head >> i & 1) != 0 && !TakeHash(bytes, ad.*kHashes[i])) return false;
  }
  ad.labels.resize(labels);
  return std::all_of(ad.labels.begin(), ad.labels.end(),
                     [&](uint32_t& label) { return TakeHash(bytes, label); });
}

// Without its labels.
size_t BytesOf(const ShownAd& ad) {
  return 1 + kHashBytes * static_cast<size_t>(std::count_if(
                              kHashes.begin(), kHashes.end(),
                              [&](const auto hash) { return ad.*hash != 0; }));
}

size_t BytesOfLabels(size_t labels) {
  return kHashBytes * labels + (labels >= kManyLabels ? 1 : 0);
}

TokenUse UseOf(const PageViewOwner& owner) {
  return {.kind = TokenKind::kPageView,
          .life = kPageViewLife,
          .page_url = owner.page_url,
          .viewer_key = owner.viewer_key};
}

}  // namespace

void PageViewTokens::Use(const std::shared_ptr<const TokenKeys>& keys) {
  if (!codec_.has_value() || codec_->keys() != keys) codec_.emplace(keys);
}

std::optional<TokenRefusal> PageViewTokens::Read(std::string_view token,
                                                 const PageViewOwner& owner,
                                                 absl::Time now,
                                                 PageViewHistory& out) {
  std::string_view payload;
  const std::optional<TokenRefusal> refusal =
      codec_->Open(UseOf(owner), now, token, payload);
  if (refusal.has_value()) return refusal;
  out.shown.clear();
  while (!payload.empty()) {
    if (!TakeAd(payload, out.shown.emplace_back())) {
      out.shown.clear();
      return TokenRefusal::kMalformed;
    }
  }
  std::reverse(out.shown.begin(), out.shown.end());
  return std::nullopt;
}

bool PageViewTokens::Add(const ShownAd& ad) {
  const size_t room = codec_->room() - payload_.size();
  const size_t bytes = BytesOf(ad);
  if (bytes > room) return false;
  const size_t all = std::min(ad.labels.size(), kMaxLabels);
  size_t labels = all;
  while (bytes + BytesOfLabels(labels) > room) --labels;
  AppendAd(ad, labels, payload_);
  return labels == ad.labels.size();
}

std::string_view PageViewTokens::Finish(const PageViewOwner& owner,
                                        absl::Time now) {
  return codec_->Seal(UseOf(owner), now, payload_);
}

}  // namespace placard
