// The words that the store's tests are written in.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/store/catalog_store.h"

namespace placard {

inline constexpr char kEpoch[] = "00112233445566778899aabbccddeeff";

inline WriteOp Put(std::string name, std::string body,
                   Expected expected = Expected::Any(),
                   std::vector<std::string> references = {}) {
  return {.name = std::move(name),
          .expected = expected,
          .body = std::move(body),
          .references = std::move(references)};
}

inline WriteOp Delete(std::string name, Expected expected = Expected::Any()) {
  return {.name = std::move(name),
          .expected = expected,
          .body = std::nullopt,
          .references = {}};
}

inline WriteBatch Batch(std::vector<WriteOp> ops, std::string request_id = "") {
  return {.epoch = kEpoch,
          .ops = std::move(ops),
          .request_id = std::move(request_id),
          .actor = "ops@example.org"};
}

inline absl::StatusOr<CommitResult> Write(CatalogStore& store,
                                          std::vector<WriteOp> ops) {
  return store.Commit(Batch(std::move(ops)), nullptr);
}

inline Position PositionOf(CatalogStore& store) {
  auto position = store.ReadPosition();
  if (!position.ok() || !position->has_value()) {
    ADD_FAILURE() << "no position: " << position.status();
    return {};
  }
  return **position;
}

// Every document that a complete scan shows, by name.
inline std::vector<Document> ScanAll(CatalogStore& store, size_t count = 100) {
  std::map<std::string, Document> found;
  std::string cursor;
  do {
    auto page = store.Scan(cursor, count);
    if (!page.ok()) {
      ADD_FAILURE() << page.status();
      break;
    }
    for (Document& document : page->documents) {
      found[document.name] = std::move(document);
    }
    cursor = page->next_cursor;
  } while (!cursor.empty());
  std::vector<Document> documents;
  for (auto& [name, document] : found) documents.push_back(document);
  return documents;
}

// Expects entries, not a reload.
inline TailEntries TailOf(CatalogStore& store, const Position& from,
                          size_t max = 1000) {
  auto result = store.Tail(from, max);
  if (!result.ok() || !std::holds_alternative<TailEntries>(*result)) {
    ADD_FAILURE() << "no entries: "
                  << (result.ok() ? std::get<TailReload>(*result).reason
                                  : result.status().ToString());
    return {};
  }
  return std::get<TailEntries>(*std::move(result));
}

// The reason for a reload; empty when there is none.
inline std::string ReloadReason(CatalogStore& store, const Position& from) {
  auto result = store.Tail(from, 1000);
  if (!result.ok()) return result.status().ToString();
  auto* reload = std::get_if<TailReload>(&*result);
  return reload == nullptr ? "" : reload->reason;
}

MATCHER_P2(Fails, code, message, "") {
  *result_listener << arg.status();
  return arg.status().code() == code &&
         testing::ExplainMatchResult(testing::HasSubstr(message),
                                     std::string(arg.status().message()),
                                     result_listener);
}

}  // namespace placard
