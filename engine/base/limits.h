// Every limit on what comes from outside, in one table: validators check them,
// and error messages and documents quote them. Over a limit is
// INVALID_ARGUMENT naming the field; nothing is ever truncated.
#pragma once

#include <cstddef>
#include <cstdint>

namespace placard::limits {

// A page and its request.
inline constexpr size_t kMessageBytes = 1 << 20;
inline constexpr size_t kKeywords = 256;
inline constexpr size_t kKeywordBytes = 128;
inline constexpr size_t kTextBytes = 64 << 10;  // title and text together
inline constexpr size_t kUrlBytes = 2048;
inline constexpr size_t kSections = 16;
inline constexpr size_t kSectionDepth = 8;
inline constexpr size_t kSectionBytes = 256;
inline constexpr size_t kCategories = 64;
inline constexpr size_t kSegments = 256;
inline constexpr size_t kExclusionLabels = 64;
inline constexpr size_t kKeyValues = 64;  // page and each slot
inline constexpr size_t kSlots = 64;
inline constexpr size_t kSlotSizes = 32;
inline constexpr size_t kSlotCount = 20;
inline constexpr int32_t kSizePixels = 10'000;
inline constexpr size_t kIdBytes = 64;  // ids, keys, values, labels
inline constexpr size_t kRequestIdBytes = 128;

// A campaign document.
inline constexpr size_t kDocumentBytes = 256 << 10;
inline constexpr size_t kLineItems = 500;
inline constexpr size_t kCreatives = 200;
inline constexpr size_t kRuleDepth = 16;
inline constexpr size_t kRuleTerms = 1000;  // values of a whole rule
inline constexpr size_t kPrefixChars = 3;   // the shortest prefix term
inline constexpr size_t kMarkupBytes = 64 << 10;
inline constexpr size_t kTitleBytes = 256;  // and who sponsors
inline constexpr size_t kBodyBytes = 1024;
inline constexpr size_t kCallToActionBytes = 64;
inline constexpr size_t kDisplayNameBytes = 256;
inline constexpr int64_t kBidMicros = 1'000'000'000'000;
inline constexpr int64_t kClicksPerMillion = 1'000'000;
inline constexpr int32_t kWeight = 1'000'000;  // of line items and creatives
inline constexpr int32_t kPriority = 16;
inline constexpr int32_t kSharePercent = 100;

// Documents that campaigns share.
inline constexpr size_t kKeywordListTerms = 10'000;
inline constexpr size_t kOwnerBytes = 256;
inline constexpr size_t kReasonBytes = 1024;
inline constexpr size_t kTaxonomyNodes = 20'000;
inline constexpr size_t kPageAds = kSlots * kSlotCount;  // on a page

// Listing and batches.
inline constexpr size_t kPageSize = 1000;
inline constexpr size_t kBatchItems = 1000;  // one BatchApply message

}  // namespace placard::limits
